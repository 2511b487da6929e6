package dcm.entity;

import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.GuildId;
import dcm.guild.GuildReply;
import dcm.guild.NotificationCommand;
import dcm.guild.Request;
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
 * Wakes guilds at the instants they planned, one sweeper in the cluster. A life: each interval a
 * sweep begins, unless one is going on; it looks at what is due, wakes so many guilds at a time,
 * and looks again as long as it saw less than all. A guild that does not wake rests, longer each
 * time, and the look reaches past it: it starves nobody. What is forgotten here, with the node, is
 * still written down where {@link DueGuilds} looks.
 */
public final class WakeUps extends AbstractMatchingBehavior<WakeUps.Message> {
  private static final String FINGERPRINT = "wake-up";
  private static final Duration LOOK_AT_MOST = Duration.ofSeconds(15);
  private static final int WORTH_A_WARNING = 3;

  /** What the sweeper hears. */
  sealed interface Message {}

  /** Another node sweeps from now on, or none. */
  record Leave() implements Message {}

  private record Tick() implements Message {}

  private record Seen(List<GuildId> due, int limit) implements Message {}

  private record Blind(Throwable cause) implements Message {}

  private record Woke(GuildId guild, long revision) implements Message {}

  private record Slept(GuildId guild, String why) implements Message {}

  private final DueGuilds due;
  private final Function<Request, CompletionStage<GuildReply>> guilds;
  private final WakeUpSettings settings;
  private final InstantSource clock;
  private final BackOff backOff;
  private final Queue<GuildId> waiting = new ArrayDeque<>();
  private final Set<GuildId> waking = new HashSet<>();
  private final Set<GuildId> woken = new HashSet<>();
  private boolean looking;
  private boolean more;
  private boolean blind;

  /** Starts the sweeper as a cluster singleton on the nodes that hold guilds. */
  public static void start(
      ActorSystem<?> system, DueGuilds due, Guilds guilds, WakeUpSettings settings) {
    start(system, due, guilds::decide, settings, guilds.clock());
  }

  static void start(
      ActorSystem<?> system,
      DueGuilds due,
      Function<Request, CompletionStage<GuildReply>> guilds,
      WakeUpSettings settings,
      InstantSource clock) {
    Behavior<Message> sweeper =
        Behaviors.supervise(create(due, guilds, settings, clock))
            .onFailure(
                SupervisorStrategy.restartWithBackoff(
                    settings.interval(), settings.longestBackOff(), 0.1));
    ClusterSingleton.get(system)
        .init(
            SingletonActor.of(sweeper, "wake-ups")
                .withStopMessage(new Leave())
                .withSettings(ClusterSingletonSettings.create(system).withRole("guild")));
  }

  static Behavior<Message> create(
      DueGuilds due,
      Function<Request, CompletionStage<GuildReply>> guilds,
      WakeUpSettings settings,
      InstantSource clock) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(new Tick(), settings.interval());
          return new WakeUps(context, due, guilds, settings, clock);
        }));
  }

  private WakeUps(
      ActorContext<Message> context,
      DueGuilds due,
      Function<Request, CompletionStage<GuildReply>> guilds,
      WakeUpSettings settings,
      InstantSource clock) {
    super(context);
    context.setLoggerName(WakeUps.class);
    this.due = due;
    this.guilds = guilds;
    this.settings = settings;
    this.clock = clock;
    this.backOff = new BackOff(settings.interval(), settings.longestBackOff());
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Tick() -> begin();
      case Seen(var guilds, var limit) -> seen(guilds, limit);
      case Blind(var cause) -> wentBlind(cause);
      case Woke(var guild, var revision) -> {
        backOff.woke(guild, revision, clock.instant());
        next(guild);
      }
      case Slept(var guild, var why) -> {
        slept(guild, why);
        next(guild);
      }
      case Leave() -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  private void begin() {
    if (!looking && !more && waiting.isEmpty()) {
      woken.clear();
      look();
    }
  }

  private void look() {
    looking = true;
    more = false;
    Instant now = clock.instant();
    int passedOver = (int) passedOver(now).count();
    int limit = settings.batch() + passedOver;
    getContext()
        .pipeToSelf(
            asked(now, limit),
            (guilds, failure) -> failure == null ? new Seen(guilds, limit) : new Blind(failure));
  }

  /** What a look will see without being able to do anything about it. */
  private Stream<GuildId> passedOver(Instant now) {
    return Stream.of(waking.stream(), woken.stream(), backOff.resting(now))
        .flatMap(guilds -> guilds)
        .distinct();
  }

  private CompletionStage<List<GuildId>> asked(Instant now, int limit) {
    try {
      return due.due(now, limit)
          .toCompletableFuture()
          .copy()
          .orTimeout(LOOK_AT_MOST.toSeconds(), TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void seen(List<GuildId> guilds, int limit) {
    looking = false;
    if (blind) {
      blind = false;
      getContext().getLog().info("Wake-ups: what is due can be seen again");
    }
    Instant now = clock.instant();
    guilds.stream()
        .filter(guild -> !waking.contains(guild) && !woken.contains(guild))
        .filter(guild -> !backOff.rests(guild, now))
        .forEach(waiting::add);
    more = guilds.size() >= limit && !waiting.isEmpty();
    if (guilds.size() < limit) {
      backOff.keepOnly(guilds);
    }
    wake();
  }

  /** The next tick looks again; that it fails is said once, not each second. */
  private void wentBlind(Throwable cause) {
    looking = false;
    if (!blind) {
      blind = true;
      getContext().getLog().warn("Wake-ups: what is due cannot be seen; reminders wait", cause);
    }
  }

  private void wake() {
    while (waking.size() < settings.parallel() && !waiting.isEmpty()) {
      GuildId guild = waiting.remove();
      waking.add(guild);
      woken.add(guild);
      getContext()
          .pipeToSelf(
              knock(guild),
              (reply, failure) ->
                  failure == null ? heard(guild, reply) : new Slept(guild, failure.toString()));
    }
    if (waiting.isEmpty() && more && !looking) {
      look();
    }
  }

  private CompletionStage<GuildReply> knock(GuildId guild) {
    try {
      return guilds.apply(
          new Request(
              guild,
              new CommandId(UUID.randomUUID()),
              FINGERPRINT,
              clock.instant(),
              new Caller.Clockwork(),
              new NotificationCommand.WakeUp()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Message heard(GuildId guild, @Nullable GuildReply reply) {
    return switch (reply) {
      case GuildReply.Done(var outcome, _) -> new Woke(guild, outcome.revision());
      case GuildReply.Declined(var refusal) -> new Slept(guild, "declined: " + refusal);
      case GuildReply.Busy() -> new Slept(guild, "busy");
      case GuildReply.Unavailable() -> new Slept(guild, "unavailable");
      case GuildReply.Degraded(var incident, _) -> new Slept(guild, "incident " + incident);
      case GuildReply.Answered _ -> new Slept(guild, "answered a question nobody asked");
      case null -> new Slept(guild, "no answer");
    };
  }

  private void slept(GuildId guild, String why) {
    int times = backOff.failed(guild, clock.instant());
    if (times == WORTH_A_WARNING) {
      getContext()
          .getLog()
          .atWarn()
          .addKeyValue("guild", guild.toString())
          .log("Guild {} does not wake: {}", guild, why);
    } else {
      getContext().getLog().debug("Guild {} did not wake ({} in a row): {}", guild, times, why);
    }
  }

  private void next(GuildId guild) {
    waking.remove(guild);
    wake();
  }
}
