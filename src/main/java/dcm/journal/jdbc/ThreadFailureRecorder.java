package dcm.journal.jdbc;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a thread of ours did not expect. It is logged with its cause and counted, and the thread
 * goes on: whoever waits for it would wait for ever.
 */
public final class ThreadFailureRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadFailureRecorder.class);

  private final String thread;
  private final Counter counter;

  /**
   * @param kind the label of the meter
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
