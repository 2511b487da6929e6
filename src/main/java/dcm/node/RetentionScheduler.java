package dcm.node;

import dcm.guild.value.GuildId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.SingletonActor;

/**
 * Runs {@link GuildRetention} on one node at a time: a cluster singleton, which in a network
 * partition only the side with the lease continues. Confined to its actor's thread.
 */
final class RetentionScheduler extends AbstractBehavior<RetentionScheduler.Message> {
  private static final Duration RETRY_DELAY = Duration.ofMinutes(1);

  /** The scheduler's messages. */
  sealed interface Message {}

  private record Tick() implements Message {}

  private record RunEnded() implements Message {}

  private final Function<Instant, CompletionStage<List<GuildId>>> retention;
  private final InstantSource clock;
  private boolean running;

  /**
   * Starts the scheduler on nodes with the role "guild".
   *
   * @param retention one run; logs its failures with single guilds
   */
  static void start(
      ActorSystem<?> system,
      Function<Instant, CompletionStage<List<GuildId>>> retention,
      Duration interval,
      InstantSource clock) {
    Behavior<Message> scheduler =
        Behaviors.supervise(
                Behaviors.<Message>setup(context ->
                    Behaviors.withTimers(timers -> {
                      timers.startTimerWithFixedDelay(new Tick(), interval);
                      return new RetentionScheduler(context, retention, clock);
                    })))
            .onFailure(
                SupervisorStrategy.restartWithBackoff(
                    RETRY_DELAY, interval.plus(RETRY_DELAY), 0.1));
    ClusterSingleton.get(system)
        .init(
            SingletonActor.of(scheduler, "retention")
                .withSettings(ClusterSingletonSettings.create(system).withRole("guild")));
  }

  private RetentionScheduler(
      ActorContext<Message> context,
      Function<Instant, CompletionStage<List<GuildId>>> retention,
      InstantSource clock) {
    super(context);
    this.retention = retention;
    this.clock = clock;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Tick.class, _ -> tick())
        .onMessage(
            RunEnded.class,
            _ -> {
              running = false;
              return this;
            })
        .build();
  }

  private Behavior<Message> tick() {
    if (!running) {
      running = true;
      getContext()
          .pipeToSelf(
              retention.apply(clock.instant()),
              (_, failure) -> {
                if (failure != null) {
                  getContext().getLog().warn("Search for inactive guilds failed", failure);
                }
                return new RunEnded();
              });
    }
    return this;
  }
}
