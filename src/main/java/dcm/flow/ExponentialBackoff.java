package dcm.flow;

import java.time.Duration;

/**
 * Delay that doubles with each further attempt.
 *
 * @param initial delay after the first attempt
 * @param max upper bound
 */
public record ExponentialBackoff(Duration initial, Duration max) {
  private static final int MAX_DOUBLINGS = 30;

  /**
   * @param attempt 1 for the first; smaller numbers count as 1
   */
  public Duration delay(int attempt) {
    var doubled = initial.multipliedBy(1L << Math.clamp(attempt - 1L, 0, MAX_DOUBLINGS));
    return doubled.compareTo(max) < 0 ? doubled : max;
  }
}
