package dcm.guild.event;

import dcm.guild.value.ChannelId;
import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.MemberId;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Events of reminders, deliveries, inboxes and wake-ups. */
public sealed interface NotificationEvent extends GuildEvent {
  /** A message was put into the outbox; it stays there until it is settled. */
  record Queued(Delivery delivery) implements NotificationEvent {}

  /** The message to a guild that the bot was added to was put into the outbox. */
  record WelcomeQueued(DeliveryId delivery, ChannelId channel, Instant retryAt)
      implements NotificationEvent {}

  /** The message was handed to the delivery handler again. */
  record Retried(DeliveryId delivery, int attempt, Instant retryAt) implements NotificationEvent {}

  record Delivered(DeliveryId delivery, @Nullable String messageId) implements NotificationEvent {}

  /**
   * An attempt failed.
   *
   * @param settled true: no further attempt on this route
   */
  record Failed(DeliveryId delivery, String code, boolean settled) implements NotificationEvent {}

  /** The message was not sent, because it no longer applies. */
  record Withdrawn(DeliveryId delivery) implements NotificationEvent {}

  /** Another route replaces the failed one; {@code to} is queued by its own event. */
  record FellBack(DeliveryId from, DeliveryId to) implements NotificationEvent {}

  /** A notification was added to a member's inbox. */
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

  /** A member who may choose another channel was shown the outage of the guild's channel. */
  record OutageShown(MemberId member) implements NotificationEvent {}

  /** The next wake-up was planned; it replaces the former one. */
  record WakeUpPlanned(Instant at) implements NotificationEvent {}

  /** The planned wake-up was cancelled; none is planned. */
  record WakeUpCancelled() implements NotificationEvent {}
}
