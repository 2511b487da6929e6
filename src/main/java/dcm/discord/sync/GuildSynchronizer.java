package dcm.discord.sync;

import dcm.discord.client.GatewayEvent;
import dcm.discord.gateway.ShardStatus;
import dcm.discord.interaction.GuildBusyException;
import dcm.discord.interaction.GuildDegradedException;
import dcm.entity.Guilds;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Tells the guilds what the gateway says of them. A few guilds at a time, in each one thing after
 * the other; what was told before and what a newer piece of news overtook is not told. A guild that
 * cannot be reached hears it again a little later.
 */
public final class GuildSynchronizer extends AbstractBehavior<GuildSynchronizer.Message> {
  private static final int MAX_CONCURRENT_GUILDS = 8;
  private static final Duration RETRY_DELAY = Duration.ofSeconds(2);

  public sealed interface Message {}

  /**
   * @param self the bot's own user, which is no member to the guild
   */
  public record EventReceived(GuildId guild, GatewayEvent event, MemberId botUser)
      implements Message {}

  private record CommandCompleted(
      GuildId guild, ObservationQueue.Entry entry, @Nullable Throwable failure)
      implements Message {}

  private record Retry(GuildId guild) implements Message {}

  /** Somebody uses the guild: it is told before others that wait. */
  public record Prioritize(GuildId guild) implements Message {}

  private final Function<CommandEnvelope, CompletionStage<GuildReply>> guilds;
  private final Clock clock;
  private final ShardStatus status;
  private final TimerScheduler<Message> timers;
  private final Map<GuildId, ObservationQueue> queues = new HashMap<>();

  /** Guilds with something to hear whose turn it is, the one that waited longest first. */
  private final SequencedSet<GuildId> ready = new LinkedHashSet<>();

  /** Guilds that are being told, or left alone for a moment after a failure. */
  private final Set<GuildId> busy = new HashSet<>();

  private int inFlight;

  /**
   * @param guilds hands a request to its guild, as {@link dcm.entity.Guilds#decide} does
   * @param status learns how many guilds there are and how many are behind
   */
  public static Behavior<Message> create(
      Function<CommandEnvelope, CompletionStage<GuildReply>> guilds,
      Clock clock,
      ShardStatus status) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(
            timers -> new GuildSynchronizer(context, timers, guilds, clock, status)));
  }

  private GuildSynchronizer(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Function<CommandEnvelope, CompletionStage<GuildReply>> guilds,
      Clock clock,
      ShardStatus status) {
    super(context);
    this.timers = timers;
    this.guilds = guilds;
    this.clock = clock;
    this.status = status;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(EventReceived.class, this::onEventReceived)
        .onMessage(CommandCompleted.class, this::onCommandCompleted)
        .onMessage(Retry.class, this::onRetry)
        .onMessage(Prioritize.class, this::onPrioritize)
        .build();
  }

  private Behavior<Message> onEventReceived(EventReceived received) {
    queues
        .computeIfAbsent(received.guild(), guild -> new ObservationQueue(guild, received.botUser()))
        .onEvent(received.event());
    markReady(received.guild());
    dispatch();
    return this;
  }

  private Behavior<Message> onCommandCompleted(CommandCompleted completed) {
    inFlight--;
    var guild = completed.guild();
    var queue = queues.get(guild);
    if (completed.failure() == null) {
      busy.remove(guild);
      queue.onAcknowledged(completed.entry());
      if (queue.isFinished()) {
        queues.remove(guild);
      }
    } else {
      getContext()
          .getLog()
          .atWarn()
          .addKeyValue("guild", guild.toString())
          .log(
              "Guild {}: gateway update was not delivered: {}",
              guild,
              completed.failure().getMessage());
      queue.requeue(completed.entry());
      timers.startSingleTimer(
          guild,
          new Retry(guild),
          completed.failure() instanceof GuildDegradedException degraded
              ? degraded.retryAfter()
              : RETRY_DELAY);
    }
    markReady(guild);
    dispatch();
    return this;
  }

  private Behavior<Message> onRetry(Retry retry) {
    busy.remove(retry.guild());
    markReady(retry.guild());
    dispatch();
    return this;
  }

  /** At the end of the queue: a guild with much to hear does not keep the others waiting. */
  private void markReady(GuildId guild) {
    var queue = queues.get(guild);
    if (queue != null && !queue.isEmpty() && !busy.contains(guild)) {
      ready.add(guild);
    }
  }

  private Behavior<Message> onPrioritize(Prioritize prioritize) {
    if (ready.contains(prioritize.guild())) {
      ready.addFirst(prioritize.guild());
    }
    return this;
  }

  private void dispatch() {
    while (inFlight < MAX_CONCURRENT_GUILDS && !ready.isEmpty()) {
      var guild = ready.removeFirst();
      var next = queues.get(guild).next();
      if (next != null) {
        send(guild, next);
      }
    }
    status.guilds(queues.size(), ready.size() + busy.size());
  }

  private void send(GuildId guild, ObservationQueue.Entry entry) {
    busy.add(guild);
    inFlight++;
    var envelope =
        new CommandEnvelope(
            guild,
            new CommandId(UUID.randomUUID()),
            "gateway",
            clock.instant(),
            new Caller.SystemCaller(),
            entry.command());
    getContext()
        .pipeToSelf(
            guilds.apply(envelope),
            (reply, failure) ->
                new CommandCompleted(guild, entry, failure == null ? failureOf(reply) : failure));
  }

  /** Null: the guild knows, or does not want to. */
  private static @Nullable Throwable failureOf(@Nullable GuildReply reply) {
    return switch (reply) {
      case GuildReply.Done _, GuildReply.Refused _, GuildReply.Answered _ -> null;
      case GuildReply.Busy _ -> new GuildBusyException();
      case GuildReply.Unavailable _ ->
          new Guilds.GuildUnavailableException("the guild is moving to another node");
      case GuildReply.Degraded degraded -> new GuildDegradedException(degraded);
      case null -> new Guilds.GuildUnavailableException("the guild did not reply");
    };
  }
}
