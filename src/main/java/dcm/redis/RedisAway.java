package dcm.redis;

import java.io.Serial;

/** Redis does not answer now; what was asked of it did not, or may not have, happened. */
public final class RedisAway extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  RedisAway(String why) {
    super(why);
  }

  RedisAway(Throwable cause) {
    super("Redis does not answer: " + cause.getMessage(), cause);
  }
}
