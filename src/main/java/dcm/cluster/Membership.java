package dcm.cluster;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.typed.Cluster;

/** This node's membership in the cluster. See docs/adr/0015. */
public final class Membership {
  private final CompletableFuture<Done> up;

  private Membership(CompletableFuture<Done> up) {
    this.up = up;
  }

  /**
   * Joins the members found in the database, or founds a cluster, and monitors the membership until
   * the actor system ends. Called once per actor system, which must not belong to a cluster yet.
   *
   * @param database must stay open longer than the actor system
   * @param clock is compared at its interval from now on
   * @param version of this program
   * @param secretFingerprint identifies the secret that all nodes have to share, without revealing
   *     it
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
   * Completes when this node is up in the cluster. There is no timeout: a node that finds members
   * but cannot reach them never founds a cluster of its own. Fails with {@link
   * AddressInUseException} when another live process has the same address, and with {@link
   * JoinRefusedException} when a member has another secret.
   */
  public CompletionStage<Done> up() {
    return up.minimalCompletionStage();
  }
}
