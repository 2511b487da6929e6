package dcm.http.live;

import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;

/**
 * A text frame, written out once for all sockets that send it.
 *
 * @param bytes roughly what it takes in memory
 */
record OutgoingFrame(Message message, int bytes) {
  /** Of the objects around the text. */
  private static final int OVERHEAD_BYTES = 128;

  static OutgoingFrame of(String text) {
    return new OutgoingFrame(TextMessage.create(text), OVERHEAD_BYTES + textBytes(text));
  }

  /** Java keeps a text in one byte a character as long as all of them are Latin-1. */
  private static int textBytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return 2 * text.length();
      }
    }
    return text.length();
  }
}
