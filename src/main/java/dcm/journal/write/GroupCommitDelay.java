package dcm.journal.write;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Keeps a crowd together. Many who are answered together ask again together, a moment after the
 * lane has looked for its next group: two halves would then take turns for ever, and each pay for a
 * commit. So after a crowd the lane waits until as many are there again; only while they keep
 * coming, and for no more than a fraction of what the last commit took. Whoever comes alone after
 * somebody who came alone waits for nothing.
 *
 * <p>Not thread-safe: each lane has its own.
 */
final class GroupCommitDelay {
  private static final int MIN_GROUP_SIZE = 8;
  private static final int COMMIT_TIME_DIVISOR = 4;
  private static final Duration MAX_DELAY = Duration.ofMillis(2);
  private static final Duration POLL_INTERVAL = Duration.ofNanos(50_000);

  private final LongSupplier clock;
  private int lastGroupSize;
  private Duration currentMaxDelay = Duration.ZERO;

  /** {@code clock} is monotonic, in nanoseconds. */
  GroupCommitDelay(LongSupplier clock) {
    this.clock = clock;
  }

  /** So many were answered at once, after so long. */
  void recordCommit(int guilds, Duration duration) {
    lastGroupSize = guilds;
    var fraction = duration.dividedBy(COMMIT_TIME_DIVISOR);
    currentMaxDelay = fraction.compareTo(MAX_DELAY) < 0 ? fraction : MAX_DELAY;
  }

  /** {@code there}: how many have come by now, the one that ended the lane's rest among them. */
  void await(IntSupplier arrivals) {
    if (lastGroupSize < MIN_GROUP_SIZE) {
      return;
    }
    var startedAt = clock.getAsLong();
    var previous = 0;
    var arrived = arrivals.getAsInt();
    while (arrived > previous
        && arrived < lastGroupSize
        && clock.getAsLong() - startedAt < currentMaxDelay.toNanos()) {
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
      previous = arrived;
      arrived = arrivals.getAsInt();
    }
  }
}
