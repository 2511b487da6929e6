package dcm.guild.state;

import dcm.guild.command.AttachmentCommand;
import dcm.guild.command.CalendarTokenCommand;
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
import dcm.guild.event.AttachmentEvent;
import dcm.guild.event.CalendarTokenEvent;
import dcm.guild.event.CommandRefused;
import dcm.guild.event.CommentEvent;
import dcm.guild.event.GroupingEvent;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.ImportEvent;
import dcm.guild.event.MemberEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.PermissionEvent;
import dcm.guild.event.PointsEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.event.SwapEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.event.WorkloadEvent;
import dcm.guild.reply.Outcome;
import dcm.guild.value.Attachment;
import dcm.guild.value.AttachmentId;
import dcm.guild.value.CalendarToken;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Swap;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The subject of a command, in its state after the command. */
public final class OutcomeSubjects {
  private OutcomeSubjects() {}

  /** The subject of an event; null: the event has none. */
  public static Outcome.@Nullable Subject of(GuildState after, GuildEvent event) {
    return switch (event) {
      case TaskEvent.Deleted _, TaskEvent.Purged _ -> new Outcome.NoSubject();
      case TaskEvent task -> ofTask(after, new TaskRef.ById(task.task()));
      case OccurrenceEvent occurrence -> ofTask(after, new TaskRef.ById(occurrence.task()));
      case GroupingEvent.Created created -> ofGrouping(after, created.groupingKind(), created.id());
      case GroupingEvent.Edited edited -> ofGrouping(after, edited.groupingKind(), edited.id());
      case GroupingEvent.Deleted _ -> new Outcome.NoSubject();
      case MemberEvent member -> ofMember(after, member.member());
      case SwapEvent.Offered(var swap) -> new Outcome.SwapSubject(swap);
      case CalendarTokenEvent.Created(var token) -> new Outcome.CalendarTokenSubject(token);
      case CalendarTokenEvent.Revoked _ -> new Outcome.NoSubject();
      case SwapEvent swap -> ofTask(after, new TaskRef.ById(swap.task()));
      case PermissionEvent _ -> ofPermissions(after);
      case SettingsEvent.BoardLayoutChanged _ -> ofBoardLayout(after);
      case SettingsEvent.HolidaysChanged _ -> ofHolidays(after);
      case SettingsEvent _ -> ofSettings(after);
      case AttachmentEvent.Added added -> ofAttachment(after, added.task(), added.id());
      case AttachmentEvent.Removed _ -> new Outcome.NoSubject();
      case CommentEvent.Added added -> new Outcome.CommentSubject(added.id());
      case CommentEvent.Deleted _ -> new Outcome.NoSubject();
      case PointsEvent.Recorded recorded ->
          recorded.task() == null ? ofPoints(after, recorded.member()) : null;
      case NotificationEvent _, WorkloadEvent _, CommandRefused _ -> null;
      case ImportEvent _ -> new Outcome.NoSubject();
    };
  }

  /** The subject of a command without events, in the current state. */
  public static Outcome.Subject of(GuildState state, GuildCommand command) {
    return switch (command) {
      case TaskCommand.Create create -> ofTask(state, new TaskRef.ById(create.id()));
      case TaskCommand task -> ofTask(state, Objects.requireNonNull(task.task()));
      case GroupingCommand.Create(var id, var kind, _, _) -> ofGrouping(state, kind, id);
      case GroupingCommand.Edit(var id, var kind, _, _, _) -> ofGrouping(state, kind, id);
      case GroupingCommand.Delete(var id, var kind, _) -> ofGrouping(state, kind, id);
      case MemberCommand.Observe observe -> ofMember(state, observe.member());
      case MemberCommand.EditProfile edit -> ofMember(state, edit.member());
      case MemberCommand.Leave leave -> ofMember(state, leave.member());
      case MemberCommand.Forget forget -> ofMember(state, forget.member());
      case MemberCommand.AddAbsence add -> ofMember(state, add.member());
      case MemberCommand.RemoveAbsence remove -> ofMember(state, remove.member());
      case SwapCommand swap -> ofSwap(state, swap);
      case CalendarTokenCommand token -> ofCalendarToken(state, token);
      case MemberCommand.AdjustPoints adjust -> ofPoints(state, adjust.member());
      case PermissionCommand _ -> ofPermissions(state);
      case SettingsCommand.ReplaceBoardLayout _ -> ofBoardLayout(state);
      case SettingsCommand.ReplaceHolidays _ -> ofHolidays(state);
      case SettingsCommand _ -> ofSettings(state);
      case ImportCommand.AddTask add -> ofTask(state, new TaskRef.ById(add.task()));
      case AttachmentCommand _, CommentCommand _, ImportCommand _ -> new Outcome.NoSubject();
      case NotificationCommand _ -> new Outcome.NoSubject();
    };
  }

  private static Outcome.Subject ofTask(GuildState state, TaskRef ref) {
    TaskState taskState = state.catalog().find(ref);
    if (taskState == null) {
      return new Outcome.NoSubject();
    }
    Task task = taskState.task();
    return new Outcome.TaskSubject(
        task, state.catalog().categoryName(task), state.catalog().labelNames(task));
  }

  private static Outcome.Subject ofAttachment(GuildState state, TaskId task, AttachmentId id) {
    Attachment attachment = state.attachments().find(task, id);
    return attachment == null ? new Outcome.NoSubject() : new Outcome.AttachmentSubject(attachment);
  }

  private static Outcome.Subject ofGrouping(GuildState state, Grouping.Kind kind, GroupingId id) {
    Grouping grouping = state.catalog().find(kind, id);
    return grouping == null ? new Outcome.NoSubject() : new Outcome.GroupingSubject(grouping);
  }

  private static Outcome.Subject ofMember(GuildState state, MemberId id) {
    Member member = state.members().find(id);
    return member == null ? new Outcome.NoSubject() : new Outcome.MemberSubject(member);
  }

  private static Outcome.Subject ofSwap(GuildState state, SwapCommand command) {
    Swap swap = state.swaps().find(command.id());
    return swap == null ? new Outcome.NoSubject() : new Outcome.SwapSubject(swap);
  }

  private static Outcome.Subject ofCalendarToken(GuildState state, CalendarTokenCommand command) {
    CalendarToken token = state.calendarTokens().find(command.id());
    return token == null ? new Outcome.NoSubject() : new Outcome.CalendarTokenSubject(token);
  }

  private static Outcome.Subject ofPoints(GuildState state, MemberId id) {
    Member member = state.members().find(id);
    return member == null
        ? new Outcome.NoSubject()
        : new Outcome.PointsSubject(state.standing(member));
  }

  private static Outcome.Subject ofPermissions(GuildState state) {
    return new Outcome.PermissionsSubject(state.matrix().rows(), state.matrix().revision());
  }

  private static Outcome.Subject ofBoardLayout(GuildState state) {
    return new Outcome.BoardLayoutSubject(
        state.profile().boardLayout(), state.profile().layoutRevision());
  }

  private static Outcome.Subject ofHolidays(GuildState state) {
    return new Outcome.HolidaysSubject(
        state.profile().holidayCalendar(), state.profile().holidayRevision());
  }

  private static Outcome.Subject ofSettings(GuildState state) {
    return new Outcome.SettingsSubject(
        state.profile().settings(), state.profile().settingsRevision());
  }
}
