package dcm.guild.rules;

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
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.event.SwapEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.event.WorkloadEvent;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * An event to persist, with what is published once it is written. Only the event is stored.
 *
 * @param task the event's task right after the event; null: it has none, or none any more
 * @param delivery the delivery that the event hands to the delivery handler; null: none
 */
public record DecidedEvent(
    RecordedEvent recorded, @Nullable Task task, @Nullable DeliveryDetails delivery) {

  /**
   * @param after the state right after the event
   */
  static DecidedEvent of(RecordedEvent recorded, GuildState after) {
    return new DecidedEvent(
        recorded, task(after, recorded.event()), delivery(after, recorded.event()));
  }

  /** Approximate size in the journal: the stored JSON has the same fields. */
  public int characters() {
    return recorded.event().toString().length();
  }

  private static @Nullable Task task(GuildState after, GuildEvent event) {
    TaskId id =
        switch (event) {
          case TaskEvent task -> task.task();
          case OccurrenceEvent occurrence -> occurrence.task();
          case SwapEvent swap -> swap.task();
          case NotificationEvent.Posted posted -> posted.task();
          case NotificationEvent.Queued queued -> queued.delivery().task();
          case AttachmentEvent attachment -> attachment.task();
          case CommentEvent comment -> comment.task();
          case CommandRefused refused -> refused.task();
          case NotificationEvent _,
              GroupingEvent _,
              ImportEvent _,
              MemberEvent _,
              CalendarTokenEvent _,
              PointsEvent _,
              WorkloadEvent _,
              PermissionEvent _,
              SettingsEvent _ ->
              null;
        };
    TaskState taskState = id == null ? null : after.catalog().tasks().get(id);
    return taskState == null ? null : taskState.task();
  }

  private static @Nullable DeliveryDetails delivery(GuildState after, GuildEvent event) {
    DeliveryId id =
        switch (event) {
          case NotificationEvent.Queued queued -> queued.delivery().id();
          case NotificationEvent.WelcomeQueued queued -> queued.delivery();
          case NotificationEvent.Retried retried -> retried.delivery();
          case NotificationEvent.Delivered _,
              NotificationEvent.Failed _,
              NotificationEvent.Withdrawn _,
              NotificationEvent.FellBack _,
              NotificationEvent.Posted _,
              NotificationEvent.Read _,
              NotificationEvent.OutageShown _,
              NotificationEvent.WakeUpPlanned _,
              NotificationEvent.WakeUpCancelled _,
              TaskEvent _,
              OccurrenceEvent _,
              SwapEvent _,
              CalendarTokenEvent _,
              GroupingEvent _,
              MemberEvent _,
              PermissionEvent _,
              SettingsEvent _,
              AttachmentEvent _,
              CommentEvent _,
              ImportEvent _,
              PointsEvent _,
              WorkloadEvent _,
              CommandRefused _ ->
              null;
        };
    Delivery delivery = id == null ? null : after.notifications().outbox().get(id);
    return delivery == null ? null : DeliveryChecks.details(after, delivery);
  }
}
