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
 * Joins the cluster through the table of nodes and monitors the membership. First it executes the
 * steps of {@link JoinDecider} until the node is up in the cluster. From then on each heartbeat
 * also checks the membership: when other members removed this node's row or founded another
 * cluster, they considered it dead, and it steps down.
 */
final class MembershipMonitor extends AbstractMatchingBehavior<MembershipMonitor.Message> {
  private static final Duration JOIN_RETRY_INTERVAL = Duration.ofSeconds(15);
  private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);

  /** The messages of this actor. */
  sealed interface Message {}

  private record Tick() implements Message {}

  private record Sweep() implements Message {}

  private record SnapshotRead(JoinDecider.NodeTableSnapshot snapshot) implements Message {}

  private record TableUpdated() implements Message {}

  private record DatabaseUnavailable(Throwable cause) implements Message {}

  private record BecameUp() implements Message {}

  private record PeerRemoved(Member member) implements Message {}

  private record MaintenanceDone() implements Message {}

  private record CompareClocks() implements Message {}

  private record ClocksCompared(boolean tooFarOff) implements Message {}

  /** The node is shutting down. */
  record Leaving() implements Message {}

  private final JoinDecider.SelfNode self;
  private final ClusterDatabase database;
  private final ClusterSettings settings;
  private final DatabaseClock clock;
  private final CompletableFuture<Done> up;
  private final Cluster cluster;
  private final JoinDecider joinDecider;

  /** The number of the cluster that this node joined or is joining. */
  private long clusterNumber;

  private boolean joined;
  private boolean leaving;
  private boolean requestInFlight;
  private boolean databaseUnavailable;
  private long unavailableSinceNanos;
  private List<String> triedSeeds = List.of();
  private long triedAtNanos;
  private boolean clockWasOff;

  static Behavior<Message> create(
      JoinDecider.SelfNode self,
      ClusterDatabase database,
      ClusterSettings settings,
      DatabaseClock clock,
      CompletableFuture<Done> up) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(new Tick(), Duration.ZERO, settings.heartbeat());
          timers.startTimerWithFixedDelay(new Sweep(), SWEEP_INTERVAL);
          timers.startTimerWithFixedDelay(new CompareClocks(), settings.clockLimits().interval());
          return new MembershipMonitor(context, self, database, settings, clock, up);
        }));
  }

  private MembershipMonitor(
      ActorContext<Message> context,
      JoinDecider.SelfNode self,
      ClusterDatabase database,
      ClusterSettings settings,
      DatabaseClock clock,
      CompletableFuture<Done> up) {
    super(context);
    context.setLoggerName(MembershipMonitor.class);
    this.self = self;
    this.database = database;
    this.settings = settings;
    this.clock = clock;
    this.up = up;
    this.cluster = Cluster.get(context.getSystem());
    this.joinDecider = new JoinDecider(self, settings);
    var selfUpAdapter = context.messageAdapter(SelfUp.class, _ -> new BecameUp());
    var removedAdapter =
        context.messageAdapter(
            ClusterEvent.MemberRemoved.class,
            removedMember -> new PeerRemoved(removedMember.member()));
    cluster.subscriptions().tell(Subscribe.create(selfUpAdapter, SelfUp.class));
    cluster
        .subscriptions()
        .tell(Subscribe.create(removedAdapter, ClusterEvent.MemberRemoved.class));
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Tick() -> readTable();
      case Sweep() -> sweep();
      case SnapshotRead(var snapshot) -> onSnapshot(snapshot);
      case TableUpdated() -> {
        requestInFlight = false;
        readTable();
      }
      case DatabaseUnavailable(var cause) -> onDatabaseUnavailable(cause);
      case BecameUp() -> onUp();
      case PeerRemoved(var removedMember) -> onPeerRemoved(removedMember);
      case Leaving() -> leaving = true;
      case MaintenanceDone() -> {}
      case CompareClocks() -> compareClocks();
      case ClocksCompared(var tooFarOff) -> onClocksCompared(tooFarOff);
    }
    return this;
  }

  /**
   * Sends a heartbeat and reads the table, unless a request is in flight; the next tick retries.
   */
  private void readTable() {
    if (!requestInFlight) {
      long ownCluster = joined ? clusterNumber : 0;
      runRequest(() ->
          new SnapshotRead(
              database.nodes().heartbeatAndRead(self, ownCluster, settings.heartbeatTimeout())));
    }
  }

  private void runRequest(BlockingSql<Message> request) {
    requestInFlight = true;
    getContext()
        .pipeToSelf(
            BlockingSql.runOn(database.executor(), request),
            (answer, failure) -> failure == null ? answer : new DatabaseUnavailable(failure));
  }

  private void onSnapshot(JoinDecider.NodeTableSnapshot snapshot) {
    requestInFlight = false;
    if (databaseUnavailable) {
      databaseUnavailable = false;
      getContext().getLog().info("Node table reachable again");
    }
    if (leaving) {
      return;
    }
    if (!joined) {
      onSnapshotWhileJoining(snapshot);
    } else if (!snapshot.registered()) {
      stepDown("its row was removed from the node table by another member");
    } else if (snapshot.latestCluster() != clusterNumber) {
      stepDown(
          "it belongs to cluster "
              + clusterNumber
              + ", which was superseded by cluster "
              + snapshot.latestCluster());
    }
  }

  private void onSnapshotWhileJoining(JoinDecider.NodeTableSnapshot snapshot) {
    switch (joinDecider.decide(snapshot, System.nanoTime())) {
      case JoinDecider.Step.Register(var replacedIncarnation) ->
          runRequest(() -> {
            database.nodes().register(self, replacedIncarnation);
            return new TableUpdated();
          });
      case JoinDecider.Step.JoinSelf(var latestCluster) -> {
        if (clusterNumber != latestCluster) {
          getContext().getLog().info("Founded cluster {}", latestCluster);
          clusterNumber = latestCluster;
          cluster.manager().tell(Join.create(cluster.selfMember().address()));
        }
      }
      case JoinDecider.Step.JoinOthers(var latestCluster, var addresses) ->
          join(latestCluster, addresses);
      case JoinDecider.Step.FoundCluster() ->
          runRequest(() -> {
            // the next read shows the outcome, also when the response was lost
            database.nodes().foundCluster(self, settings.heartbeatTimeout());
            return new TableUpdated();
          });
      case JoinDecider.Step.Wait() -> {}
      case JoinDecider.Step.RejectSecret(var address) -> {
        leaving = true;
        up.completeExceptionally(JoinRefusedException.otherSecret(address));
      }
      case JoinDecider.Step.AddressInUse() -> {
        leaving = true;
        up.completeExceptionally(new AddressInUseException(self.address()));
      }
    }
  }

  /**
   * Joins at these addresses. Pekko retries by itself; it is told again when the addresses change,
   * or after 15 s.
   */
  private void join(long latestCluster, List<String> addresses) {
    var late = System.nanoTime() - triedAtNanos > JOIN_RETRY_INTERVAL.toNanos();
    if (clusterNumber == latestCluster && triedSeeds.equals(addresses) && !late) {
      return;
    }
    if (clusterNumber == latestCluster && late) {
      getContext()
          .getLog()
          .warn(
              "Members {} of cluster {} have not admitted this node yet; retrying",
              addresses,
              latestCluster);
    } else {
      getContext().getLog().info("Joining cluster {} at {}", latestCluster, addresses);
    }
    clusterNumber = latestCluster;
    triedSeeds = addresses;
    triedAtNanos = System.nanoTime();
    List<Address> seeds = addresses.stream().map(AddressFromURIString::parse).toList();
    cluster.manager().tell(new JoinSeedNodes(seeds));
  }

  private void onUp() {
    joined = true;
    up.complete(Done.getInstance());
    getContext().getLog().info("{} is up in cluster {}", self.address(), clusterNumber);
    readTable();
  }

  private void onDatabaseUnavailable(Throwable cause) {
    requestInFlight = false;
    joinDecider.databaseUnavailable();
    long now = System.nanoTime();
    if (!databaseUnavailable) {
      databaseUnavailable = true;
      unavailableSinceNanos = now;
      getContext().getLog().warn("Node table unreachable: {}", cause.toString());
    } else if (joined
        && !leaving
        && now - unavailableSinceNanos > settings.maxDatabaseOutage().toNanos()
        && otherMembers().findAny().isPresent()) {
      leaving = true;
      getContext()
          .getLog()
          .error("Stopping node: database unreachable while other members are present");
      getContext().getSystem().terminate();
    }
  }

  /**
   * Leaves immediately, because the members that considered this node dead may serve its guilds
   * already.
   */
  private void stepDown(String reason) {
    leaving = true;
    getContext().getLog().error("Stopping node: {}", reason);
    cluster.manager().tell(new Down(cluster.selfMember().address()));
  }

  /**
   * Deletes the row of a removed member, so that the member notices if it was only paused. A node
   * that leaves the cluster sees all others as removed; that must not delete their rows.
   */
  private void onPeerRemoved(Member removedMember) {
    var address = removedMember.address().toString();
    var incarnation = removedMember.uniqueAddress().longUid();
    if (joined && !leaving && !cluster.isTerminated() && incarnation != self.incarnation()) {
      runMaintenance(() -> {
        database.nodes().remove(address, incarnation);
        return new MaintenanceDone();
      });
    }
  }

  /** Compares the clocks; an unavailable database is noticed by the heartbeats. */
  private void compareClocks() {
    runMaintenance(() -> new ClocksCompared(clock.compare()));
  }

  /**
   * Stops the node when two comparisons in a row fail: one of them may have been answered by a
   * server that was being replaced.
   */
  private void onClocksCompared(boolean tooFarOff) {
    if (!tooFarOff || leaving) {
      clockWasOff = false;
    } else if (!clockWasOff) {
      clockWasOff = true;
      compareClocks();
    } else {
      leaving = true;
      getContext().getLog().error("Stopping node: {}", clock.describeOffset());
      getContext().getSystem().terminate();
    }
  }

  private void sweep() {
    if (joined && !leaving) {
      var members =
          Stream.concat(
                  otherMembers().map(other -> other.address().toString()),
                  Stream.of(self.address()))
              .toList();
      runMaintenance(() -> {
        database.nodes().sweep(members, SWEEP_INTERVAL);
        return new MaintenanceDone();
      });
    }
  }

  private void runMaintenance(BlockingSql<Message> work) {
    getContext()
        .pipeToSelf(
            BlockingSql.runOn(database.executor(), work),
            (done, failure) -> {
              if (failure != null) {
                getContext().getLog().debug("Node table maintenance failed", failure);
              }
              return done == null ? new MaintenanceDone() : done;
            });
  }

  /** The other members of the cluster, as seen by this node. */
  private Stream<Member> otherMembers() {
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
        .filter(other -> other.uniqueAddress().longUid() != self.incarnation())
        .filter(other -> !other.status().equals(MemberStatus.removed()));
  }
}
