package dcm.journal.write;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Delay before a group commit that keeps large groups together. Callers that are answered together
 * write again together, shortly after the lane has formed its next group: without a delay two
 * halves would alternate and each pay for a commit. After a group of 8 or more the lane therefore
 * waits until as many writes are queued again, but only while writes keep arriving, and at most a
 * quarter of the last commit's duration. Single writes are not delayed.
 *
 * <p>Not thread-safe: each lane has its own instance.
 */
final class GroupCommitDelay {
  private static final int MIN_GROUP_SIZE = 8;
  private static final int COMMIT_TIME_DIVISOR = 4;
  private static final Duration MAX_DELAY = Duration.ofMillis(2);
  private static final Duration POLL_INTERVAL = Duration.ofNanos(50_000);

  private final LongSupplier clock;
  private int lastGroupSize;
  private Duration currentMaxDelay = Duration.ZERO;

  /**
   * @param clock monotonic, in nanoseconds
   */
  GroupCommitDelay(LongSupplier clock) {
    this.clock = clock;
  }

  /** Records the size and duration of the last commit. */
  void recordCommit(int guilds, Duration duration) {
    lastGroupSize = guilds;
    var fraction = duration.dividedBy(COMMIT_TIME_DIVISOR);
    currentMaxDelay = fraction.compareTo(MAX_DELAY) < 0 ? fraction : MAX_DELAY;
  }

  /**
   * Waits for further writes.
   *
   * @param arrivals number of writes by now, including the first of the group
   */
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
