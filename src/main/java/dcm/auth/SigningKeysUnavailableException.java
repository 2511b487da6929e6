package dcm.auth;

import java.io.Serial;

/** Thrown while the table of signing keys cannot be read or written. */
public final class SigningKeysUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  SigningKeysUnavailableException(Throwable cause) {
    super("signing keys unavailable: " + cause.getMessage(), cause);
  }
}
