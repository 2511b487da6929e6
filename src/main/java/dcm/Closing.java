package dcm;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of the day: whatever fails to close must not keep the others open. */
final class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private Closing() {}

  static void quietly(AutoCloseable room) {
    try {
      room.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("{} did not close", room.getClass().getSimpleName(), e);
    }
  }
}
