package dcm.cluster;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node does that is in no cluster yet, decided on what it sees in the database. It never
 * founds a cluster while one may live: when there are members that are silent, it watches them as
 * long as they might only have been kept from the database, like everybody, before it gives them
 * up.
 */
final class Approach {
  private static final int STANDSTILL = 3;

  /** What to do next. */
  sealed interface Step {
    /** Take our address's row, from this incarnation when it has one; 0 when nobody has it. */
    record Register(long replaced) implements Step {}

    /** We founded this cluster and are its first. */
    record JoinSelf(long cluster) implements Step {}

    record JoinOthers(long cluster, List<String> addresses) implements Step {}

    record Found() implements Step {}

    record Wait() implements Step {}

    /** The node at this address lives in the cluster with another secret than ours. */
    record Refuse(String address) implements Step {}

    /** Somebody who lives has our address. */
    record GiveUp() implements Step {}
  }

  private final Self self;
  private final ClusterSettings settings;
  private @Nullable Occupant occupant;
  private boolean watching;
  private long watchedSince;

  Approach(Self self, ClusterSettings settings) {
    this.self = self;
    this.settings = settings;
  }

  /** The database could not be asked: whoever is silent may be so for the same reason. */
  void blind() {
    watching = false;
  }

  /**
   * @param now {@code System.nanoTime()}
   */
  Step next(Sight sight, long now) {
    if (!watching) {
      watching = true;
      watchedSince = now;
    }
    var mine = sight.at(self.address());
    if (mine.isEmpty()) {
      return new Step.Register(0);
    }
    if (!self.is(mine.get())) {
      return take(mine.get(), now);
    }
    if (mine.get().cluster() > 0 && mine.get().cluster() == sight.founded()) {
      return new Step.JoinSelf(sight.founded());
    }
    var others = sight.othersInCluster(self.address());
    // the dead keep nobody out: whoever changes the secret stops all nodes first
    for (var other : others) {
      if (other.alive() && other.hasOtherSecretThan(self.secretFingerprint())) {
        return new Step.Refuse(other.address());
      }
    }
    var alive = others.stream().filter(NodeRow::alive).map(NodeRow::address).toList();
    if (!alive.isEmpty()) {
      return new Step.JoinOthers(sight.founded(), alive);
    }
    return others.isEmpty() || elapsed(watchedSince, settings.aliveWithin(), now)
        ? new Step.Found()
        : new Step.Wait();
  }

  private Step take(NodeRow row, long now) {
    if (!row.alive()) {
      return new Step.Register(row.incarnation());
    }
    if (occupant == null) {
      occupant = new Occupant(row.incarnation(), row.heartbeat(), now);
    }
    if (occupant.moved(row)) {
      return new Step.GiveUp();
    }
    return elapsed(occupant.since(), settings.heartbeat().multipliedBy(STANDSTILL), now)
        ? new Step.Register(row.incarnation())
        : new Step.Wait();
  }

  private static boolean elapsed(long since, Duration least, long now) {
    return now - since >= least.toNanos();
  }
}
