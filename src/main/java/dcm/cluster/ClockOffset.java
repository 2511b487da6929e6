package dcm.cluster;

import java.time.Duration;

/**
 * How far this machine's clock is from the database's.
 *
 * @param ahead positive: the database is ahead of this machine, which is slow
 * @param roundTrip how long the question took; the offset is exact within half of it
 * @param database address and port, as the server sees itself
 */
record ClockOffset(Duration ahead, Duration roundTrip, String database) {
  /** What is certain of it: a slow answer proves nothing. */
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

  /** A sentence for the operator. */
  String describe() {
    return "This machine's clock is %.3f s %s the clock of the database at %s (within %d ms)"
        .formatted(
            Math.abs(seconds()),
            ahead.isNegative() ? "ahead of" : "behind",
            database,
            Math.ceilDiv(roundTrip.toMillis(), 2));
  }
}
