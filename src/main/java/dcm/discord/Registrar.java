package dcm.discord;

import dcm.discord.wire.News;
import dcm.entity.GuildUnavailable;
import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.GuildId;
import dcm.guild.GuildReply;
import dcm.guild.MemberId;
import dcm.guild.Request;
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
final class Registrar extends AbstractBehavior<Registrar.Message> {
  private static final int GUILDS_AT_A_TIME = 8;
  private static final Duration A_LITTLE_LATER = Duration.ofSeconds(2);

  sealed interface Message {}

  /**
   * @param self the bot's own user, which is no member to the guild
   */
  record Heard(GuildId guild, News news, MemberId self) implements Message {}

  private record Told(GuildId guild, ObservationQueue.Entry entry, @Nullable Throwable failure)
      implements Message {}

  private record Again(GuildId guild) implements Message {}

  /** Somebody uses the guild: it is told before others that wait. */
  record Prefer(GuildId guild) implements Message {}

  private final Function<Request, CompletionStage<GuildReply>> guilds;
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
  static Behavior<Message> create(
      Function<Request, CompletionStage<GuildReply>> guilds, Clock clock, ShardStatus status) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> new Registrar(context, timers, guilds, clock, status)));
  }

  private Registrar(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Function<Request, CompletionStage<GuildReply>> guilds,
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
        .onMessage(Heard.class, this::onHeard)
        .onMessage(Told.class, this::onTold)
        .onMessage(Again.class, this::onAgain)
        .onMessage(Prefer.class, this::onPrefer)
        .build();
  }

  private Behavior<Message> onHeard(Heard heard) {
    queues
        .computeIfAbsent(heard.guild(), guild -> new ObservationQueue(guild, heard.self()))
        .hear(heard.news());
    queue(heard.guild());
    work();
    return this;
  }

  private Behavior<Message> onTold(Told told) {
    inFlight--;
    var guild = told.guild();
    var queue = queues.get(guild);
    if (told.failure() == null) {
      busy.remove(guild);
      queue.taken(told.entry());
      if (queue.isOver()) {
        queues.remove(guild);
      }
    } else {
      getContext()
          .getLog()
          .atWarn()
          .addKeyValue("guild", guild.toString())
          .log("Guild {} did not hear the news: {}", guild, told.failure().getMessage());
      queue.lost(told.entry());
      timers.startSingleTimer(
          guild,
          new Again(guild),
          told.failure() instanceof OutOfOrder broken ? broken.retryAfter() : A_LITTLE_LATER);
    }
    queue(guild);
    work();
    return this;
  }

  private Behavior<Message> onAgain(Again again) {
    busy.remove(again.guild());
    queue(again.guild());
    work();
    return this;
  }

  /** At the end of the queue: a guild with much to hear does not keep the others waiting. */
  private void queue(GuildId guild) {
    var queue = queues.get(guild);
    if (queue != null && !queue.isEmpty() && !busy.contains(guild)) {
      ready.add(guild);
    }
  }

  private Behavior<Message> onPrefer(Prefer prefer) {
    if (ready.contains(prefer.guild())) {
      ready.addFirst(prefer.guild());
    }
    return this;
  }

  private void work() {
    while (inFlight < GUILDS_AT_A_TIME && !ready.isEmpty()) {
      var guild = ready.removeFirst();
      var next = queues.get(guild).next();
      if (next != null) {
        tell(guild, next);
      }
    }
    status.guilds(queues.size(), ready.size() + busy.size());
  }

  private void tell(GuildId guild, ObservationQueue.Entry entry) {
    busy.add(guild);
    inFlight++;
    var request =
        new Request(
            guild,
            new CommandId(UUID.randomUUID()),
            "gateway",
            clock.instant(),
            new Caller.Clockwork(),
            entry.command());
    getContext()
        .pipeToSelf(
            guilds.apply(request),
            (reply, failure) -> new Told(guild, entry, failure == null ? trouble(reply) : failure));
  }

  /** Null: the guild knows, or does not want to. */
  private static @Nullable Throwable trouble(@Nullable GuildReply reply) {
    return switch (reply) {
      case GuildReply.Done _, GuildReply.Declined _, GuildReply.Answered _ -> null;
      case GuildReply.Busy _ -> new Overloaded();
      case GuildReply.Unavailable _ -> new GuildUnavailable("the guild is moving");
      case GuildReply.Degraded degraded -> new OutOfOrder(degraded);
      case null -> new GuildUnavailable("the guild said nothing");
    };
  }
}
