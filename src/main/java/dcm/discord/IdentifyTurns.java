package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.wire.Entry;
import dcm.discord.wire.GatewayAddress;
import dcm.discord.wire.Rest;
import dcm.discord.wire.Shard;
import dcm.redis.GatewayLogins;
import dcm.redis.RedisAway;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Leave to say IDENTIFY: first Discord's own count of the day, then the turn of this shard's bucket
 * among all nodes.
 */
final class IdentifyTurns {
  private static final Duration UNTIL_REDIS = Duration.ofSeconds(5);

  private final Rest rest;
  private final GatewayLogins logins;

  /** In how many buckets the shards are divided; 0: Discord was not asked yet. */
  private volatile int concurrency;

  IdentifyTurns(Rest rest, GatewayLogins logins) {
    this.rest = rest;
    this.logins = logins;
  }

  sealed interface Turn {
    /** To be used soon: the turn is held for some seconds only. */
    record Granted(Entry.Begin entry) implements Turn {}

    record NotYet(Duration pause, String why) implements Turn {}
  }

  /**
   * Fails as {@link Rest} does.
   *
   * @param holder nobody else's name
   */
  CompletionStage<Turn> ask(Shard shard, String holder) {
    // who waits asks Redis alone; Discord's count is looked at by whose turn it is
    int known = concurrency;
    return known == 0
        ? rest.gateway().thenCompose(address -> take(shard.id() % noted(address), holder))
        : take(shard.id() % known, holder);
  }

  private int noted(GatewayAddress address) {
    concurrency = address.concurrency();
    return concurrency;
  }

  private CompletionStage<Turn> take(int bucket, String holder) {
    return logins
        .take(bucket, holder)
        .thenCompose(wait ->
            wait.isZero()
                ? rest.gateway().thenApply(address -> granted(bucket, holder, address))
                : completedFuture(new Turn.NotYet(wait, "Another shard is logging in")))
        .exceptionally(failure -> {
          var cause = failure instanceof CompletionException ? failure.getCause() : failure;
          if (cause instanceof RedisAway) {
            return new Turn.NotYet(
                UNTIL_REDIS, "Redis is away, and nobody counts logins to Discord: none until then");
          }
          throw new CompletionException(cause);
        });
  }

  private Turn granted(int bucket, String holder, GatewayAddress address) {
    noted(address);
    var exhausted = Patience.until(address);
    if (!exhausted.isZero()) {
      return new Turn.NotYet(
          exhausted,
          "Only %d logins are left before Discord resets the bot's token"
              .formatted(address.remaining()));
    }
    var pause = Patience.between(address);
    return new Turn.Granted(
        new Entry.Begin(address.url(), () -> logins.spend(bucket, holder, pause)));
  }
}
