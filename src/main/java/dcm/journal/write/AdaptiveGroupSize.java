package dcm.journal.write;

import java.time.Duration;

/**
 * Maximum number of guilds per group of a lane. All writes of a group complete together; when each
 * takes long, because a connection uses its table for the first time or the disk is slow, the first
 * would wait for hundreds. A lane therefore starts with 16, doubles while commits stay within 50
 * ms, and otherwise shrinks to the size that would have taken 50 ms.
 *
 * <p>Not thread-safe: each lane has its own instance.
 */
final class AdaptiveGroupSize {
  private static final int MIN_SIZE = 16;

  /** The duration of several commits, and not noticeable for users. */
  private static final Duration TARGET_DURATION = Duration.ofMillis(50);

  private final int maxSize;
  private int current = MIN_SIZE;

  /**
   * @param maxSize upper bound, however fast the commits are
   */
  AdaptiveGroupSize(int maxSize) {
    this.maxSize = maxSize;
  }

  int current() {
    return current;
  }

  /** Adjusts the size to the duration of a commit. */
  void recordCommit(int guilds, Duration duration) {
    if (duration.compareTo(TARGET_DURATION) > 0) {
      var sizeWithinTarget = guilds * TARGET_DURATION.toNanos() / duration.toNanos();
      current = Math.clamp(sizeWithinTarget, MIN_SIZE, maxSize);
    } else if (guilds >= current) {
      current = Math.min(maxSize, 2 * current);
    }
  }
}
