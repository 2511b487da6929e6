package dcm.auth;

import java.io.Serial;

/**
 * Discord understood and said no: a code or token that is not good (any more), a guild that the
 * user is not in.
 */
final class OAuthRejectedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  OAuthRejectedException(int status) {
    super("rejected by Discord with status " + status);
    this.status = status;
  }

  /** 4xx. */
  int status() {
    return status;
  }
}
