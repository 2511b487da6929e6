package dcm.auth;

import java.io.Serial;
import java.time.Duration;

/** Thrown when Discord does not respond, sends an invalid response, or limits our rate. */
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

  /** The time to wait before the next attempt, from Discord or estimated. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
