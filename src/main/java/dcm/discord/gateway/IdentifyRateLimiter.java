package dcm.discord.gateway;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.AsyncFailures;
import dcm.discord.client.DiscordRest;
import dcm.discord.client.GatewayConnection;
import dcm.discord.client.GatewayInfo;
import dcm.discord.client.ShardId;
import dcm.redis.IdentifyLocks;
import dcm.redis.RedisUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Permits to send IDENTIFY: limited by Discord's daily quota, and by a lock on the shard's
 * rate-limit bucket that all nodes share.
 */
public final class IdentifyRateLimiter {
  private static final Duration REDIS_RETRY_DELAY = Duration.ofSeconds(5);

  private final DiscordRest rest;
  private final IdentifyLocks identifyLocks;

  /** The number of rate-limit buckets; 0 until Discord was asked. */
  private volatile int concurrency;

  public IdentifyRateLimiter(DiscordRest rest, IdentifyLocks identifyLocks) {
    this.rest = rest;
    this.identifyLocks = identifyLocks;
  }

  sealed interface Decision {
    /** Expires after some seconds without use. */
    record Granted(GatewayConnection.Login.Identify login) implements Decision {}

    record Delayed(Duration delay, String reason) implements Decision {}
  }

  /**
   * Fails as {@link DiscordRest} does.
   *
   * @param holder a name that no other actor uses
   */
  CompletionStage<Decision> acquire(ShardId shard, String holder) {
    // a waiting shard asks Redis only; Discord's quota is read by the holder of the lock
    int knownConcurrency = concurrency;
    return knownConcurrency == 0
        ? rest.gateway()
            .thenCompose(info -> tryAcquire(shard.id() % rememberConcurrency(info), holder))
        : tryAcquire(shard.id() % knownConcurrency, holder);
  }

  private int rememberConcurrency(GatewayInfo info) {
    concurrency = info.maxConcurrency();
    return concurrency;
  }

  private CompletionStage<Decision> tryAcquire(int bucket, String holder) {
    return identifyLocks
        .tryAcquire(bucket, holder)
        .thenCompose(wait ->
            wait.isZero()
                ? rest.gateway().thenApply(info -> grant(bucket, holder, info))
                : completedFuture(new Decision.Delayed(wait, "Another shard is logging in")))
        .exceptionally(failure -> {
          var cause = AsyncFailures.cause(failure);
          if (cause instanceof RedisUnavailableException) {
            return new Decision.Delayed(
                REDIS_RETRY_DELAY,
                "Redis unavailable: no IDENTIFY is sent while logins cannot be counted");
          }
          throw new CompletionException(cause);
        });
  }

  private Decision grant(int bucket, String holder, GatewayInfo info) {
    rememberConcurrency(info);
    var untilReset = ReconnectBackoff.untilReset(info);
    if (!untilReset.isZero()) {
      return new Decision.Delayed(
          untilReset,
          "Only %d logins are left before Discord resets the bot's token"
              .formatted(info.remainingIdentifies()));
    }
    var delay = ReconnectBackoff.betweenIdentifies(info);
    return new Decision.Granted(
        new GatewayConnection.Login.Identify(
            info.url(), () -> identifyLocks.use(bucket, holder, delay)));
  }
}
