package dcm.http.live;

import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;

/**
 * A serialized text frame, shared by all sockets that send it.
 *
 * @param bytes its estimated size in memory
 */
record OutgoingFrame(Message message, int bytes) {
  /** The objects around the text. */
  private static final int OVERHEAD_BYTES = 128;

  static OutgoingFrame of(String text) {
    return new OutgoingFrame(TextMessage.create(text), OVERHEAD_BYTES + textBytes(text));
  }

  /** The JVM stores a string in one byte per character if all characters are Latin-1. */
  private static int textBytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return 2 * text.length();
      }
    }
    return text.length();
  }
}
