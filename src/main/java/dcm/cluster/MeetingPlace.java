package dcm.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Where nodes meet: the table of nodes. A life: the node does what {@link Approach} says until it
 * is up in the cluster, and its row then says so. From then on each heartbeat is also a look
 * whether it still belongs: when others removed its row, or founded another cluster, they took it
 * for dead, and it steps down.
 */
final class MeetingPlace extends AbstractMatchingBehavior<MeetingPlace.Message> {
  private static final Duration TRY_AGAIN = Duration.ofSeconds(15);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  /** What is heard here. */
  sealed interface Message {}

  private record Tick() implements Message {}

  private record Sweep() implements Message {}

  private record Seen(Sight sight) implements Message {}

  private record Asked() implements Message {}

  private record Blind(Throwable cause) implements Message {}

  private record Up() implements Message {}

  private record Removed(Member member) implements Message {}

  private record TidiedUp() implements Message {}

  private record CompareClocks() implements Message {}

  private record Compared(boolean tooFarOff) implements Message {}

  /** The node is going to stop, as it was told. */
  record Leaving() implements Message {}

  private final Self self;
  private final ClusterDatabase database;
  private final ClusterSettings settings;
  private final DatabaseClock clock;
  private final CompletableFuture<Done> up;
  private final Cluster cluster;
  private final Approach approach;

  /** The number of the cluster that we joined, or are about to join. */
  private long number;

  private boolean member;
  private boolean leaving;
  private boolean asking;
  private boolean blind;
  private long blindSince;
  private List<String> tried = List.of();
  private long triedAt;
  private boolean clockWasOff;

