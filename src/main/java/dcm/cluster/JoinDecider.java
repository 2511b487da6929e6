package dcm.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a node does that is in no cluster yet, decided on what it sees in the database. It never
 * founds a cluster while one may live: when there are members that are silent, it watches them as
 * long as they might only have been kept from the database, like everybody, before it gives them
 * up.
 */
final class JoinDecider {
  private static final int MISSED_HEARTBEATS = 3;

  /** What to do next. */
  sealed interface Step {
    /** Take our address's row, from this incarnation when it has one; 0 when nobody has it. */
    record Register(long replacedIncarnation) implements Step {}

    /** We founded this cluster and are its first. */
    record JoinSelf(long cluster) implements Step {}

    record JoinOthers(long cluster, List<String> addresses) implements Step {}

    record FoundCluster() implements Step {}

    record Wait() implements Step {}

    /** The node at this address lives in the cluster with another secret than ours. */
    record RejectSecret(String address) implements Step {}

    /** Somebody who lives has our address. */
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

  /** The database could not be asked: whoever is silent may be so for the same reason. */
  void databaseUnavailable() {
    observing = false;
  }

  /**
   * @param now {@code System.nanoTime()}
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
    // the dead keep nobody out: whoever changes the secret stops all nodes first
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
   * This node, as the others will find it.
   *
   * @param address {@code pekko://dcm@host:port}
   * @param incarnation Pekko's number for this run of it
   * @param version of this program
   * @param secretFingerprint names the secret it works with, and does not tell it
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
   * What one look at the database saw.
   *
   * @param registered whether our row was there and got its heartbeat
   * @param founded the number of the cluster that was founded last, 0 when there was none
   */
  record NodeTableSnapshot(boolean registered, long latestCluster, List<NodeDao.NodeRow> rows) {
    NodeTableSnapshot {
      rows = List.copyOf(rows);
    }

    Optional<NodeDao.NodeRow> find(String address) {
      return rows.stream().filter(row -> row.address().equals(address)).findAny();
    }

    /** Who is in the cluster besides ourselves, dead or alive. */
    List<NodeDao.NodeRow> othersInCluster(String ownAddress) {
      return rows.stream()
          .filter(row -> latestCluster > 0 && row.cluster() == latestCluster)
          .filter(row -> !row.address().equals(ownAddress))
          .toList();
    }
  }

  /**
   * Who had our address before us. It is dead when its heartbeat stands still for a while by our
   * own clock, and alive when it moves.
   *
   * @param heartbeat as it was when we first saw it
   * @param since when that was, by {@code System.nanoTime()}
   */
  record PreviousIncarnation(long incarnation, Instant heartbeat, long firstSeenNanos) {
    boolean hasChanged(NodeDao.NodeRow row) {
      return row.incarnation() != incarnation || !row.heartbeat().equals(heartbeat);
    }
  }
}
