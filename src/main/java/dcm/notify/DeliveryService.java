package dcm.notify;

import dcm.entity.DeliveryHandler;
import dcm.entity.Guilds;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.DeliveryDetails;
import dcm.guild.value.DeliveryRoute;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the notifications of the guilds on this node. It opens before the guilds, which need a
 * handler, but sends only from {@link #start} on, because the channels need the guilds. A delivery
 * that is not accepted is not lost: the guild hands it out again.
 */
public final class DeliveryService implements DeliveryHandler {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryService.class);

  private final ActorSystem<?> system;
  private final NotifySettings settings;
  private final Semaphore capacity;
  private final DeliveryMetrics metrics = new DeliveryMetrics();
  private final AtomicBoolean atCapacity = new AtomicBoolean();
  private final AtomicReference<ActorRef<DeliveryDispatcher.Message>> dispatcher =
      new AtomicReference<>();

  private DeliveryService(ActorSystem<?> system, NotifySettings settings) {
    this.system = system;
    this.settings = settings;
    this.capacity = new Semaphore(settings.maxInFlight());
  }

  public static DeliveryService open(ActorSystem<?> system, NotifySettings settings) {
    return new DeliveryService(system, settings);
  }

  /**
   * Starts sending, until the actor system stops. Called once.
   *
   * @param directChannel direct messages to a member
   * @param guildChannel channels of a guild
   */
  public void start(Guilds guilds, DeliveryChannel directChannel, DeliveryChannel guildChannel) {
    start(guilds::decide, guilds::answer, directChannel, guildChannel, guilds.clock());
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseServiceRequestsDone(), "delivery-dispatcher", this::close);
  }

  void start(
      Function<CommandEnvelope, CompletionStage<GuildReply>> guilds,
      Function<QueryEnvelope, CompletionStage<GuildReply>> queries,
      DeliveryChannel directChannel,
      DeliveryChannel guildChannel,
      InstantSource clock) {
    Function<DeliveryRoute, DeliveryChannel> channels =
        route ->
            switch (route) {
              case DeliveryRoute.DirectMessage _ -> directChannel;
              case DeliveryRoute.Channel _ -> guildChannel;
            };
    dispatcher.set(
        system.systemActorOf(
            DeliveryDispatcher.create(
                channels, guilds, queries, settings, clock, capacity, metrics),
            "delivery-dispatcher",
            Props.empty()));
  }

  @Override
  public void handle(DeliveryDetails details) {
    ActorRef<DeliveryDispatcher.Message> target = dispatcher.get();
    if (target == null) {
      metrics.rejected(details.delivery().route());
      return;
    }
    if (capacity.tryAcquire()) {
      target.tell(new DeliveryDispatcher.Accept(details));
      if (inFlight() <= settings.maxInFlight() / 2) {
        atCapacity.set(false);
      }
      return;
    }
    metrics.rejected(details.delivery().route());
    if (atCapacity.compareAndSet(false, true)) {
      LOG.warn(
          "Delivery limit of {} reached: further deliveries stay in their guilds' outboxes",
          settings.maxInFlight());
    }
  }

  /** The number of deliveries in flight. */
  public int inFlight() {
    return settings.maxInFlight() - capacity.availablePermits();
  }

  public DeliveryStatistics statistics() {
    return metrics.statistics();
  }

  /**
   * Accepts no more deliveries; completes when those in flight are reported to their guilds, or
   * after the shutdown timeout.
   */
  public CompletionStage<Done> close() {
    ActorRef<DeliveryDispatcher.Message> target = dispatcher.getAndSet(null);
    return target == null
        ? CompletableFuture.completedFuture(Done.getInstance())
        : AskPattern.ask(
                target,
                DeliveryDispatcher.Close::new,
                settings.shutdownTimeout().plus(Duration.ofSeconds(1)),
                system.scheduler())
            .exceptionally(_ -> Done.getInstance());
  }
}
