package dcm.journal;

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
final class Gathering {
  private static final int CROWD = 8;
  private static final int FRACTION = 4;
  private static final Duration LONGEST = Duration.ofMillis(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofNanos(50_000);

  private final LongSupplier clock;
  private int answered;
  private Duration longest = Duration.ZERO;

  /** {@code clock} is monotonic, in nanoseconds. */
  Gathering(LongSupplier clock) {
    this.clock = clock;
  }

  /** So many were answered at once, after so long. */
  void wrote(int guilds, Duration took) {
    answered = guilds;
    var fraction = took.dividedBy(FRACTION);
    longest = fraction.compareTo(LONGEST) < 0 ? fraction : LONGEST;
  }

  /** {@code there}: how many have come by now, the one that ended the lane's rest among them. */
  void await(IntSupplier there) {
    if (answered < CROWD) {
      return;
    }
    var began = clock.getAsLong();
    var before = 0;
    var now = there.getAsInt();
    while (now > before && now < answered && clock.getAsLong() - began < longest.toNanos()) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      before = now;
      now = there.getAsInt();
    }
  }
}
