package dcm.journal.jdbc;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs and counts unexpected failures of a thread that must continue, because others wait for its
 * results.
 */
public final class ThreadFailureRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadFailureRecorder.class);

  private final String thread;
  private final Counter counter;

  /**
   * @param kind value of the meter's tag {@code thread}
   */
  public ThreadFailureRecorder(String kind, String thread) {
    this.thread = thread;
    this.counter = Metrics.counter("dcm.thread.failures", "thread", kind);
  }

  public void record(Throwable failure) {
    counter.increment();
    LOG.error("Thread {}: unexpected failure; continuing", thread, failure);
  }
}
