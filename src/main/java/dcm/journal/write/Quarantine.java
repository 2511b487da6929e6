package dcm.journal.write;

import dcm.flow.ExponentialBackoff;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a guild is written in transactions of its own.
 *
 * @param brokenGroups groups that it broke since it was last part of a group that committed
 * @param failing whether its own transaction failed or was slow, or was not attempted yet
 * @param endsAtNanos {@link System#nanoTime} before which it does not return to groups
 */
record Quarantine(int brokenGroups, boolean failing, long endsAtNanos) {
  private static final ExponentialBackoff BACKOFF =
      new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private static final Quarantine NONE = new Quarantine(0, false, 0);

  boolean isActive() {
    return failing || (brokenGroups > 0 && endsAtNanos - System.nanoTime() > 0);
  }

  static Quarantine afterFailure(@Nullable Quarantine previous) {
    var known = previous == null ? NONE : previous;
    return new Quarantine(known.brokenGroups, true, known.endsAtNanos);
  }

  static Quarantine afterBrokenGroup(@Nullable Quarantine previous) {
    var known = previous == null ? NONE : previous;
    return new Quarantine(known.brokenGroups + 1, true, known.endsAtNanos);
  }

  /** Null: it ends. A guild that broke one group returns at once, then after 1 s, 2 s, … 60 s. */
  static @Nullable Quarantine afterSuccess(@Nullable Quarantine previous) {
    if (previous == null || previous.brokenGroups == 0) {
      return null;
    }
    var delay =
        previous.brokenGroups == 1 ? Duration.ZERO : BACKOFF.delay(previous.brokenGroups - 1);
    return new Quarantine(
        previous.brokenGroups,
        false,
        previous.failing ? System.nanoTime() + delay.toNanos() : previous.endsAtNanos);
  }
}