  static Behavior<Message> create(
      Self self,
      ClusterDatabase database,
      ClusterSettings settings,
      DatabaseClock clock,
      CompletableFuture<Done> up) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(new Tick(), Duration.ZERO, settings.heartbeat());
          timers.startTimerWithFixedDelay(new Sweep(), SWEEP);
          timers.startTimerWithFixedDelay(new CompareClocks(), settings.clock().interval());
          return new MeetingPlace(context, self, database, settings, clock, up);
        }));
  }

  private MeetingPlace(
      ActorContext<Message> context,
      Self self,
      ClusterDatabase database,
      ClusterSettings settings,
      DatabaseClock clock,
      CompletableFuture<Done> up) {
    super(context);
    context.setLoggerName(MeetingPlace.class);
    this.self = self;
    this.database = database;
    this.settings = settings;
    this.clock = clock;
    this.up = up;
    this.cluster = Cluster.get(context.getSystem());
    this.approach = new Approach(self, settings);
    var selfUp = context.messageAdapter(SelfUp.class, _ -> new Up());
    var removed =
        context.messageAdapter(
            ClusterEvent.MemberRemoved.class, gone -> new Removed(gone.member()));
    cluster.subscriptions().tell(Subscribe.create(selfUp, SelfUp.class));
    cluster.subscriptions().tell(Subscribe.create(removed, ClusterEvent.MemberRemoved.class));
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Tick() -> look();
      case Sweep() -> sweep();
      case Seen(var sight) -> seen(sight);
      case Asked() -> {
        asking = false;
        look();
      }
      case Blind(var cause) -> wentBlind(cause);
      case Up() -> isUp();
      case Removed(var gone) -> removed(gone);
      case Leaving() -> leaving = true;
      case TidiedUp() -> {}
      case CompareClocks() -> compareClocks();
      case Compared(var tooFarOff) -> compared(tooFarOff);
    }
    return this;
  }

  /** One question at a time: the next tick comes anyway. */
  private void look() {
    if (!asking) {
      long ours = member ? number : 0;
      ask(() -> new Seen(database.nodes().look(self, ours, settings.aliveWithin())));
    }
  }

  private void ask(SqlCall<Message> question) {
    asking = true;
    getContext()
        .pipeToSelf(
            SqlCall.in(database.blocking(), question),
            (answer, failure) -> failure == null ? answer : new Blind(failure));
  }

  private void seen(Sight sight) {
    asking = false;
    if (blind) {
      blind = false;
      getContext().getLog().info("The table of nodes can be reached again");
    }
    if (leaving) {
      return;
    }
    if (!member) {
      approach(sight);
    } else if (!sight.registered()) {
      stepDown("the others have removed it from the table of nodes");
    } else if (sight.founded() != number) {
      stepDown("it belongs to cluster " + number + ", but there is cluster " + sight.founded());
    }
  }

  private void approach(Sight sight) {
    switch (approach.next(sight, System.nanoTime())) {
      case Approach.Step.Register(var replaced) ->
          ask(() -> {
            database.nodes().register(self, replaced);
            return new Asked();
          });
      case Approach.Step.JoinSelf(var founded) -> {
        if (number != founded) {
          getContext().getLog().info("Founded cluster {}", founded);
          number = founded;
          cluster.manager().tell(Join.create(cluster.selfMember().address()));
        }
      }
      case Approach.Step.JoinOthers(var founded, var addresses) -> join(founded, addresses);
      case Approach.Step.Found() ->
          ask(() -> {
            // what came of it is seen at the next look, also when the answer got lost
            database.nodes().found(self, settings.aliveWithin());
            return new Asked();
          });
      case Approach.Step.Wait() -> {}
      case Approach.Step.Refuse(var address) -> {
        leaving = true;
        up.completeExceptionally(JoinRefusedException.otherSecret(address));
      }
      case Approach.Step.GiveUp() -> {
        leaving = true;
        up.completeExceptionally(new AddressTaken(self.address()));
      }
    }
  }

  /** Pekko itself goes on trying; it is told again when there are others, or after a while. */
  private void join(long founded, List<String> addresses) {
    var late = System.nanoTime() - triedAt > TRY_AGAIN.toNanos();
    if (number == founded && tried.equals(addresses) && !late) {
      return;
    }
    if (number == founded && late) {
      getContext()
          .getLog()
          .warn("{} are alive in cluster {}, but do not let us in yet", addresses, founded);
    } else {
      getContext().getLog().info("Joining cluster {} at {}", founded, addresses);
    }
    number = founded;
    tried = addresses;
    triedAt = System.nanoTime();
    List<Address> seeds = addresses.stream().map(AddressFromURIString::parse).toList();
    cluster.manager().tell(new JoinSeedNodes(seeds));
  }

  private void isUp() {
    member = true;
    up.complete(Done.getInstance());
    getContext().getLog().info("{} is up in cluster {}", self.address(), number);
    look();
  }

  private void wentBlind(Throwable cause) {
    asking = false;
    approach.blind();
    long now = System.nanoTime();
    if (!blind) {
      blind = true;
      blindSince = now;
      getContext().getLog().warn("The table of nodes cannot be reached: {}", cause.toString());
    } else if (member
        && !leaving
        && now - blindSince > settings.databaseAway().toNanos()
        && others().findAny().isPresent()) {
      leaving = true;
      getContext().getLog().error("This node stops: it is without its database, among others");
      getContext().getSystem().terminate();
    }
  }

  /** At once: whoever took this node for dead may serve its guilds already. */
  private void stepDown(String why) {
    leaving = true;
    getContext().getLog().error("This node stops: {}", why);
    cluster.manager().tell(new Down(cluster.selfMember().address()));
  }

  /**
   * Whoever stays removes the row, so that one that was only stopped learns of it. Whoever goes
   * itself hears that everybody was removed: that is true for it alone.
   */
  private void removed(Member gone) {
    var address = gone.address().toString();
    var incarnation = gone.uniqueAddress().longUid();
    if (member && !leaving && !cluster.isTerminated() && incarnation != self.incarnation()) {
      tidyUp(() -> {
        database.nodes().remove(address, incarnation);
        return new TidiedUp();
      });
    }
  }

  /** A database that cannot be asked is noticed by the heartbeats. */
  private void compareClocks() {
    tidyUp(() -> new Compared(clock.compare()));
  }

  /** Twice in a row: one answer may be of a server that was just being replaced. */
  private void compared(boolean tooFarOff) {
    if (!tooFarOff || leaving) {
      clockWasOff = false;
    } else if (!clockWasOff) {
      clockWasOff = true;
      compareClocks();
    } else {
      leaving = true;
      getContext().getLog().error("This node stops: {}", clock.sentence());
      getContext().getSystem().terminate();
    }
  }

  private void sweep() {
    if (member && !leaving) {
      var members =
          Stream.concat(
                  others().map(other -> other.address().toString()), Stream.of(self.address()))
              .toList();
      tidyUp(() -> {
        database.nodes().sweep(members, SWEEP);
        return new TidiedUp();
      });
    }
  }

  private void tidyUp(SqlCall<Message> work) {
    getContext()
        .pipeToSelf(
            SqlCall.in(database.blocking(), work),
            (done, failure) -> {
              if (failure != null) {
                getContext().getLog().debug("The table of nodes was not tidied up", failure);
              }
              return done == null ? new TidiedUp() : done;
            });
  }

  /** Everybody else in the cluster, as far as we know. */
  private Stream<Member> others() {
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
        .filter(other -> other.uniqueAddress().longUid() != self.incarnation())
        .filter(other -> !other.status().equals(MemberStatus.removed()));
  }
}
