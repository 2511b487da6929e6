package dcm.guild;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The order in which a request is judged. Total: every request ends in a decision. */
final class Decisions {
  private Decisions() {}

  /**
   * @param earlier what the same command was answered before; null: it is not known to have been
   */
  static Decision decide(State state, Request request, Memory.@Nullable Remembered earlier) {
    Decision before = repeated(state, request, earlier);
    if (before != null) {
      return before;
    }
    Hearing hearing = new Hearing(state, request);
    Refusal refusal = Admission.admit(hearing);
    List<Recorded> news = List.copyOf(hearing.events());
    if (refusal == null) {
      refusal = judge(hearing, request);
    }
    if (refusal != null) {
      return new Decision.Refused(refusal, audit(state, request, news, refusal));
    }
    plan(hearing);
    return new Decision.Accepted(hearing.events());
  }

  private static @Nullable Decision repeated(
      State state, Request request, Memory.@Nullable Remembered knock) {
    if (knock == null || !(request.caller() instanceof Caller.Person person)) {
      return null;
    }
    // what was answered then may be more than the person is to know now
    Refusal refusal = Admission.admit(state, person, request.at()).refusal();
    boolean same =
        knock.fingerprint().equals(request.fingerprint()) && knock.by().equals(person.id());
    if (refusal == null && !same) {
      refusal = new Refusal.KeyReused();
    }
    return refusal == null
        ? new Decision.Repeated(knock.outcome())
        : new Decision.Refused(refusal, audit(state, request, List.of(), refusal));
  }

  private static @Nullable Refusal judge(Hearing hearing, Request request) {
    return switch (request.caller()) {
      case Caller.Person _ ->
          switch (request.command()) {
            case TaskCommand command -> TaskRules.judge(hearing, command);
            case GroupingCommand command -> GroupingRules.judge(hearing, command);
            case PermissionCommand command -> PermissionRules.judge(hearing, command);
            case MemberCommand.EditProfile edit -> MemberRules.edit(hearing, edit);
            case SettingsCommand.Change change -> SettingsRules.change(hearing, change);
            case NotificationCommand.MarkRead read -> DeliveryRules.markRead(hearing, read);
            case NotificationCommand.MarkOutageShown _ -> OutageRules.markShown(hearing);
            // what only the clockwork may say
            case MemberCommand.Observe _, MemberCommand.Leave _ ->
                new Refusal.Forbidden(Permission.MEMBER_MANAGE);
            case SettingsCommand.ObserveGuild _,
                SettingsCommand.ObserveChannels _,
                SettingsCommand.Sleep _ ->
                new Refusal.Forbidden(Permission.SETTINGS_MANAGE);
            case NotificationCommand.WakeUp _,
                NotificationCommand.Deliver _,
                NotificationCommand.Withdraw _,
                NotificationCommand.Fail _ ->
                new Refusal.Forbidden(Permission.REMINDER_MANAGE);
          };
      case Caller.Clockwork _ ->
          switch (request.command()) {
            case SettingsCommand.ObserveGuild seen -> SettingsRules.observe(hearing, seen);
            case SettingsCommand.ObserveChannels seen -> ChannelRules.observe(hearing, seen);
            case SettingsCommand.Sleep _ -> SettingsRules.sleep(hearing);
            case MemberCommand.Observe seen -> MemberRules.observe(hearing, seen);
            case MemberCommand.Leave leave -> MemberRules.leave(hearing, leave);
            case NotificationCommand.WakeUp _ -> WakeUpRules.wake(hearing);
            case NotificationCommand.Deliver delivered ->
                DeliveryRules.delivered(hearing, delivered);
            case NotificationCommand.Fail failed -> DeliveryRules.failed(hearing, failed);
            case NotificationCommand.Withdraw(var delivery) ->
                DeliveryRules.withdraw(hearing, delivery);
            // what only a person may say
            case TaskCommand _,
                GroupingCommand _,
                PermissionCommand _,
                MemberCommand.EditProfile _,
                SettingsCommand.Change _,
                NotificationCommand.MarkOutageShown _,
                NotificationCommand.MarkRead _ ->
                new Refusal.NotAMember();
          };
    };
  }

  /** The one place where the guild's wake-up is planned: whenever the agenda's first changed. */
  private static void plan(Hearing hearing) {
    Instant next = hearing.state().nextWakeUp();
    if (!Objects.equals(next, hearing.state().post().planned())) {
      hearing.happens(
          next == null
              ? new NotificationEvent.WakeUpCancelled()
              : new NotificationEvent.WakeUpPlanned(next));
    }
  }

  /** What Discord said of the caller stands all the same, and who tried what they may not. */
  private static List<Recorded> audit(
      State state, Request request, List<Recorded> news, Refusal refusal) {
    RefusalEvent attempt = attempt(state, request, refusal);
    if (attempt == null) {
      return news;
    }
    List<Recorded> audit = new ArrayList<>(news);
    audit.add(
        new Recorded(
            attempt, request.at(), By.of(request.caller()), request.id(), request.fingerprint()));
    return audit;
  }

  private static @Nullable RefusalEvent attempt(State state, Request request, Refusal refusal) {
    String command = request.command().commandKind();
    Chore chore =
        request.command() instanceof TaskCommand about && about.task() != null
            ? state.board().find(about.task())
            : null;
    TaskId task = chore == null ? null : chore.task().id();
    return switch (refusal) {
      case Refusal.Forbidden(var missing) -> new RefusalEvent(command, missing, task);
      case Refusal.HeldByOthers(_, _, var missing) -> new RefusalEvent(command, missing, task);
      case Refusal.BeyondOwnPermissions _ -> new RefusalEvent(command, null, task);
      case Refusal.UnknownTask _ ->
          task == null ? null : new RefusalEvent(command, Permission.TASK_VIEW_ALL, task);
      case Refusal.UnknownGuild _,
          Refusal.NotAMember _,
          Refusal.StaleToken _,
          Refusal.UnknownOccurrence _,
          Refusal.UnknownMember _,
          Refusal.UnknownGrouping _,
          Refusal.UnknownChannel _,
          Refusal.ChannelsNotObserved _,
          Refusal.Outdated _,
          Refusal.WrongState _,
          Refusal.AlreadyClaimed _,
          Refusal.TooLateToUndo _,
          Refusal.NextAlreadyActedUpon _,
          Refusal.NameTaken _,
          Refusal.TooMany _,
          Refusal.TooMuchText _,
          Refusal.Invalid _,
          Refusal.KeyReused _ ->
          null;
    };
  }
}
