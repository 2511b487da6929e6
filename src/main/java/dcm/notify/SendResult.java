package dcm.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a letter. */
public sealed interface SendResult {
  /**
   * It is there.
   *
   * @param messageId by which the other side knows it
   */
  record Delivered(String messageId) implements SendResult {}

  /**
   * The other side said no.
   *
   * @param code what it said, for example Discord's 50007
   * @param forGood true: this way will not work again, fall back; false: later it may
   */
  record Failed(String code, boolean permanent) implements SendResult {}

  /** It was not sent: the guild said right before that it no longer holds. */
  record Withdrawn() implements SendResult {}

  /**
   * The other side is not to be had now, or nobody knows whether it arrived.
   *
   * @param why a short code, for example {@code rate-limited}
   * @param after how long it wants to be left alone; null: it did not say
   */
  record RetryLater(String reason, @Nullable Duration retryAfter) implements SendResult {}
}
