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
    return rest.gateway().thenCompose(address -> ask(shard, holder, address));
  }

  private CompletionStage<Turn> ask(Shard shard, String holder, GatewayAddress address) {
    var exhausted = Patience.until(address);
    if (!exhausted.isZero()) {
      return completedFuture(
          new Turn.NotYet(
              exhausted,
              "Only %d logins are left before Discord resets the bot's token"
                  .formatted(address.remaining())));
    }
    int bucket = shard.id() % address.concurrency();
    var pause = Patience.between(address);
    return logins
        .take(bucket, holder)
        .<Turn>thenApply(wait ->
            wait.isZero()
                ? new Turn.Granted(
                    new Entry.Begin(address.url(), () -> logins.spend(bucket, holder, pause)))
                : new Turn.NotYet(wait, "Another shard is logging in"))
        .exceptionally(failure -> {
          var cause = failure instanceof CompletionException ? failure.getCause() : failure;
          if (cause instanceof RedisAway) {
            return new Turn.NotYet(
                UNTIL_REDIS, "Redis is away, and nobody counts logins to Discord: none until then");
          }
          throw new CompletionException(cause);
        });
  }
}
