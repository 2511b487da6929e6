package dcm.http.live;

import dcm.guild.GroupingEvent;
import dcm.guild.GuildEvent;
import dcm.guild.MemberEvent;
import dcm.guild.NotificationEvent;
import dcm.guild.OccurrenceEvent;
import dcm.guild.Permission;
import dcm.guild.PermissionEvent;
import dcm.guild.RefusalEvent;
import dcm.guild.SettingsEvent;
import dcm.guild.TaskEvent;
import dcm.guild.TaskId;

/** Who may see an event. Whoever may not gets its revision alone. */
sealed interface Sight {
  /** Every member. */
  record Everybody() implements Sight {}

  /** Whoever may see the task. */
  record OfTask(TaskId task) implements Sight {}

  /** Whoever has this permission. */
  record With(Permission permission) implements Sight {}

  /** The guild's own doings; of a member's inbox only that member hears, in a frame of its own. */
  record Nobody() implements Sight {}

  static Sight of(GuildEvent event) {
    return switch (event) {
      case TaskEvent task -> new OfTask(task.task());
      case OccurrenceEvent occurrence -> new OfTask(occurrence.task());
      case GroupingEvent _ -> new Everybody();
      case MemberEvent _ -> new Everybody();
      case PermissionEvent _ -> new With(Permission.PERMISSION_MANAGE);
      case SettingsEvent _ -> new With(Permission.SETTINGS_MANAGE);
      case RefusalEvent _ -> new With(Permission.AUDIT_VIEW);
      case NotificationEvent _ -> new Nobody();
    };
  }
}
