package dcm.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The results of all policies that were checked for a request, in order; a refusal is the last. */
public record RateLimitDecision(List<PolicyResult> results) {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  public RateLimitDecision {
    results = List.copyOf(results);
  }

  /**
   * The result of one policy.
   *
   * @param policy {@code ip}, {@code member} or {@code guild}
   * @param rate the policy's quota
   * @param remaining requests left now, as far as this node knows
   * @param resetAfter time until the whole quota is available again
   * @param retryAfter time until one request is available again; zero when allowed
   */
  public record PolicyResult(
      String policy,
      RateLimiter.Rate rate,
      long remaining,
      Duration resetAfter,
      boolean allowed,
      Duration retryAfter) {}

  public boolean allowed() {
    return results.isEmpty() || results.getLast().allowed();
  }

  /** The time to wait before the next attempt; zero when allowed. */
  public Duration retryAfter() {
    return allowed() ? Duration.ZERO : results.getLast().retryAfter();
  }

  /** The combination of two checks of one request. */
  public RateLimitDecision combinedWith(RateLimitDecision other) {
    if (results.isEmpty()) {
      return other;
    }
    var both = new ArrayList<>(results);
    both.addAll(other.results);
    return new RateLimitDecision(both);
  }

  /** The value of {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-11, section 3). */
  public String policyHeader() {
    var text = new StringBuilder(64);
    for (var result : results) {
      appendName(text, result)
          .append(";q=")
          .append(result.rate().requests())
          .append(";w=")
          .append(result.rate().window().toSeconds());
    }
    return text.toString();
  }

  /** The value of {@code RateLimit} (the same draft, section 4). */
  public String limitHeader() {
    var text = new StringBuilder(64);
    for (var result : results) {
      appendName(text, result)
          .append(";r=")
          .append(result.remaining())
          .append(";t=")
          .append(seconds(result.resetAfter()));
    }
    return text.toString();
  }

  private static StringBuilder appendName(StringBuilder text, PolicyResult result) {
    return text.append(text.isEmpty() ? "\"" : ", \"").append(result.policy()).append('"');
  }

  /** The value of {@code Retry-After}: whole seconds, at least one. */
  public long retryAfterSeconds() {
    return Math.max(1, seconds(retryAfter()));
  }

  /** Rounds up, so that a client that waits so long is not refused because of a fraction. */
  private static long seconds(Duration duration) {
    return duration.plusNanos(NANOS_PER_SECOND - 1).toSeconds();
  }
}
