package dcm.cluster;

import com.typesafe.config.ConfigFactory;
import dcm.journal.jdbc.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/** An actor system that joins the cluster like a node; several run in one JVM. */
final class TestNode implements AutoCloseable {
  final ActorTestKit kit;
  final Membership membership;
  private final CompletionStage<Done> terminated;
  private final ClusterDatabase database;

  private final DatabaseClock clock;

  private TestNode(
      ActorTestKit kit,
      ClusterDatabase database,
      DatabaseClock clock,
      ClusterSettings settings,
      String secret) {
    this.kit = kit;
    this.database = database;
    this.clock = clock;
    this.terminated = Termination.of(kit.system());
    this.membership = Membership.start(kit.system(), database, settings, clock, "1", secret);
  }

  static TestNode start(TestDatabase testDatabase, Map<String, Object> overrides) {
    return start(testDatabase, overrides, "the secret", InstantSource.system());
  }

  /**
   * @param secret fingerprint of its secret
   * @param local clock of its machine
   */
  static TestNode start(
      TestDatabase testDatabase,
      Map<String, Object> overrides,
      String secret,
      InstantSource local) {
    var config =
        ConfigFactory.parseMap(overrides)
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of(
                        "pekko.actor.provider",
                        "cluster",
                        "pekko.remote.artery.canonical.hostname",
                        "127.0.0.1",
                        "pekko.cluster.jmx.enabled",
                        "off")))
            .withFallback(testDatabase.config());
    var problems = new ArrayList<String>();
    var settings = ClusterSettings.from(config, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.toString());
    }
    var kit = ActorTestKit.create("dcm", settings.pekko("1").withFallback(config));
    var database = ClusterDatabase.open(config);
    try {
      var clock = DatabaseClock.open(database, settings, local);
      return new TestNode(kit, database, clock, settings, secret);
    } catch (IOException refused) {
      kit.shutdownTestKit();
      database.close();
      throw new UncheckedIOException(refused);
    }
  }

  Cluster cluster() {
    return Cluster.get(kit.system());
  }

  int port() {
    return cluster().selfMember().address().getPort().orElseThrow().intValue();
  }

  /** Addresses of the members that are up, as seen by this node. */
  Set<String> up() {
    return StreamSupport.stream(cluster().state().getMembers().spliterator(), false)
        .filter(member -> member.status().equals(MemberStatus.up()))
        .map(Member::address)
        .map(Object::toString)
        .collect(Collectors.toSet());
  }

  boolean hasEnded() {
    return kit.system().getWhenTerminated().toCompletableFuture().isDone();
  }

  /** Leaves the cluster and deletes its row. */
  @Override
  public void close() {
    kit.system().terminate();
    // a node that was not admitted waits for replies before it stops
    terminated.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    clock.close();
    database.close();
  }
}
