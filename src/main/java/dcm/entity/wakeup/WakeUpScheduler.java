package dcm.entity.wakeup;

import dcm.entity.Guilds;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.NotificationCommand;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.jspecify.annotations.Nullable;

/**
 * Cluster singleton that wakes guilds at their planned instants. Each interval a sweep starts,
 * unless one is in progress: it queries the due guilds, wakes a limited number in parallel, and
 * queries again while a query returned less than all. A guild whose wake-up fails backs off, longer
 * each time, and queries reach past it, so it does not starve others. The singleton's state is lost
 * with its node, but the plans stay in {@link DueGuildSource}.
 */
public final class WakeUpScheduler extends AbstractMatchingBehavior<WakeUpScheduler.Message> {
  private static final String FINGERPRINT = "wake-up";
  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(15);
  private static final int FAILURES_BEFORE_WARNING = 3;

  /** The scheduler's messages. */
  sealed interface Message {}

  /** Stops the singleton, because it moves to another node or the cluster stops. */
  record Stop() implements Message {}

  private record Tick() implements Message {}

  private record DueGuildsFound(List<GuildId> guilds, int limit) implements Message {}

  private record QueryFailed(Throwable cause) implements Message {}

  private record WokeUp(GuildId guild, long revision) implements Message {}

  private record WakeUpFailed(GuildId guild, String reason) implements Message {}

  private final DueGuildSource dueGuilds;
  private final Function<CommandEnvelope, CompletionStage<GuildReply>> guilds;
  private final WakeUpSettings settings;
  private final InstantSource clock;
  private final WakeUpBackoff backoff;
  private final Queue<GuildId> pending = new ArrayDeque<>();
  private final Set<GuildId> inProgress = new HashSet<>();
  private final Set<GuildId> handledInSweep = new HashSet<>();
  private boolean querying;
  private boolean hasMore;
  private boolean queryFailing;

  /** Starts the scheduler as a cluster singleton on nodes with the role "guild". */
  public static void start(
      ActorSystem<?> system, DueGuildSource dueGuilds, Guilds guilds, WakeUpSettings settings) {
    start(system, dueGuilds, guilds::decide, settings, guilds.clock());
  }

  static void start(
      ActorSystem<?> system,
      DueGuildSource dueGuilds,
      Function<CommandEnvelope, CompletionStage<GuildReply>> guilds,
      WakeUpSettings settings,
      InstantSource clock) {
    Behavior<Message> scheduler =
        Behaviors.supervise(create(dueGuilds, guilds, settings, clock))
            .onFailure(
                SupervisorStrategy.restartWithBackoff(
                    settings.interval(), settings.maxBackoff(), 0.1));
    ClusterSingleton.get(system)
        .init(
            SingletonActor.of(scheduler, "wake-ups")
                .withStopMessage(new Stop())
                .withSettings(ClusterSingletonSettings.create(system).withRole("guild")));
  }

