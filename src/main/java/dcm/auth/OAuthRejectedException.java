package dcm.auth;

import java.io.Serial;

/**
 * Thrown when Discord rejects a request with 4xx: the code or token is not valid, or the user is
 * not in the guild.
 */
final class OAuthRejectedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  OAuthRejectedException(int status) {
    super("rejected by Discord with status " + status);
    this.status = status;
  }

  /** The response's status, 400 to 499. */
  int status() {
    return status;
  }
}
