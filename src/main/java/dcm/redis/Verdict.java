package dcm.redis;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What all policies said that a request met, in the order it met them; the first that refused is
 * the last.
 */
public record Verdict(List<Limit> limits) {
  public Verdict {
    limits = List.copyOf(limits);
  }

  public boolean allowed() {
    return limits.stream().allMatch(Limit::allowed);
  }

  /** How long to wait before the next try; zero when allowed. */
  public Duration retryAfter() {
    return limits.stream().map(Limit::retryAfter).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /** This and then that, for a request that is judged twice on its way. */
  public Verdict and(Verdict later) {
    return new Verdict(Stream.concat(limits.stream(), later.limits.stream()).toList());
  }

  /** The value of {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-11, section 3). */
  public String policyHeader() {
    return limits.stream()
        .map(l ->
            "\"%s\";q=%d;w=%d"
                .formatted(l.policy(), l.rate().requests(), l.rate().window().toSeconds()))
        .collect(joining(", "));
  }

  /** The value of {@code RateLimit} (the same draft, section 4). */
  public String limitHeader() {
    return limits.stream()
        .map(l -> "\"%s\";r=%d;t=%d".formatted(l.policy(), l.remaining(), seconds(l.resetAfter())))
        .collect(joining(", "));
  }

  /** The value of {@code Retry-After}: whole seconds, at least one. */
  public long retryAfterSeconds() {
    return Math.max(1, seconds(retryAfter()));
  }

  /** Rounded up: a client that waits so long is not refused for a fraction. */
  private static long seconds(Duration duration) {
    return duration.plusNanos(999_999_999).toSeconds();
  }
}
