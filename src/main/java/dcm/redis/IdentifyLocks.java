package dcm.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;

/**
 * Whose turn it is to say IDENTIFY. Discord allows one per bucket and five seconds, whichever
 * process says it (docs: events/gateway, rate limiting). A turn is taken before connecting and
 * spent at the very moment of saying it, so that a slow connection does not move two closer
 * together. Every stage fails with {@link RedisUnavailableException} while Redis is away: then
 * nobody may.
 */
public final class IdentifyLocks {
  /** From taking the turn to spending it: time to connect. Whoever dies in it holds up the rest. */
  private static final Duration LOCK_TTL = Duration.ofSeconds(15);

  private static final String ACQUIRE =
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

  private static final String USE =
      """
      if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
      redis.call('set', KEYS[1], 'spent', 'px', ARGV[2])
      return 1
      """;

  private final JsonStore<String> store;

  public IdentifyLocks(RedisClient redis) {
    this.store = new JsonStore<>(redis, String.class);
  }

  /**
   * Takes the turn; who has it already has it again.
   *
   * @param bucket {@code shard % max_concurrency}
   * @param holder nobody else's name
   * @return zero when it is taken, else how long to wait before asking again
   */
  public CompletionStage<Duration> tryAcquire(int bucket, String holder) {
    return store
        .<Long>runScript(
            ACQUIRE, RScript.ReturnType.LONG, List.of(key(bucket)), holder, LOCK_TTL.toMillis())
        .thenApply(Duration::ofMillis);
  }

  /**
   * To be asked at the moment of saying IDENTIFY.
   *
   * @param pause until the next one in this bucket may
   * @return false when the turn was held too long and is lost: then nothing may be said
   */
  public CompletionStage<Boolean> use(int bucket, String holder, Duration interval) {
    return store
        .<Long>runScript(
            USE, RScript.ReturnType.LONG, List.of(key(bucket)), holder, interval.toMillis())
        .thenApply(used -> used == 1);
  }

  private static String key(int bucket) {
    return "discord:login:" + bucket;
  }
}
