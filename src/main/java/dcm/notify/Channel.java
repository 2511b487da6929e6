package dcm.notify;

import dcm.guild.Parcel;
import java.util.concurrent.CompletionStage;

/** A way to somebody: a direct message, a channel of a guild. */
@FunctionalInterface
public interface Channel {
  /**
   * Sends a letter; never blocks. The same delivery may come again, with the same {@link
   * Letter#nonce}, and must be visible once: where {@link Letter#lookFirst} is true the other side
   * may have forgotten the nonce, and the message has to be looked for before it is posted.
   *
   * @return what became of it; a stage that fails counts as {@link Receipt.Later}
   */
  CompletionStage<Receipt> send(Parcel parcel, Letter letter);
}
