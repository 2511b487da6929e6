package dcm.redis;

import java.time.Instant;

/** Whether Redis answers, for the health page. */
public sealed interface RedisState {
  record Here() implements RedisState {}

  /**
   * @param why the last failure, one line
   */
  record Away(Instant since, String why) implements RedisState {}
}
