package dcm.redis;

import java.io.Serial;

/** Redis does not answer now; what was asked of it did not, or may not have, happened. */
public final class RedisUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  RedisUnavailableException(String reason) {
    super(reason);
  }

  RedisUnavailableException(Throwable cause) {
    super("Redis unavailable: " + cause.getMessage(), cause);
  }
}
