package dcm.guild.command;

import dcm.guild.value.DeliveryId;
import org.jspecify.annotations.Nullable;

/** Commands on reminders, deliveries and inboxes. */
public sealed interface NotificationCommand extends GuildCommand {
  /** The planned wake-up is due. From the system only. */
  record WakeUp() implements NotificationCommand {}

  /**
   * A delivery succeeded. From the system only.
   *
   * @param messageId Discord's id of the message; null: it has none
   */
  record Deliver(DeliveryId delivery, @Nullable String messageId) implements NotificationCommand {}

  /**
   * A delivery failed. From the system only.
   *
   * @param code the remote error code, for example Discord's 50007
   * @param permanent true: this route will not work again, use the fallback; false: retry later
   */
  record Fail(DeliveryId delivery, String code, boolean permanent) implements NotificationCommand {}

  /** A delivery was not sent because it no longer applies. From the system only. */
  record Withdraw(DeliveryId delivery) implements NotificationCommand {}

  /** The caller, who may change the settings, was shown the outage of the guild's channel. */
  record MarkOutageShown() implements NotificationCommand {}

  /**
   * The caller read their inbox.
   *
   * @param upTo the revision of the newest notification read
   */
  record MarkRead(long upTo) implements NotificationCommand {}
}
