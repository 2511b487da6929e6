package dcm.redis;

import java.time.Instant;

/** The availability of Redis, for the health page. */
public sealed interface RedisState {
  record Available() implements RedisState {}

  /**
   * @param reason the last failure, one line
   */
  record Unavailable(Instant since, String reason) implements RedisState {}
}
