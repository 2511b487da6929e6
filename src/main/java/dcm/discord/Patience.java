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
  private static final Duration FIRST_RESUME = Duration.ofMillis(250);
  private static final Duration MAX_RESUME = Duration.ofSeconds(5);

  private Patience() {}

  /**
   * Before a new session is begun.
   *
   * @param failures tries in a row that did not lead to a connection that lasted
   * @param dice 0 to 1: spreads the tries of many
   */
  static Duration beforeLogin(int failures, double dice) {
    var wait = doubled(SHORTEST, failures, LONGEST);
    return spread(wait.compareTo(BETWEEN_IDENTIFIES) < 0 ? BETWEEN_IDENTIFIES : wait, dice);
  }

  /**
   * Before a session is taken up again, which Discord does not count: people wait for answers
   * meanwhile, so it is a matter of seconds however often the connection breaks.
   *
   * @param breaks connections in a row that did not last
   * @param dice 0 to 1: spreads the tries of many
   */
  static Duration beforeResume(int breaks, double dice) {
    return breaks == 0
        ? Duration.ZERO
        : spread(doubled(FIRST_RESUME, breaks - 1, MAX_RESUME), dice);
  }

  private static Duration doubled(Duration first, int times, Duration most) {
    var wait = first.multipliedBy(1L << Math.min(times, 12));
    return wait.compareTo(most) > 0 ? most : wait;
  }

  private static Duration spread(Duration wait, double dice) {
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
