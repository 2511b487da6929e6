package dcm.sandbox.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import org.apache.pekko.util.ByteString;

/**
 * Discord's transport compression {@code zlib-stream}: one deflate stream over the life of a
 * connection, flushed after every frame, so that each ends in {@code 00 00 FF FF}.
 */
final class ZlibStream {
  private final Deflater deflater = new Deflater();
  private final byte[] buffer = new byte[8_192];
  private boolean ended;

  ByteString compress(String frame) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ended) {
      deflater.setInput(frame.getBytes(StandardCharsets.UTF_8));
      int length;
      do {
        length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        bytes.write(buffer, 0, length);
      } while (length == buffer.length);
    }
    return ByteString.fromArray(bytes.toByteArray());
  }

  void close() {
    if (!ended) {
      ended = true;
      deflater.end();
    }
  }
}
