package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.wire.GatewayAddress;
import dcm.discord.wire.Rest;
import dcm.redis.GatewaySessions;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Finds out into how many shards the bot is divided: the operator's number or Discord's advice, and
 * of two nodes that heard different advice the first one's. A node that says another number than
 * the others would hear guilds twice, or not at all.
 */
final class Shards extends AbstractBehavior<Shards.Message> {
  /** Discord advises one per thousand guilds. */
  static final int MOST = 256;

  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** More often than what was agreed on is forgotten. */
  private static final Duration REMINDER = GatewaySessions.AGREED.dividedBy(4);

  sealed interface Message {}

  private enum Ask implements Message {
    NOW
  }

  private record Said(@Nullable Integer shards, @Nullable Throwable failure) implements Message {}

  /**
   * @param wanted by the operator; 0: as Discord advises
   * @param begin called once, with what all nodes agree on
   */
  static Behavior<Message> agree(
      int wanted, Rest rest, GatewaySessions sessions, IntConsumer begin) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          context.getSelf().tell(Ask.NOW);
          return new Shards(context, timers, wanted, rest, sessions, begin);
        }));
  }

  private final TimerScheduler<Message> timers;
  private final Rest rest;
  private final GatewaySessions sessions;
  private final IntConsumer begin;

  /** What we say; 0 while only Discord knows. */
  private int wanted;

  private boolean begun;

  private Shards(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      int wanted,
      Rest rest,
      GatewaySessions sessions,
      IntConsumer begin) {
    super(context);
    this.timers = timers;
    this.wanted = wanted;
    this.rest = rest;
    this.sessions = sessions;
    this.begin = begin;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Ask.NOW, this::onAsk)
        .onMessage(Said.class, this::onSaid)
        .build();
  }

  private Behavior<Message> onAsk() {
    CompletionStage<Integer> ours = wanted > 0 ? completedFuture(wanted) : advice();
    getContext().pipeToSelf(ours.thenCompose(sessions::agree), Said::new);
    return this;
  }

  private CompletionStage<Integer> advice() {
    return rest.gateway().thenApply(GatewayAddress::shards).thenApply(n -> Math.min(n, MOST));
  }

  private Behavior<Message> onSaid(Said said) {
    if (said.shards() == null) {
      if (!begun) {
        getContext().getLog().warn("The number of Discord shards is not known: {}", said.failure());
      }
      timers.startSingleTimer(Ask.NOW, PAUSE);
      return this;
    }
    if (wanted > 0 && wanted != said.shards()) {
      getContext()
          .getLog()
          .error(
              "The nodes that run hold {} Discord shards, not {}: stop all of them to change it",
              said.shards(),
              wanted);
    }
    wanted = said.shards();
    if (!begun) {
      begun = true;
      begin.accept(wanted);
    }
    timers.startSingleTimer(Ask.NOW, REMINDER);
    return this;
  }
}
