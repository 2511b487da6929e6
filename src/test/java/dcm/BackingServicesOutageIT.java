package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.embedded.DedicatedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Outages of PostgreSQL and Redis, with two nodes under load. */
@EnabledIfSystemProperty(named = "dcm.long", matches = "true")
class BackingServicesOutageIT {
  private static final Duration LOAD_TIME = Duration.ofSeconds(5);
  private static final Duration RECOVERY_TIME = Duration.ofSeconds(10);

  @TempDir Path directory;
  private DedicatedPostgres postgres;
  private SharedServices services;
  private NodeCluster nodeCluster;

  /** An outage of a service; it is over when this returns. */
  private interface FaultInjection {
    void inject() throws Exception;
  }

  @BeforeEach
  void open() throws Exception {
    postgres = DedicatedPostgres.start(directory.resolve("database"));
    services = SharedServices.on(directory, postgres.environment());
    nodeCluster = NodeCluster.of(2, services);
  }

  @AfterEach
  void close() throws Exception {
    if (nodeCluster != null) {
      nodeCluster.close();
    }
    if (services != null) {
      services.close();
    }
    postgres.close();
  }

  @Test
  void postgresql_is_restarted() throws Exception {
    during(
        "PostgreSQL killed, and started again after 5 s",
        () -> {
          postgres.crash();
          nodeCluster.load.runFor(LOAD_TIME);
          postgres.restart();
        });
  }

  @Test
  void all_connections_to_postgresql_are_cut() throws Exception {
    during("all connections to PostgreSQL cut", postgres::terminateConnections);
  }

  @Test
  void redis_is_killed_and_restarted() throws Exception {
    during(
        "Redis killed, and started again after 5 s",
        () -> {
          services.redis().kill();
          nodeCluster.load.runFor(LOAD_TIME);
          services.redis().restart();
        });
  }

  @Test
  void redis_loses_all_data() throws Exception {
    during("Redis emptied", services.redis()::flush);
  }

  /** Asserts that errors occur only during the outage and shortly after it. */
  private void during(String what, FaultInjection fault) throws Exception {
    nodeCluster.load.runFor(LOAD_TIME);
    var before = System.nanoTime();
    fault.inject();
    var overAt = System.nanoTime();
    nodeCluster.load.untilAllAreServed();
    var servedAt = System.nanoTime();
    nodeCluster.load.runFor(RECOVERY_TIME);
    nodeCluster.load.runFor(LOAD_TIME);
    var now = System.nanoTime();
    var recorder = nodeCluster.load.recorder();
    var waited = nodeCluster.recordLongestWait(what, before);
    NodeCluster.record(
        "all served %s after it was over"
            .formatted(NodeCluster.text(Duration.ofNanos(servedAt - overAt))));
    nodeCluster.verify();
    assertThat(recorder.failures(overAt + RECOVERY_TIME.toNanos(), now)).isEmpty();
    assertThat(waited).isLessThan(Duration.ofNanos(overAt - before).plus(RECOVERY_TIME));
    assertThat(nodeCluster.nodes).allMatch(NodeProcess::isAlive);
  }
}
