package dcm.guild.rules;

import dcm.guild.command.AttachmentCommand;
import dcm.guild.command.CalendarTokenCommand;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.CommentCommand;
import dcm.guild.command.GroupingCommand;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.ImportCommand;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.PermissionCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SwapCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.CommandRefused;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.state.ProcessedCommands;
import dcm.guild.state.TaskState;
import dcm.guild.value.Caller;
import dcm.guild.value.Initiator;
import dcm.guild.value.Permission;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The order of checks of a command. Total: every command ends in a decision. */
public final class GuildDecider {
  private GuildDecider() {}

  /**
   * Decides on a command.
   *
   * @param earlier the answer to the same command; null: none is known
   */
  public static Decision decide(
      GuildState state,
      CommandEnvelope envelope,
      ProcessedCommands.@Nullable ProcessedCommand earlier) {
    Decision repeated = repeated(state, envelope, earlier);
    if (repeated != null) {
      return repeated;
    }
    DecisionContext context = new DecisionContext(state, envelope);
    Refusal refusal = AccessRules.check(context);
    List<DecidedEvent> observations = List.copyOf(context.decided());
    if (refusal == null) {
      refusal = decide(context, envelope);
    }
    if (refusal != null) {
      return new Decision.Refused(refusal, auditEvents(state, envelope, observations, refusal));
    }
    planWakeUp(context);
    return new Decision.Accepted(context.decided());
  }

  private static @Nullable Decision repeated(
      GuildState state,
      CommandEnvelope envelope,
      ProcessedCommands.@Nullable ProcessedCommand processed) {
    if (processed == null || !(envelope.caller() instanceof Caller.Person person)) {
      return null;
    }
    // the earlier answer may contain more than the caller may see now
    Refusal refusal = AccessRules.check(state, person, envelope.at()).refusal();
    boolean same =
        processed.fingerprint().equals(envelope.fingerprint())
            && processed.member().equals(person.id());
    if (refusal == null && !same) {
      refusal = new Refusal.KeyReused();
    }
    return refusal == null
        ? new Decision.Repeated(processed.outcome())
        : new Decision.Refused(refusal, auditEvents(state, envelope, List.of(), refusal));
  }

  private static @Nullable Refusal decide(DecisionContext context, CommandEnvelope envelope) {
    return switch (envelope.caller()) {
      case Caller.Person _ ->
          switch (envelope.command()) {
            case TaskCommand command -> TaskRules.decide(context, command);
            case GroupingCommand command -> GroupingRules.decide(context, command);
            case AttachmentCommand command -> AttachmentRules.decide(context, command);
            case CommentCommand command -> CommentRules.decide(context, command);
            case ImportCommand command -> ImportRules.decide(context, command);
            case SwapCommand command -> SwapRules.decide(context, command);
            case CalendarTokenCommand command -> CalendarTokenRules.decide(context, command);
            case PermissionCommand command -> PermissionRules.decide(context, command);
            case MemberCommand.EditProfile edit -> MemberRules.edit(context, edit);
            case MemberCommand.Forget forget -> MemberRules.forget(context, forget);
            case MemberCommand.AddAbsence add -> AbsenceRules.add(context, add);
            case MemberCommand.RemoveAbsence remove -> AbsenceRules.remove(context, remove);
            case MemberCommand.AdjustPoints adjust -> AdjustmentRules.adjust(context, adjust);
            case SettingsCommand.Change change -> SettingsRules.change(context, change);
            case SettingsCommand.ReplaceBoardLayout replace ->
                BoardLayoutRules.replace(context, replace);
            case SettingsCommand.ReplaceHolidays replace -> HolidayRules.replace(context, replace);
            case SettingsCommand.PostBoardMessage post -> BoardMessageRules.post(context, post);
            case SettingsCommand.RemoveBoardMessage remove ->
                BoardMessageRules.remove(context, remove);
            case NotificationCommand.MarkRead read -> DeliveryRules.markRead(context, read);
            case NotificationCommand.MarkOutageShown _ -> OutageRules.markShown(context);
            // commands of the system only
            case MemberCommand.Observe _, MemberCommand.Leave _ ->
                new Refusal.Forbidden(Permission.MEMBER_MANAGE);
            case SettingsCommand.ObserveGuild _,
                SettingsCommand.ObserveChannels _,
                SettingsCommand.RecordBoardMessage _,
                SettingsCommand.Deactivate _ ->
                new Refusal.Forbidden(Permission.SETTINGS_MANAGE);
            case NotificationCommand.WakeUp _,
                NotificationCommand.Deliver _,
                NotificationCommand.Withdraw _,
                NotificationCommand.Fail _ ->
                new Refusal.Forbidden(Permission.REMINDER_MANAGE);
          };
      case Caller.SystemCaller _ ->
          switch (envelope.command()) {
            case SettingsCommand.ObserveGuild observe -> SettingsRules.observe(context, observe);
            case SettingsCommand.ObserveChannels observe -> ChannelRules.observe(context, observe);
            case SettingsCommand.Deactivate _ -> SettingsRules.deactivate(context);
            case SettingsCommand.RecordBoardMessage posted ->
                BoardMessageRules.record(context, posted);
            case SettingsCommand.RemoveBoardMessage remove ->
                BoardMessageRules.remove(context, remove);
            case MemberCommand.Observe observe -> MemberRules.observe(context, observe);
            case MemberCommand.Leave leave -> MemberRules.leave(context, leave);
            case NotificationCommand.WakeUp _ -> WakeUpRules.wakeUp(context);
            case NotificationCommand.Deliver delivered ->
                DeliveryRules.delivered(context, delivered);
            case NotificationCommand.Fail failed -> DeliveryRules.failed(context, failed);
            case NotificationCommand.Withdraw(var delivery) ->
                DeliveryRules.withdraw(context, delivery);
            // commands of persons only
            case TaskCommand _,
                GroupingCommand _,
                AttachmentCommand _,
                CommentCommand _,
                ImportCommand _,
                SwapCommand _,
                CalendarTokenCommand _,
                PermissionCommand _,
                MemberCommand.EditProfile _,
                MemberCommand.Forget _,
                MemberCommand.AddAbsence _,
                MemberCommand.RemoveAbsence _,
                MemberCommand.AdjustPoints _,
                SettingsCommand.Change _,
                SettingsCommand.ReplaceBoardLayout _,
                SettingsCommand.ReplaceHolidays _,
                SettingsCommand.PostBoardMessage _,
                NotificationCommand.MarkOutageShown _,
                NotificationCommand.MarkRead _ ->
                new Refusal.NotAMember();
          };
    };
  }

