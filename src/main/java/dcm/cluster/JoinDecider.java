package dcm.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a node does that belongs to no cluster yet, based on the table of nodes. It never
 * founds a cluster while another may be alive: before it considers members without a heartbeat
 * dead, it observes them for a heartbeat timeout, because the database may have been unavailable to
 * them too.
 */
final class JoinDecider {
  private static final int MISSED_HEARTBEATS = 3;

  /** The next step. */
  sealed interface Step {
    /** Insert the row of this address, or replace the one of this incarnation; 0: there is none. */
    record Register(long replacedIncarnation) implements Step {}

    /** This node founded the cluster and is its first member. */
    record JoinSelf(long cluster) implements Step {}

    record JoinOthers(long cluster, List<String> addresses) implements Step {}

    record FoundCluster() implements Step {}

    record Wait() implements Step {}

    /** A live member at this address has another secret. */
    record RejectSecret(String address) implements Step {}

    /** Another live process has this address. */
    record AddressInUse() implements Step {}
  }

  private final SelfNode self;
  private final ClusterSettings settings;
  private @Nullable PreviousIncarnation previous;
  private boolean observing;
  private long observedSinceNanos;

  JoinDecider(SelfNode self, ClusterSettings settings) {
    this.self = self;
    this.settings = settings;
  }

  /**
   * Restarts the observation: while the database is unavailable, members cannot write heartbeats
   * either.
   */
  void databaseUnavailable() {
    observing = false;
  }

  /**
   * @param nowNanos {@code System.nanoTime()}
   */
  Step decide(NodeTableSnapshot snapshot, long nowNanos) {
    if (!observing) {
      observing = true;
      observedSinceNanos = nowNanos;
    }
    var own = snapshot.find(self.address());
    if (own.isEmpty()) {
      return new Step.Register(0);
    }
    if (!self.matches(own.get())) {
      return claimAddress(own.get(), nowNanos);
    }
    if (own.get().cluster() > 0 && own.get().cluster() == snapshot.latestCluster()) {
      return new Step.JoinSelf(snapshot.latestCluster());
    }
    var others = snapshot.othersInCluster(self.address());
    // dead members are ignored: to change the secret, operators stop all nodes
    for (var other : others) {
      if (other.alive() && other.hasDifferentSecret(self.secretFingerprint())) {
        return new Step.RejectSecret(other.address());
      }
    }
    var alive =
        others.stream().filter(NodeDao.NodeRow::alive).map(NodeDao.NodeRow::address).toList();
    if (!alive.isEmpty()) {
      return new Step.JoinOthers(snapshot.latestCluster(), alive);
    }
    return others.isEmpty() || elapsed(observedSinceNanos, settings.heartbeatTimeout(), nowNanos)
        ? new Step.FoundCluster()
        : new Step.Wait();
  }

  private Step claimAddress(NodeDao.NodeRow row, long nowNanos) {
    if (!row.alive()) {
      return new Step.Register(row.incarnation());
    }
    if (previous == null) {
      previous = new PreviousIncarnation(row.incarnation(), row.heartbeat(), nowNanos);
    }
    if (previous.hasChanged(row)) {
      return new Step.AddressInUse();
    }
    return elapsed(
            previous.firstSeenNanos(),
            settings.heartbeat().multipliedBy(MISSED_HEARTBEATS),
            nowNanos)
        ? new Step.Register(row.incarnation())
        : new Step.Wait();
  }

  private static boolean elapsed(long since, Duration minimum, long nowNanos) {
    return nowNanos - since >= minimum.toNanos();
  }

  /**
   * This node, as it registers itself.
   *
   * @param address {@code pekko://dcm@host:port}
   * @param incarnation Pekko's unique number of this process
   * @param version of this program
   * @param secretFingerprint identifies its secret without revealing it
   */
  record SelfNode(
      String address, long incarnation, Set<Role> roles, String version, String secretFingerprint) {
    SelfNode {
      roles = Set.copyOf(roles);
    }

    boolean matches(NodeDao.NodeRow row) {
      return row.address().equals(address) && row.incarnation() == incarnation;
    }

    Stream<String> roleNames() {
      return roles.stream().map(Role::configName).sorted();
    }
  }

  /**
   * The table of nodes, as of one read.
   *
   * @param registered whether the row of this node exists and got its heartbeat
   * @param latestCluster number of the cluster that was founded last; 0: none
   */
  record NodeTableSnapshot(boolean registered, long latestCluster, List<NodeDao.NodeRow> rows) {
    NodeTableSnapshot {
      rows = List.copyOf(rows);
    }

    Optional<NodeDao.NodeRow> find(String address) {
      return rows.stream().filter(row -> row.address().equals(address)).findAny();
    }

    /** The other members of the latest cluster, dead or alive. */
    List<NodeDao.NodeRow> othersInCluster(String ownAddress) {
      return rows.stream()
          .filter(row -> latestCluster > 0 && row.cluster() == latestCluster)
          .filter(row -> !row.address().equals(ownAddress))
          .toList();
    }
  }

  /**
   * The previous process with this address. It is alive when its heartbeat changes, and dead when
   * it does not change for a while, by the clock of this node.
   *
   * @param heartbeat its heartbeat when it was first seen
   * @param firstSeenNanos when it was first seen, by {@code System.nanoTime()}
   */
  record PreviousIncarnation(long incarnation, Instant heartbeat, long firstSeenNanos) {
    boolean hasChanged(NodeDao.NodeRow row) {
      return row.incarnation() != incarnation || !row.heartbeat().equals(heartbeat);
    }
  }
}
