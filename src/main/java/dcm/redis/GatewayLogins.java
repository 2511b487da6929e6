package dcm.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;

/**
 * Whose turn it is to say IDENTIFY. Discord allows one per bucket and five seconds, whichever
 * process says it (docs: events/gateway, rate limiting). A turn is taken before connecting and
 * spent at the very moment of saying it, so that a slow connection does not move two closer
 * together. Every stage fails with {@link RedisAway} while Redis is away: then nobody may.
 */
public final class GatewayLogins {
  /** From taking the turn to spending it: time to connect. Whoever dies in it holds up the rest. */
  private static final Duration HELD = Duration.ofSeconds(15);

  private static final String TAKE =
      """
      if redis.call('set', KEYS[1], ARGV[1], 'nx', 'px', ARGV[2]) then return 0 end
      if redis.call('get', KEYS[1]) == ARGV[1] then
        redis.call('pexpire', KEYS[1], ARGV[2])
        return 0
      end
      local left = math.max(1, redis.call('pttl', KEYS[1]))
      -- while another one connects, it is worth looking again soon
      return redis.call('get', KEYS[1]) == 'spent' and left or math.min(left, 1000)
      """;

  private static final String SPEND =
      """
      if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
      redis.call('set', KEYS[1], 'spent', 'px', ARGV[2])
      return 1
      """;

  private final Shelf<String> shelf;

  public GatewayLogins(Redis redis) {
    this.shelf = new Shelf<>(redis, String.class);
  }

  /**
   * Takes the turn; who has it already has it again.
   *
   * @param bucket {@code shard % max_concurrency}
   * @param holder nobody else's name
   * @return zero when it is taken, else how long to wait before asking again
   */
  public CompletionStage<Duration> take(int bucket, String holder) {
    return shelf
        .<Long>script(TAKE, RScript.ReturnType.LONG, List.of(key(bucket)), holder, HELD.toMillis())
        .thenApply(Duration::ofMillis);
  }

  /**
   * To be asked at the moment of saying IDENTIFY.
   *
   * @param pause until the next one in this bucket may
   * @return false when the turn was held too long and is lost: then nothing may be said
   */
  public CompletionStage<Boolean> spend(int bucket, String holder, Duration pause) {
    return shelf
        .<Long>script(
            SPEND, RScript.ReturnType.LONG, List.of(key(bucket)), holder, pause.toMillis())
        .thenApply(spent -> spent == 1);
  }

  private static String key(int bucket) {
    return "discord:login:" + bucket;
  }
}
