package dcm.discord.gateway;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.DiscordRest;
import dcm.discord.client.GatewayInfo;
import dcm.redis.GatewaySessionStore;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Agreement of all nodes on the number of Discord shards: the operator's number, otherwise
 * Discord's recommendation; when nodes propose different numbers, the first one counts. A node with
 * another number than the others would receive guilds twice or not at all.
 */
public final class ShardCountAgreement
    extends AbstractMatchingBehavior<ShardCountAgreement.Message> {
  /** Discord recommends one per thousand guilds. */
  public static final int MAX_SHARDS = 256;

  private static final Duration RETRY_DELAY = Duration.ofSeconds(5);

  /** Shorter than the agreement's time to live in Redis. */
  private static final Duration RENEWAL_INTERVAL = GatewaySessionStore.SHARD_COUNT_TTL.dividedBy(4);

  sealed interface Message {}

  private enum RequestAgreement implements Message {
    NOW
  }

  private record Agreed(@Nullable Integer shards, @Nullable Throwable failure) implements Message {}

  /**
   * @param shardCount the operator's number; 0 for Discord's recommendation
   * @param listener called once, with the number that all nodes agree on
   */
  public static Behavior<Message> create(
      int shardCount, DiscordRest rest, GatewaySessionStore sessions, IntConsumer listener) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          context.getSelf().tell(RequestAgreement.NOW);
          return new ShardCountAgreement(context, timers, shardCount, rest, sessions, listener);
        }));
  }

  private final TimerScheduler<Message> timers;
  private final DiscordRest rest;
  private final GatewaySessionStore sessions;
  private final IntConsumer listener;

  /** The number that this node proposes; 0 while only Discord knows it. */
  private int shardCount;

  private boolean notified;

  private ShardCountAgreement(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      int shardCount,
      DiscordRest rest,
      GatewaySessionStore sessions,
      IntConsumer listener) {
    super(context);
    this.timers = timers;
    this.shardCount = shardCount;
    this.rest = rest;
    this.sessions = sessions;
    this.listener = listener;
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    return switch (message) {
      case RequestAgreement.NOW -> onRequestAgreement();
      case Agreed agreed -> onAgreed(agreed);
    };
  }

  private Behavior<Message> onRequestAgreement() {
    CompletionStage<Integer> proposed =
        shardCount > 0 ? completedFuture(shardCount) : recommended();
    getContext().pipeToSelf(proposed.thenCompose(sessions::agreeOnShardCount), Agreed::new);
    return this;
  }

  private CompletionStage<Integer> recommended() {
    return rest.gateway()
        .thenApply(GatewayInfo::recommendedShards)
        .thenApply(n -> Math.min(n, MAX_SHARDS));
  }

  private Behavior<Message> onAgreed(Agreed agreed) {
    if (agreed.shards() == null) {
      if (!notified) {
        getContext()
            .getLog()
            .warn("Number of Discord shards could not be determined: {}", agreed.failure());
      }
      timers.startSingleTimer(RequestAgreement.NOW, RETRY_DELAY);
      return this;
    }
    if (shardCount > 0 && shardCount != agreed.shards()) {
      getContext()
          .getLog()
          .error(
              "Running nodes use {} Discord shards, not {}: stop all nodes to change the number",
              agreed.shards(),
              shardCount);
    }
    shardCount = agreed.shards();
    if (!notified) {
      notified = true;
      listener.accept(shardCount);
    }
    timers.startSingleTimer(RequestAgreement.NOW, RENEWAL_INTERVAL);
    return this;
  }
}
