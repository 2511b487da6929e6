package dcm.auth;

import java.io.Serial;
import java.time.Duration;

/** Discord does not answer, answers nonsense, or asks us to come back later. */
public final class OAuthUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  OAuthUnavailableException(String reason, Duration retryAfter) {
    super(reason);
    this.retryAfter = retryAfter;
  }

  OAuthUnavailableException(Throwable cause) {
    super("Discord unavailable: " + cause.getMessage(), cause);
    this.retryAfter = Duration.ofSeconds(5);
  }

  /** When to try again, as Discord says or as we guess. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
