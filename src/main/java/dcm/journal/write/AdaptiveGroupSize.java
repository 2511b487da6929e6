package dcm.journal.write;

import java.time.Duration;

/**
 * How many guilds a lane may write at once. The whole group is answered when its last guild is
 * written; where each takes long, because a connection meets its table for the first time or the
 * disk is slow, the first would wait for hundreds. So a lane begins with few, takes twice as many
 * while that is quick, and otherwise as many as would have been.
 *
 * <p>Not thread-safe: each lane has its own.
 */
final class AdaptiveGroupSize {
  private static final int MIN_SIZE = 16;

  /** Some commits; and nobody has the feeling of having waited. */
  private static final Duration TARGET_DURATION = Duration.ofMillis(50);

  private final int maxSize;
  private int current = MIN_SIZE;

  /** {@code limit}: more are never taken, however quick it is. */
  AdaptiveGroupSize(int maxSize) {
    this.maxSize = maxSize;
  }

  int current() {
    return current;
  }

  /** So many were written in so long. */
  void recordCommit(int guilds, Duration duration) {
    if (duration.compareTo(TARGET_DURATION) > 0) {
      var sizeWithinTarget = guilds * TARGET_DURATION.toNanos() / duration.toNanos();
      current = Math.clamp(sizeWithinTarget, MIN_SIZE, maxSize);
    } else if (guilds >= current) {
      current = Math.min(maxSize, 2 * current);
    }
  }
}
