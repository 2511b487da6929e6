package dcm.guild.command;

import dcm.guild.value.DeliveryId;
import org.jspecify.annotations.Nullable;

/** Commands on reminders and what became of them. */
public sealed interface NotificationCommand extends GuildCommand {
  /** An instant came at which the guild had planned to wake. From the clockwork only. */
  record WakeUp() implements NotificationCommand {}

  /**
   * A delivery arrived. From the clockwork only.
   *
   * @param receipt the message's id where it has one
   */
  record Deliver(DeliveryId delivery, @Nullable String messageId) implements NotificationCommand {}

  /**
   * A delivery did not arrive. From the clockwork only.
   *
   * @param code what the other side said, for example Discord's 50007
   * @param forGood true: this route will not work again, fall back; false: try again later
   */
  record Fail(DeliveryId delivery, String code, boolean permanent) implements NotificationCommand {}

  /**
   * A delivery was not sent because the guild said that it no longer holds. From the clockwork
   * only.
   */
  record Withdraw(DeliveryId delivery) implements NotificationCommand {}

  /** The caller, who may change the settings, was told that messages to the channel get lost. */
  record MarkOutageShown() implements NotificationCommand {}

  /**
   * The caller read their inbox.
   *
   * @param upTo the revision of the newest notification read
   */
  record MarkRead(long upTo) implements NotificationCommand {}
}
