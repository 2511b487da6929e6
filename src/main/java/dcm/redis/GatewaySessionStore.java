package dcm.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScript;

/**
 * Gateway sessions, one per shard, so that the next process resumes the session instead of using
 * one of the day's logins. Discord itself keeps a session for a few minutes.
 *
 * <p>The last process that claimed a shard owns it. A process that was paused meanwhile learns here
 * that it is no longer the owner, and must disconnect. Every stage fails with {@link
 * RedisUnavailableException} while Redis is unavailable.
 */
public final class GatewaySessionStore {
  public static final Duration SESSION_TTL = Duration.ofMinutes(10);

  /** Expires soon after all nodes stopped, so that the next ones may agree on another number. */
  public static final Duration SHARD_COUNT_TTL = Duration.ofMinutes(1);

  /** Longer than any outage that an owner survives. */
  private static final Duration OWNER_TTL = Duration.ofHours(24);

  private static final String SESSION_PREFIX = "discord:session:";

  private static final String CLAIM =
      """
      redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
      return redis.call('get', KEYS[2])
      """;

  /** An owner that Redis lost is registered again. */
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
      local agreed = redis.call('get', KEYS[1]) or ARGV[1]
      redis.call('set', KEYS[1], agreed, 'px', ARGV[2])
      return agreed
      """;

  private final RedisClient redis;
  private final JsonStore<StoredSession> store;

  public GatewaySessionStore(RedisClient redis) {
    this.redis = redis;
    this.store = new JsonStore<>(redis, StoredSession.class);
  }

  /**
   * Makes {@code owner} the owner of the shard, replacing any previous owner.
   *
   * @return the session that may be resumed; null: none
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

  /** Discards the sessions of all shards, for a Discord that has forgotten them. */
  public CompletionStage<Void> discardAll() {
    return redis
        .call(client -> client.getKeys().deleteByPatternAsync(SESSION_PREFIX + "*"))
        .thenAccept(_ -> {});
  }

  /** Renews the ownership; false when another process claimed the shard meanwhile. */
  public CompletionStage<Boolean> isOwner(int shard, String owner) {
    return store
        .<Long>runScript(
            RENEW, RScript.ReturnType.LONG, List.of(ownerKey(shard)), owner, OWNER_TTL.toMillis())
        .thenApply(owned -> owned == 1);
  }

  /** Like {@link #isOwner}; saves the session if it is still the owner. */
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
   * Agrees on the number of shards: the first proposal is kept as long as nodes keep asking within
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
    return SESSION_PREFIX + shard;
  }

  private static String ownerKey(int shard) {
    return "discord:owner:" + shard;
  }

  /**
   * A session of Discord's gateway, with what another process needs to resume it.
   *
   * @param shardCount the number of shards when the session started
   * @param sequence sequence number of the last received event
   * @param resumeUrl the URL for resuming it
   * @param membersIntent whether it has the members intent
   * @param applicationId snowflake of the bot's application
   * @param userId snowflake of the bot's own user
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
