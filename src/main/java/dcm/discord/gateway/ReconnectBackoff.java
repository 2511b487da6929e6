package dcm.discord.gateway;

import dcm.discord.client.GatewayInfo;
import dcm.flow.ExponentialBackoff;
import java.time.Duration;

/**
 * Delays before the next attempt to connect. A new session costs an IDENTIFY, and Discord resets
 * the token after 1,000 of them in a day. Discord's own count is checked before each, so that a
 * process in a crash loop cannot use them up.
 */
final class ReconnectBackoff {
  /** Identifies kept for restarts by the operator. */
  static final int RESERVED_IDENTIFIES = 100;

  private static final Duration IDENTIFY_INTERVAL = Duration.ofSeconds(5);
  private static final ExponentialBackoff IDENTIFY =
      new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofMinutes(5));
  private static final ExponentialBackoff RESUME =
      new ExponentialBackoff(Duration.ofMillis(250), Duration.ofSeconds(5));

  private ReconnectBackoff() {}

  /**
   * The delay before a new session.
   *
   * @param failures attempts in a row that led to no stable connection
   * @param jitter 0 to 1: spreads the attempts of many shards
   */
  static Duration beforeIdentify(int failures, double jitter) {
    var delay = IDENTIFY.delay(failures + 1);
    return withJitter(delay.compareTo(IDENTIFY_INTERVAL) < 0 ? IDENTIFY_INTERVAL : delay, jitter);
  }

  /**
   * The delay before a session is resumed. Discord does not limit it and users wait meanwhile, so
   * it is at most 6.25 s however often the connection breaks.
   *
   * @param disconnects connections in a row that were not stable
   * @param jitter 0 to 1: spreads the attempts of many shards
   */
  static Duration beforeResume(int disconnects, double jitter) {
    return disconnects == 0 ? Duration.ZERO : withJitter(RESUME.delay(disconnects), jitter);
  }

  private static Duration withJitter(Duration delay, double jitter) {
    return delay.plusMillis((long) (delay.toMillis() * jitter / 4));
  }

  /** The time until Discord's quota is reset; zero while enough identifies are left. */
  static Duration untilReset(GatewayInfo info) {
    return info.remainingIdentifies() > RESERVED_IDENTIFIES
        ? Duration.ZERO
        : info.resetAfter().plusSeconds(1);
  }

  /**
   * The interval between two IDENTIFYs of a bucket: Discord's 5 s and 1 s more. When less than a
   * quarter of the daily quota is left, the rest is spread over the rest of the day.
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
