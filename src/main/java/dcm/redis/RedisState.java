package dcm.redis;

import java.time.Instant;

/** Whether Redis answers, for the health page. */
public sealed interface RedisState {
  record Available() implements RedisState {}

  /**
   * @param why the last failure, one line
   */
  record Unavailable(Instant since, String reason) implements RedisState {}
}
