package dcm.journal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the server is there, as one class of connections knows it: after three failures in a row
 * that would have met anybody, all are refused at once for a second, then one is let through to
 * look. So nobody waits for a connection that will not come, and a server that comes back is
 * noticed within a second.
 */
final class Outage {
  private static final int PATIENCE = 3;
  private static final Duration REST = Duration.ofSeconds(1);

  private volatile int failures;
  private long until;
  private @Nullable Throwable reason;

  /** Null: try it. Otherwise the reason why nothing is tried now. */
  @Nullable Throwable refusal() {
    return failures < PATIENCE ? null : refusalWhileAway();
  }

  private synchronized @Nullable Throwable refusalWhileAway() {
    if (failures < PATIENCE) {
      return null;
    }
    if (until - System.nanoTime() > 0) {
      return reason;
    }
    until = System.nanoTime() + REST.toNanos();
    return null;
  }

  /** Somebody met the server's own failure. */
  synchronized void met(Throwable failure) {
    failures++;
    reason = failure;
    until = System.nanoTime() + REST.toNanos();
  }

  /** Somebody was served. */
  void isOver() {
    if (failures > 0) {
      failures = 0;
    }
  }

  boolean lasts() {
    return failures >= PATIENCE;
  }
}