  static Behavior<Message> create(
      DueGuildSource dueGuilds,
      Function<CommandEnvelope, CompletionStage<GuildReply>> guilds,
      WakeUpSettings settings,
      InstantSource clock) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(new Tick(), settings.interval());
          return new WakeUpScheduler(context, dueGuilds, guilds, settings, clock);
        }));
  }

  private WakeUpScheduler(
      ActorContext<Message> context,
      DueGuildSource dueGuilds,
      Function<CommandEnvelope, CompletionStage<GuildReply>> guilds,
      WakeUpSettings settings,
      InstantSource clock) {
    super(context);
    context.setLoggerName(WakeUpScheduler.class);
    this.dueGuilds = dueGuilds;
    this.guilds = guilds;
    this.settings = settings;
    this.clock = clock;
    this.backoff = new WakeUpBackoff(settings.interval(), settings.maxBackoff());
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Tick() -> startSweep();
      case DueGuildsFound(var guilds, var limit) -> onDueGuilds(guilds, limit);
      case QueryFailed(var cause) -> onQueryFailed(cause);
      case WokeUp(var guild, var revision) -> {
        backoff.wokeUp(guild, revision, clock.instant());
        finished(guild);
      }
      case WakeUpFailed(var guild, var reason) -> {
        onWakeUpFailed(guild, reason);
        finished(guild);
      }
      case Stop() -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  private void startSweep() {
    if (!querying && !hasMore && pending.isEmpty()) {
      handledInSweep.clear();
      queryDue();
    }
  }

  private void queryDue() {
    querying = true;
    hasMore = false;
    Instant now = clock.instant();
    int excludedCount = (int) excluded(now).count();
    int limit = settings.batchSize() + excludedCount;
    getContext()
        .pipeToSelf(
            fetchDue(now, limit),
            (guilds, failure) ->
                failure == null ? new DueGuildsFound(guilds, limit) : new QueryFailed(failure));
  }

  /** The guilds that a query may return although they cannot be woken now. */
  private Stream<GuildId> excluded(Instant now) {
    return Stream.of(inProgress.stream(), handledInSweep.stream(), backoff.backingOff(now))
        .flatMap(guilds -> guilds)
        .distinct();
  }

  private CompletionStage<List<GuildId>> fetchDue(Instant now, int limit) {
    try {
      return dueGuilds
          .due(now, limit)
          .toCompletableFuture()
          .copy()
          .orTimeout(QUERY_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void onDueGuilds(List<GuildId> guilds, int limit) {
    querying = false;
    if (queryFailing) {
      queryFailing = false;
      getContext().getLog().info("Wake-ups: query for due guilds succeeds again");
    }
    Instant now = clock.instant();
    guilds.stream()
        .filter(guild -> !inProgress.contains(guild) && !handledInSweep.contains(guild))
        .filter(guild -> !backoff.isBackingOff(guild, now))
        .forEach(pending::add);
    hasMore = guilds.size() >= limit && !pending.isEmpty();
    if (guilds.size() < limit) {
      backoff.retain(guilds);
    }
    wakePending();
  }

  /** The next tick queries again; only the first of consecutive failures is logged. */
  private void onQueryFailed(Throwable cause) {
    querying = false;
    if (!queryFailing) {
      queryFailing = true;
      getContext()
          .getLog()
          .warn("Wake-ups: query for due guilds failed; reminders are delayed", cause);
    }
  }

  private void wakePending() {
    while (inProgress.size() < settings.parallelism() && !pending.isEmpty()) {
      GuildId guild = pending.remove();
      inProgress.add(guild);
      handledInSweep.add(guild);
      getContext()
          .pipeToSelf(
              wakeUp(guild),
              (reply, failure) ->
                  failure == null
                      ? toMessage(guild, reply)
                      : new WakeUpFailed(guild, failure.toString()));
    }
    if (pending.isEmpty() && hasMore && !querying) {
      queryDue();
    }
  }

  private CompletionStage<GuildReply> wakeUp(GuildId guild) {
    try {
      return guilds.apply(
          new CommandEnvelope(
              guild,
              new CommandId(UUID.randomUUID()),
              FINGERPRINT,
              clock.instant(),
              new Caller.SystemCaller(),
              new NotificationCommand.WakeUp()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Message toMessage(GuildId guild, @Nullable GuildReply reply) {
    return switch (reply) {
      case GuildReply.Done(var outcome, _) -> new WokeUp(guild, outcome.revision());
      case GuildReply.Refused(var refusal) -> new WakeUpFailed(guild, "refused: " + refusal);
      case GuildReply.Busy() -> new WakeUpFailed(guild, "busy");
      case GuildReply.Unavailable() -> new WakeUpFailed(guild, "unavailable");
      case GuildReply.Degraded(var incident, _) -> new WakeUpFailed(guild, "incident " + incident);
      case GuildReply.Answered _ -> new WakeUpFailed(guild, "unexpected reply to a wake-up");
      case null -> new WakeUpFailed(guild, "no answer");
    };
  }

  private void onWakeUpFailed(GuildId guild, String reason) {
    int failures = backoff.failed(guild, clock.instant());
    if (failures == FAILURES_BEFORE_WARNING) {
      getContext()
          .getLog()
          .atWarn()
          .addKeyValue("guild", guild.toString())
          .log("Guild {}: wake-up keeps failing: {}", guild, reason);
    } else {
      getContext()
          .getLog()
          .debug("Guild {}: wake-up failed ({} in a row): {}", guild, failures, reason);
    }
  }

  private void finished(GuildId guild) {
    inProgress.remove(guild);
    wakePending();
  }
}
