package dcm.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The result of sending a message. */
public sealed interface SendResult {
  /**
   * The message arrived.
   *
   * @param messageId the channel's id of the message
   */
  record Delivered(String messageId) implements SendResult {}

  /**
   * The channel rejected the message.
   *
   * @param code the channel's error code, for example Discord's 50007
   * @param permanent true: the route will not work again, use the fallback; false: a later attempt
   *     may succeed
   */
  record Failed(String code, boolean permanent) implements SendResult {}

  /** The message was not sent, because the guild withdrew the delivery before the attempt. */
  record Withdrawn() implements SendResult {}

  /**
   * The channel is unavailable, or it is unknown whether the message arrived.
   *
   * @param reason a short code, for example {@code rate-limited}
   * @param retryAfter the delay that the channel demands; null: none
   */
  record RetryLater(String reason, @Nullable Duration retryAfter) implements SendResult {}
}
