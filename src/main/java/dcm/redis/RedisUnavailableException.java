package dcm.redis;

import java.io.Serial;

/** Thrown when Redis does not answer; the command was not executed, or its outcome is unknown. */
public final class RedisUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  RedisUnavailableException(String reason) {
    super(reason);
  }

  RedisUnavailableException(Throwable cause) {
    super("Redis unavailable: " + cause.getMessage(), cause);
  }
}
