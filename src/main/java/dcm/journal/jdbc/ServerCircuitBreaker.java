package dcm.journal.jdbc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the server is there, as one class of connections knows it: after three failures in a row
 * that would have met anybody, all are refused at once for a second, then one is let through to
 * look. So nobody waits for a connection that will not come, and a server that comes back is
 * noticed within a second.
 */
public final class ServerCircuitBreaker {
  private static final int FAILURE_THRESHOLD = 3;
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

  private volatile int failures;
  private long retryAtNanos;
  private @Nullable Throwable reason;

  /** Null: try it. Otherwise the reason why nothing is tried now. */
  @Nullable
  public Throwable openReason() {
    return failures < FAILURE_THRESHOLD ? null : openReasonOrProbe();
  }

  private synchronized @Nullable Throwable openReasonOrProbe() {
    if (failures < FAILURE_THRESHOLD) {
      return null;
    }
    if (retryAtNanos - System.nanoTime() > 0) {
      return reason;
    }
    retryAtNanos = System.nanoTime() + RETRY_INTERVAL.toNanos();
    return null;
  }

  /** Somebody met the server's own failure. */
  public synchronized void recordFailure(Throwable failure) {
    failures++;
    reason = failure;
    retryAtNanos = System.nanoTime() + RETRY_INTERVAL.toNanos();
  }

  /** Somebody was served. */
  public void recordSuccess() {
    if (failures > 0) {
      failures = 0;
    }
  }

  public boolean isOpen() {
    return failures >= FAILURE_THRESHOLD;
  }
}