  /**
   * Plans the guild's wake-up, whenever the first entry of the agenda changed. Nothing else plans
   * one.
   */
  private static void planWakeUp(DecisionContext context) {
    Instant next = context.state().nextWakeUp();
    if (!Objects.equals(next, context.state().notifications().plannedWakeUp())) {
      context.emit(
          next == null
              ? new NotificationEvent.WakeUpCancelled()
              : new NotificationEvent.WakeUpPlanned(next));
    }
  }

  /**
   * The events written with a refusal: Discord's description of the caller, and the audit entry of
   * an attempt without permission.
   */
  private static List<DecidedEvent> auditEvents(
      GuildState state,
      CommandEnvelope envelope,
      List<DecidedEvent> observations,
      Refusal refusal) {
    CommandRefused refused = refusalEvent(state, envelope, refusal);
    if (refused == null) {
      return observations;
    }
    RecordedEvent recorded =
        new RecordedEvent(
            refused,
            envelope.at(),
            Initiator.of(envelope.caller()),
            envelope.id(),
            envelope.fingerprint());
    List<DecidedEvent> audit = new ArrayList<>(observations);
    audit.add(DecidedEvent.of(recorded, state));
    return audit;
  }

  private static @Nullable CommandRefused refusalEvent(
      GuildState state, CommandEnvelope envelope, Refusal refusal) {
    String command = envelope.command().commandKind();
    TaskRef ref = taskOf(envelope.command());
    TaskState taskState = ref == null ? null : state.catalog().find(ref);
    TaskId task = taskState == null ? null : taskState.task().id();
    return switch (refusal) {
      case Refusal.Forbidden(var missing) -> new CommandRefused(command, missing, task);
      case Refusal.HeldByOthers(_, _, var missing) -> new CommandRefused(command, missing, task);
      case Refusal.SelfApproval _ -> new CommandRefused(command, Permission.TASK_APPROVE, task);
      case Refusal.BeyondOwnPermissions _ -> new CommandRefused(command, null, task);
      case Refusal.UnknownTask _ ->
          task == null ? null : new CommandRefused(command, Permission.TASK_VIEW_ALL, task);
      case Refusal.UnknownGuild _,
          Refusal.NotAMember _,
          Refusal.StaleToken _,
          Refusal.UnknownOccurrence _,
          Refusal.UnknownMember _,
          Refusal.UnknownAbsence _,
          Refusal.UnknownSwap _,
          Refusal.UnknownCalendarToken _,
          Refusal.NotYours _,
          Refusal.UnknownGrouping _,
          Refusal.UnknownChannel _,
          Refusal.ChannelsNotObserved _,
          Refusal.Outdated _,
          Refusal.WrongState _,
          Refusal.AlreadyClaimed _,
          Refusal.TooLateToUndo _,
          Refusal.NextAlreadyActedUpon _,
          Refusal.NothingToUndo _,
          Refusal.NotDeleted _,
          Refusal.NudgedRecently _,
          Refusal.NobodyToRemind _,
          Refusal.RequirementsMissing _,
          Refusal.WaitingFor _,
          Refusal.NameTaken _,
          Refusal.TooMany _,
          Refusal.TooMuchText _,
          Refusal.UnknownAttachment _,
          Refusal.TooManyAttachments _,
          Refusal.StorageFull _,
          Refusal.PointsOff _,
          Refusal.LeaderboardOff _,
          Refusal.Invalid _,
          Refusal.KeyReused _ ->
          null;
    };
  }

  /** The task that a command names; null: none. */
  private static @Nullable TaskRef taskOf(GuildCommand command) {
    return switch (command) {
      case TaskCommand task -> task.task();
      case AttachmentCommand attachment -> attachment.task();
      case CommentCommand comment -> comment.task();
      case SwapCommand.Offer offer -> offer.task();
      case SwapCommand _,
          CalendarTokenCommand _,
          GroupingCommand _,
          MemberCommand _,
          ImportCommand _,
          PermissionCommand _,
          SettingsCommand _,
          NotificationCommand _ ->
          null;
    };
  }
}
