package dcm.notify;

import dcm.guild.value.DeliveryDetails;
import java.util.concurrent.CompletionStage;

/** A way to somebody: a direct message, a channel of a guild. */
@FunctionalInterface
public interface DeliveryChannel {
  /**
   * Sends a letter; never blocks. The same delivery may come again, with the same {@link
   * OutgoingMessage#nonce}, and must be visible once: where {@link
   * OutgoingMessage#checkForExisting} is true the other side may have forgotten the nonce, and the
   * message has to be looked for before it is posted.
   *
   * @return what became of it; a stage that fails counts as {@link SendResult.RetryLater}
   */
  CompletionStage<SendResult> send(DeliveryDetails details, OutgoingMessage message);
}
