package dcm.auth;

import java.io.Serial;

/** The table of signing keys cannot be read or written at the moment. */
public final class SigningKeysUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  SigningKeysUnavailableException(Throwable cause) {
    super("signing keys unavailable: " + cause.getMessage(), cause);
  }
}
