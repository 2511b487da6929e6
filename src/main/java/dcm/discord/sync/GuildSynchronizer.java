package dcm.discord.sync;

import dcm.discord.client.GatewayEvent;
import dcm.discord.gateway.ShardStatus;
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
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Sends each guild of a shard what the gateway reports of it. At most 8 guilds are sent to at the
 * same time, and each guild receives one command after the other. A command that the guild has
 * already acknowledged, or that a newer one replaced, is not sent. A guild that cannot be reached
 * is retried after 2 s, a degraded one when its reply says so.
 */
public final class GuildSynchronizer extends AbstractMatchingBehavior<GuildSynchronizer.Message> {
  private static final int MAX_CONCURRENT_GUILDS = 8;
  private static final Duration RETRY_DELAY = Duration.ofSeconds(2);

  public sealed interface Message {}

  /**
   * @param botUser the bot's own user, which is no member to the guild
   */
  public record EventReceived(GuildId guild, GatewayEvent event, MemberId botUser)
      implements Message {}

  private record CommandCompleted(GuildId guild, ObservationQueue.Entry entry, Result result)
      implements Message {}

  private record Retry(GuildId guild) implements Message {}

  /** A member uses the guild: it is updated before other waiting guilds. */
  public record Prioritize(GuildId guild) implements Message {}

  /** Result of one command. */
  private sealed interface Result {
    /** The guild accepted the command, or refused it and would do so again. */
    record Acknowledged() implements Result {}

    record NotDelivered(String reason, Duration retryAfter) implements Result {}
  }

  private final Function<CommandEnvelope, CompletionStage<GuildReply>> guilds;
  private final Clock clock;
  private final ShardStatus status;
  private final TimerScheduler<Message> timers;
  private final Map<GuildId, ObservationQueue> queues = new HashMap<>();

  /** Guilds with pending commands that may be sent now, the longest waiting first. */
  private final SequencedSet<GuildId> ready = new LinkedHashSet<>();

  /** Guilds with a command in flight or waiting for a retry. */
  private final Set<GuildId> busy = new HashSet<>();

  private int inFlight;

  /**
   * @param guilds sends a command to its guild, as {@link dcm.entity.Guilds#decide} does
   * @param status updated with the number of guilds and of those with pending commands
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
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case EventReceived received -> onEventReceived(received);
      case CommandCompleted completed -> onCommandCompleted(completed);
      case Retry(var guild) -> {
        busy.remove(guild);
        markReady(guild);
        dispatch();
      }
      case Prioritize(var guild) -> {
        if (ready.contains(guild)) {
          ready.addFirst(guild);
        }
      }
    }
    return this;
  }

  private void onEventReceived(EventReceived received) {
    queues
        .computeIfAbsent(received.guild(), guild -> new ObservationQueue(guild, received.botUser()))
        .onEvent(received.event());
    markReady(received.guild());
    dispatch();
  }

  private void onCommandCompleted(CommandCompleted completed) {
    inFlight--;
    var guild = completed.guild();
    var queue = queues.get(guild);
    switch (completed.result()) {
      case Result.Acknowledged() -> {
        busy.remove(guild);
        queue.onAcknowledged(completed.entry());
        if (queue.isFinished()) {
          queues.remove(guild);
        }
      }
      case Result.NotDelivered(var reason, var retryAfter) -> {
        getContext()
            .getLog()
            .atWarn()
            .addKeyValue("guild", guild.toString())
            .log("Guild {}: gateway update was not delivered: {}", guild, reason);
        queue.requeue(completed.entry());
        timers.startSingleTimer(guild, new Retry(guild), retryAfter);
      }
    }
    markReady(guild);
    dispatch();
  }

  /** Appends the guild to the queue: a guild with many commands does not delay the others. */
  private void markReady(GuildId guild) {
    var queue = queues.get(guild);
    if (queue != null && !queue.isEmpty() && !busy.contains(guild)) {
      ready.add(guild);
    }
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
                new CommandCompleted(
                    guild,
                    entry,
                    failure == null
                        ? result(reply)
                        : new Result.NotDelivered(
                            String.valueOf(failure.getMessage()), RETRY_DELAY)));
  }

  private static Result result(@Nullable GuildReply reply) {
    return switch (reply) {
      case GuildReply.Done _, GuildReply.Refused _, GuildReply.Answered _ ->
          new Result.Acknowledged();
      case GuildReply.Busy _ -> new Result.NotDelivered("the guild is busy", RETRY_DELAY);
      case GuildReply.Unavailable _ ->
          new Result.NotDelivered("the guild is moving to another node", RETRY_DELAY);
      case GuildReply.Degraded(var incident, var retryAfterSeconds) ->
          new Result.NotDelivered("incident " + incident, Duration.ofSeconds(retryAfterSeconds));
      case null -> new Result.NotDelivered("the guild did not reply", RETRY_DELAY);
    };
  }
}
