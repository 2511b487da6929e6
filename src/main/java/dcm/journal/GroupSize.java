package dcm.journal;

import java.time.Duration;

/**
 * How many guilds a lane may write at once. The whole group is answered when its last guild is
 * written; where each takes long, because a connection meets its table for the first time or the
 * disk is slow, the first would wait for hundreds. So a lane begins with few, takes twice as many
 * while that is quick, and otherwise as many as would have been.
 *
 * <p>Not thread-safe: each lane has its own.
 */
final class GroupSize {
  private static final int LEAST = 16;

  /** Some commits; and nobody has the feeling of having waited. */
  private static final Duration QUICK = Duration.ofMillis(50);

  private final int limit;
  private int most = LEAST;

  /** {@code limit}: more are never taken, however quick it is. */
  GroupSize(int limit) {
    this.limit = limit;
  }

  int most() {
    return most;
  }

  /** So many were written in so long. */
  void wrote(int guilds, Duration took) {
    if (took.compareTo(QUICK) > 0) {
      var wouldHaveBeenQuick = guilds * QUICK.toNanos() / took.toNanos();
      most = Math.clamp(wouldHaveBeenQuick, LEAST, limit);
    } else if (guilds >= most) {
      most = Math.min(limit, 2 * most);
    }
  }
}
