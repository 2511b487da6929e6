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
 * that it no longer does, and must let go. Every stage fails with {@link RedisUnavailableException}
 * while Redis is away.
 */
public final class GatewaySessionStore {
  public static final Duration SESSION_TTL = Duration.ofMinutes(10);

  /** Forgotten soon after all have gone, so that the next ones may say another number. */
  public static final Duration SHARD_COUNT_TTL = Duration.ofMinutes(1);

  /** Longer than any outage after which the owner still is who it was. */
  private static final Duration OWNER_TTL = Duration.ofHours(24);

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

  private final JsonStore<StoredSession> store;

  public GatewaySessionStore(RedisClient redis) {
    this.store = new JsonStore<>(redis, StoredSession.class);
  }

  /**
   * Makes {@code owner} the shard's, whoever was before.
   *
   * @return the session that may still be resumed; null when there is none
   */
  public CompletionStage<@Nullable StoredSession> claim(int shard, String owner) {
    return store
        .<@Nullable String>runScript(
            CLAIM,
            RScript.ReturnType.VALUE,
            List.of(ownerKey(shard), sessionKey(shard)),
            owner,
            OWNER_TTL.toMillis())
        .thenApply(store::read);
  }

  /** False when another one claimed the shard meanwhile. */
  public CompletionStage<Boolean> isOwner(int shard, String owner) {
    return store
        .<Long>runScript(
            RENEW, RScript.ReturnType.LONG, List.of(ownerKey(shard)), owner, OWNER_TTL.toMillis())
        .thenApply(owned -> owned == 1);
  }

  /** As {@link #isOwner}; only then the session is kept. */
  public CompletionStage<Boolean> save(int shard, String owner, StoredSession session) {
    return store
        .<Long>runScript(
            RENEW,
            RScript.ReturnType.LONG,
            List.of(ownerKey(shard), sessionKey(shard)),
            owner,
            OWNER_TTL.toMillis(),
            store.write(session),
            SESSION_TTL.toMillis())
        .thenApply(owned -> owned == 1);
  }

  /**
   * How many shards there are: what the first one said, for as long as somebody keeps asking within
   * {@link #SHARD_COUNT_TTL}.
   */
  public CompletionStage<Integer> agreeOnShardCount(int shards) {
    return store
        .<String>runScript(
            AGREE,
            RScript.ReturnType.VALUE,
            List.of("discord:shards"),
            Integer.toString(shards),
            SHARD_COUNT_TTL.toMillis())
        .thenApply(Integer::valueOf);
  }

  private static String sessionKey(int shard) {
    return "discord:session:" + shard;
  }

  private static String ownerKey(int shard) {
    return "discord:owner:" + shard;
  }

  /**
   * A session of Discord's gateway, as another process may take it up again.
   *
   * @param shards into how many shards the bot was divided when it began
   * @param sequence the last event that arrived
   * @param resumeUrl where Discord wants it resumed
   * @param members whether it was begun with the members intent
   * @param application the bot's application, a snowflake
   * @param user the bot's own user, a snowflake
   */
  public record StoredSession(
      String id,
      int shardCount,
      int sequence,
      String resumeUrl,
      boolean membersIntent,
      long applicationId,
      long userId) {}
}
