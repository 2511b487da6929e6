package dcm.guild.event;

import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.MemberId;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to reminders. */
public sealed interface NotificationEvent extends GuildEvent {
  /** A message is owed; it stays in the outbox until it is settled. */
  record Queued(Delivery delivery) implements NotificationEvent {}

  /** It is handed to a messenger once more. */
  record Retried(DeliveryId delivery, int attempt, Instant retryAt) implements NotificationEvent {}

  record Delivered(DeliveryId delivery, @Nullable String messageId) implements NotificationEvent {}

  /**
   * An attempt failed.
   *
   * @param settled true: no further attempt on this route
   */
  record Failed(DeliveryId delivery, String code, boolean settled) implements NotificationEvent {}

  /** It was not sent: what it would have said no longer holds. */
  record Withdrawn(DeliveryId delivery) implements NotificationEvent {}

  /** Another route is tried instead; {@code to} is queued by its own event. */
  record FellBack(DeliveryId from, DeliveryId to) implements NotificationEvent {}

  /** A line came into a member's inbox. */
  record Posted(
      MemberId recipient,
      TaskId task,
      int number,
      int ordinal,
      String title,
      ReminderStage stage,
      boolean late)
      implements NotificationEvent {}

  record Read(MemberId member, long upTo) implements NotificationEvent {}

  /** A member who may choose another channel was told that messages to the guild's get lost. */
  record OutageShown(MemberId member) implements NotificationEvent {}

  /** The next instant at which the guild has to wake; replaces the former one. */
  record WakeUpPlanned(Instant at) implements NotificationEvent {}

  /** Nothing is to come. */
  record WakeUpCancelled() implements NotificationEvent {}
}
