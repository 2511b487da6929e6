package dcm.journal.jdbc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Circuit breaker for the PostgreSQL server, one per class of connections. After three server
 * failures in a row it rejects all calls for 1 s, then lets one through as a probe. Callers do not
 * wait for connections that cannot be opened, and a server that returns is noticed within 1 s.
 */
public final class ServerCircuitBreaker {
  private static final int FAILURE_THRESHOLD = 3;
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

  private volatile int failures;
  private long retryAtNanos;
  private @Nullable Throwable reason;

  /** Null when a call may proceed; otherwise the failure that opened the breaker. */
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

  /** A call failed for a reason that affects every guild. */
  public synchronized void recordFailure(Throwable failure) {
    failures++;
    reason = failure;
    retryAtNanos = System.nanoTime() + RETRY_INTERVAL.toNanos();
  }

  /** PostgreSQL answered a call. */
  public void recordSuccess() {
    if (failures > 0) {
      failures = 0;
    }
  }

  public boolean isOpen() {
    return failures >= FAILURE_THRESHOLD;
  }
}
