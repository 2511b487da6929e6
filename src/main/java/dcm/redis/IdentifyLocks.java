package dcm.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.redisson.api.RScript;

/**
 * Locks that limit IDENTIFY. Discord allows one per bucket and five seconds over all processes
 * (docs: events/gateway, rate limiting). A lock is acquired before connecting and used at the
 * moment of sending IDENTIFY, so that a slow connection does not shorten the interval between two.
 * Every stage fails with {@link RedisUnavailableException} while Redis is unavailable: no process
 * may identify then.
 */
public final class IdentifyLocks {
  /**
   * The time from acquiring the lock to using it, for connecting. A process that dies meanwhile
   * blocks the others for so long.
   */
  private static final Duration LOCK_TTL = Duration.ofSeconds(15);

  private static final String ACQUIRE =
      """
      if redis.call('set', KEYS[1], ARGV[1], 'nx', 'px', ARGV[2]) then return 0 end
      if redis.call('get', KEYS[1]) == ARGV[1] then
        redis.call('pexpire', KEYS[1], ARGV[2])
        return 0
      end
      local left = math.max(1, redis.call('pttl', KEYS[1]))
      -- while another process connects, retry within a second
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
   * Acquires the lock; succeeds again for its holder.
   *
   * @param bucket {@code shard % max_concurrency}
   * @param holder unique name of the caller
   * @return zero when the lock is acquired, otherwise the time to wait before the next attempt
   */
  public CompletionStage<Duration> tryAcquire(int bucket, String holder) {
    return store
        .<Long>runScript(
            ACQUIRE, RScript.ReturnType.LONG, List.of(key(bucket)), holder, LOCK_TTL.toMillis())
        .thenApply(Duration::ofMillis);
  }

  /**
   * Uses the lock at the moment of sending IDENTIFY.
   *
   * @param interval time until the next IDENTIFY in this bucket
   * @return false when the lock expired: then IDENTIFY must not be sent
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
