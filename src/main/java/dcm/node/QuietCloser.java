package dcm.node;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes resources and logs failures, so that one failure does not keep the other resources open.
 */
final class QuietCloser {
  private static final Logger LOG = LoggerFactory.getLogger(QuietCloser.class);

  private QuietCloser() {}

  static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("Closing {} failed", resource.getClass().getSimpleName(), e);
    }
  }
}
