package dcm.cluster;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.typed.Cluster;

/** This node's place among the others. See docs/adr/0015. */
public final class Membership {
  private final CompletableFuture<Done> up;

  private Membership(CompletableFuture<Done> up) {
    this.up = up;
  }

  /**
   * Begins to look for the others in the database, joins them or founds a cluster, and stays in
   * touch until the actor system ends. Once per actor system, which belongs to no cluster yet.
   *
   * @param database stays open longer than the actor system
   * @param clock compared each minute from now on
   * @param version of this program
   * @param secretFingerprint names the secret that all nodes have to share, and does not tell it
   */
  public static Membership start(
      ActorSystem<?> system,
      ClusterDatabase database,
      ClusterSettings settings,
      DatabaseClock clock,
      String version,
      String secretFingerprint) {
    var member = Cluster.get(system).selfMember();
    var self =
        new JoinDecider.SelfNode(
            member.address().toString(),
            member.uniqueAddress().longUid(),
            settings.roles(),
            version,
            secretFingerprint);
    var up = new CompletableFuture<Done>();
    var monitor =
        system.systemActorOf(
            MembershipMonitor.create(self, database, settings, clock, up),
            "membership-monitor",
            Props.empty());
    var shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "membership-monitor",
        () -> {
          monitor.tell(new MembershipMonitor.Leaving());
          return CompletableFuture.completedFuture(Done.getInstance());
        });
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
        "remove-node-row",
        () ->
            BlockingSql.runOn(database.executor(), () -> remove(database, self))
                .thenApply(_ -> Done.getInstance()));
    return new Membership(up);
  }

  private static boolean remove(ClusterDatabase database, JoinDecider.SelfNode self)
      throws SQLException {
    database.nodes().remove(self.address(), self.incarnation());
    return true;
  }

  /**
   * Done when this node is up in the cluster, which takes as long as it takes: a node that finds
   * others and cannot reach them never founds a cluster of its own. Fails with {@link
   * AddressInUseException} when another process that lives has the same address, and with {@link
   * JoinRefusedException} when a member works with another secret.
   */
  public CompletionStage<Done> up() {
    return up.minimalCompletionStage();
  }
}
