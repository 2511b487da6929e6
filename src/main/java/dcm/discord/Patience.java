package dcm.discord;

import dcm.discord.wire.GatewayAddress;
import java.time.Duration;

/**
 * How long to wait before the next try to connect. A new session costs an IDENTIFY, and after 1,000
 * of them in a day Discord resets the token; its own count is looked at before each, so that not
 * even a process that dies again and again can use them up.
 */
final class Patience {
  /** Kept for the operator's own restarts. */
  static final int RESERVE = 100;

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration BETWEEN_IDENTIFIES = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private Patience() {}

  /**
   * @param failures tries in a row that did not lead to a connection that lasted
   * @param resumable whether a session can be taken up again
   * @param dice 0 to 1: spreads the tries of many
   */
  static Duration before(int failures, boolean resumable, double dice) {
    Duration wait =
        SHORTEST.multipliedBy(1L << Math.min(failures, 12)).compareTo(LONGEST) > 0
            ? LONGEST
            : SHORTEST.multipliedBy(1L << Math.min(failures, 12));
    if (resumable && failures == 0) {
      return Duration.ZERO;
    }
    if (!resumable && wait.compareTo(BETWEEN_IDENTIFIES) < 0) {
      wait = BETWEEN_IDENTIFIES;
    }
    return wait.plusMillis((long) (wait.toMillis() * dice / 4));
  }

  /** How long to wait for more IDENTIFYs; zero when there are enough. */
  static Duration until(GatewayAddress address) {
    return address.remaining() > RESERVE ? Duration.ZERO : address.resetAfter().plusSeconds(1);
  }

  /**
   * Between two IDENTIFYs of a bucket: Discord's five seconds and one more. When less than a
   * quarter of the day's are left, the rest of them is spread over the rest of the day.
   */
  static Duration between(GatewayAddress address) {
    var least = BETWEEN_IDENTIFIES.plusSeconds(1);
    if (address.remaining() > Math.max(address.total() / 4, RESERVE)) {
      return least;
    }
    var spread = address.resetAfter().dividedBy(Math.max(1, address.remaining() - RESERVE));
    return spread.compareTo(least) > 0 ? spread : least;
  }
}
