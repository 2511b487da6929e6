package dcm.notify;

import dcm.guild.value.DeliveryDetails;
import java.util.concurrent.CompletionStage;

/** A channel for messages: direct messages, or a channel of a guild. */
@FunctionalInterface
public interface DeliveryChannel {
  /**
   * Sends a message; does not block. A delivery may be sent repeatedly, with the same {@link
   * OutgoingMessage#nonce}, and must be visible once. If {@link OutgoingMessage#checkForExisting}
   * is true the nonce may have expired, so the implementation searches for the message before
   * posting it.
   *
   * @return the result; a stage that fails counts as {@link SendResult.RetryLater}
   */
  CompletionStage<SendResult> send(DeliveryDetails details, OutgoingMessage message);
}
