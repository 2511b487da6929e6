package dcm.discord.gateway;

import dcm.discord.client.GatewayInfo;
import java.time.Duration;

/**
 * How long to wait before the next try to connect. A new session costs an IDENTIFY, and after 1,000
 * of them in a day Discord resets the token; its own count is looked at before each, so that not
 * even a process that dies again and again can use them up.
 */
final class ReconnectBackoff {
  /** Kept for the operator's own restarts. */
  static final int RESERVED_IDENTIFIES = 100;

  private static final Duration MIN_DELAY = Duration.ofSeconds(1);
  private static final Duration IDENTIFY_INTERVAL = Duration.ofSeconds(5);
  private static final Duration MAX_DELAY = Duration.ofMinutes(5);
  private static final Duration MIN_RESUME_DELAY = Duration.ofMillis(250);
  private static final Duration MAX_RESUME_DELAY = Duration.ofSeconds(5);

  private ReconnectBackoff() {}

  /**
   * Before a new session is begun.
   *
   * @param failures tries in a row that did not lead to a connection that lasted
   * @param dice 0 to 1: spreads the tries of many
   */
  static Duration beforeIdentify(int failures, double jitter) {
    var delay = exponential(MIN_DELAY, failures, MAX_DELAY);
    return withJitter(delay.compareTo(IDENTIFY_INTERVAL) < 0 ? IDENTIFY_INTERVAL : delay, jitter);
  }

  /**
   * Before a session is taken up again, which Discord does not count: people wait for answers
   * meanwhile, so it is a matter of seconds however often the connection breaks.
   *
   * @param breaks connections in a row that did not last
   * @param dice 0 to 1: spreads the tries of many
   */
  static Duration beforeResume(int disconnects, double jitter) {
    return disconnects == 0
        ? Duration.ZERO
        : withJitter(exponential(MIN_RESUME_DELAY, disconnects - 1, MAX_RESUME_DELAY), jitter);
  }

  private static Duration exponential(Duration first, int exponent, Duration max) {
    var delay = first.multipliedBy(1L << Math.min(exponent, 12));
    return delay.compareTo(max) > 0 ? max : delay;
  }

  private static Duration withJitter(Duration delay, double jitter) {
    return delay.plusMillis((long) (delay.toMillis() * jitter / 4));
  }

  /** How long to wait for more IDENTIFYs; zero when there are enough. */
  static Duration untilReset(GatewayInfo info) {
    return info.remainingIdentifies() > RESERVED_IDENTIFIES
        ? Duration.ZERO
        : info.resetAfter().plusSeconds(1);
  }

  /**
   * Between two IDENTIFYs of a bucket: Discord's five seconds and one more. When less than a
   * quarter of the day's are left, the rest of them is spread over the rest of the day.
   */
  static Duration betweenIdentifies(GatewayInfo info) {
    var min = IDENTIFY_INTERVAL.plusSeconds(1);
    if (info.remainingIdentifies() > Math.max(info.totalIdentifies() / 4, RESERVED_IDENTIFIES)) {
      return min;
    }
    var spread =
        info.resetAfter().dividedBy(Math.max(1, info.remainingIdentifies() - RESERVED_IDENTIFIES));
    return spread.compareTo(min) > 0 ? spread : min;
  }
}
