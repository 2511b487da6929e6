package dcm.cluster;

import java.time.Duration;

/**
 * The difference between this machine's clock and the database's.
 *
 * @param ahead positive: the database is ahead of this machine
 * @param roundTrip duration of the query; the offset is exact within half of it
 * @param database address and port, as reported by the server
 */
record ClockOffset(Duration ahead, Duration roundTrip, String database) {
  /** The smallest difference that this measurement proves. */
  Duration minimum() {
    var certain = ahead.abs().minus(roundTrip.dividedBy(2));
    return certain.isNegative() ? Duration.ZERO : certain;
  }

  boolean isAtLeast(Duration limit) {
    return minimum().compareTo(limit) >= 0;
  }

  double seconds() {
    return ahead.toNanos() / 1e9;
  }

  /** Describes the difference in a sentence for the operator. */
  String describe() {
    return "This machine's clock is %.3f s %s the clock of the database at %s (within %d ms)"
        .formatted(
            Math.abs(seconds()),
            ahead.isNegative() ? "ahead of" : "behind",
            database,
            Math.ceilDiv(roundTrip.toMillis(), 2));
  }
}
