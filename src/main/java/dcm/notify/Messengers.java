package dcm.notify;

import dcm.entity.Courier;
import dcm.entity.Guilds;
import dcm.guild.GuildReply;
import dcm.guild.Parcel;
import dcm.guild.Question;
import dcm.guild.Request;
import dcm.guild.Route;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
 * The messengers of this node. They take parcels from the first moment on, because guilds need a
 * courier to open; they carry from {@link #begin} on, because the ways to Discord need the guilds.
 * What they do not take is not lost: the guild hands it out again.
 */
public final class Messengers implements Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Messengers.class);

  private final ActorSystem<?> system;
  private final NotifySettings settings;
  private final Places places;
  private final Counts counts = new Counts();
  private final AtomicBoolean full = new AtomicBoolean();
  private final AtomicReference<ActorRef<SortingOffice.Message>> office = new AtomicReference<>();

  private Messengers(ActorSystem<?> system, NotifySettings settings) {
    this.system = system;
    this.settings = settings;
    this.places = new Places(settings.places());
  }

  public static Messengers open(ActorSystem<?> system, NotifySettings settings) {
    return new Messengers(system, settings);
  }

  /**
   * From now on parcels are carried, until the actor system stops. Once only.
   *
   * @param direct the way to one member
   * @param inGuild the way to a channel of a guild
   */
  public void begin(Guilds guilds, Channel direct, Channel inGuild) {
    begin(guilds::decide, guilds::answer, direct, inGuild, guilds.clock());
    CoordinatedShutdown.get(system)
        .addTask(CoordinatedShutdown.PhaseServiceRequestsDone(), "messengers", this::close);
  }

  void begin(
      Function<Request, CompletionStage<GuildReply>> guilds,
      Function<Question, CompletionStage<GuildReply>> questions,
      Channel direct,
      Channel inGuild,
      InstantSource clock) {
    Function<Route, Channel> channels =
        route ->
            switch (route) {
              case Route.DirectMessage _ -> direct;
              case Route.Channel _ -> inGuild;
            };
    office.set(
        system.systemActorOf(
            SortingOffice.create(channels, guilds, questions, settings, clock, places, counts),
            "messengers",
            Props.empty()));
  }

  @Override
  public void carry(Parcel parcel) {
    ActorRef<SortingOffice.Message> sorting = office.get();
    if (sorting == null) {
      counts.overflowed(parcel.delivery().route());
      return;
    }
    if (places.take()) {
      sorting.tell(new SortingOffice.Take(parcel));
      if (places.roomy()) {
        full.set(false);
      }
      return;
    }
    counts.overflowed(parcel.delivery().route());
    if (full.compareAndSet(false, true)) {
      LOG.warn(
          "No place for more than {} deliveries: the rest waits with its guilds",
          settings.places());
    }
  }

  /** How many deliveries are held now. */
  public int underWay() {
    return places.taken();
  }

  public Tally tally() {
    return counts.tally();
  }

  /**
   * Takes nothing more; completes once what is under way is reported to its guild, or time is up.
   */
  public CompletionStage<Done> close() {
    ActorRef<SortingOffice.Message> sorting = office.getAndSet(null);
    return sorting == null
        ? CompletableFuture.completedFuture(Done.getInstance())
        : AskPattern.ask(
                sorting,
                SortingOffice.Close::new,
                settings.closing().plus(Duration.ofSeconds(1)),
                system.scheduler())
            .exceptionally(_ -> Done.getInstance());
  }
}
