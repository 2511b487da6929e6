package dcm.http.live;

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
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.TaskId;

/** The viewers of an event. All others get its revision only. */
sealed interface EventVisibility {
  /** All members. */
  record AllMembers() implements EventVisibility {}

  /** Members who may see the task. */
  record TaskViewers(TaskId task) implements EventVisibility {}

  /** Members with this permission. */
  record PermissionHolders(Permission permission) implements EventVisibility {}

  /** This member. */
  record OneMember(MemberId member) implements EventVisibility {}

  /** No one. The recipient of an in-app notification gets a frame of its own. */
  record Internal() implements EventVisibility {}

  static EventVisibility of(GuildEvent event) {
    return switch (event) {
      case TaskEvent task -> new TaskViewers(task.task());
      case OccurrenceEvent occurrence -> new TaskViewers(occurrence.task());
      case AttachmentEvent attachment -> new TaskViewers(attachment.task());
      case CommentEvent comment -> new TaskViewers(comment.task());
      case SwapEvent swap -> new TaskViewers(swap.task());
      case CalendarTokenEvent token -> new OneMember(token.member());
      case GroupingEvent _ -> new AllMembers();
      case MemberEvent _, WorkloadEvent _ -> new AllMembers();
      case PermissionEvent _ -> new PermissionHolders(Permission.PERMISSION_MANAGE);
      case SettingsEvent _ -> new PermissionHolders(Permission.SETTINGS_MANAGE);
      case ImportEvent _ -> new PermissionHolders(Permission.TASK_IMPORT_EXPORT);
      case PointsEvent points -> new OneMember(points.member());
      case CommandRefused _ -> new PermissionHolders(Permission.AUDIT_VIEW);
      case NotificationEvent _ -> new Internal();
    };
  }
}
