package dcm.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScript;

/**
 * The gateway's sessions, one per shard, for the process that comes next: it resumes instead of
 * spending one of the day's logins. Discord itself keeps a session for a few minutes only.
 *
 * <p>Who came last owns a shard. One that was stopped for a while and goes on later learns here
 * that it no longer does, and must let go. Every stage fails with {@link RedisAway} while Redis is
 * away.
 */
public final class GatewaySessions {
  public static final Duration LIFE = Duration.ofMinutes(10);

  /** Forgotten soon after all have gone, so that the next ones may say another number. */
  public static final Duration AGREED = Duration.ofMinutes(1);

  /** Longer than any outage after which the owner still is who it was. */
  private static final Duration OWNED = Duration.ofHours(24);

  private static final String CLAIM =
      """
      redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
      return redis.call('get', KEYS[2])
      """;

  /** A Redis that forgot everything makes nobody a stranger. */
  private static final String RENEW =
      """
      local owner = redis.call('get', KEYS[1])
      if owner and owner ~= ARGV[1] then return 0 end
      redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
      if KEYS[2] then redis.call('set', KEYS[2], ARGV[3], 'px', ARGV[4]) end
      return 1
      """;

  private static final String AGREE =
      """
      local said = redis.call('get', KEYS[1]) or ARGV[1]
      redis.call('set', KEYS[1], said, 'px', ARGV[2])
      return said
      """;

  private final Shelf<GatewaySession> shelf;

  public GatewaySessions(Redis redis) {
    this.shelf = new Shelf<>(redis, GatewaySession.class);
  }

  /**
   * Makes {@code owner} the shard's, whoever was before.
   *
   * @return the session that may still be resumed; null when there is none
   */
  public CompletionStage<@Nullable GatewaySession> claim(int shard, String owner) {
    return shelf
        .<@Nullable String>script(
            CLAIM,
            RScript.ReturnType.VALUE,
            List.of(owner(shard), session(shard)),
            owner,
            OWNED.toMillis())
        .thenApply(shelf::read);
  }

  /** False when another one claimed the shard meanwhile. */
  public CompletionStage<Boolean> isStill(int shard, String owner) {
    return shelf
        .<Long>script(
            RENEW, RScript.ReturnType.LONG, List.of(owner(shard)), owner, OWNED.toMillis())
        .thenApply(ours -> ours == 1);
  }

  /** As {@link #isStill}; only then the session is kept. */
  public CompletionStage<Boolean> keep(int shard, String owner, GatewaySession session) {
    return shelf
        .<Long>script(
            RENEW,
            RScript.ReturnType.LONG,
            List.of(owner(shard), session(shard)),
            owner,
            OWNED.toMillis(),
            shelf.write(session),
            LIFE.toMillis())
        .thenApply(ours -> ours == 1);
  }

  /**
   * How many shards there are: what the first one said, for as long as somebody keeps asking within
   * {@link #AGREED}.
   */
  public CompletionStage<Integer> agree(int shards) {
    return shelf
        .<String>script(
            AGREE,
            RScript.ReturnType.VALUE,
            List.of("discord:shards"),
            Integer.toString(shards),
            AGREED.toMillis())
        .thenApply(Integer::valueOf);
  }

  private static String session(int shard) {
    return "discord:session:" + shard;
  }

  private static String owner(int shard) {
    return "discord:owner:" + shard;
  }
}
