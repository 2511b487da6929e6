package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.embedded.ReplicatedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL's primary is lost under load and its synchronous standby is promoted. The nodes have a
 * URL of two hosts with {@code targetServerType=primary}.
 */
@EnabledIfSystemProperty(named = "dcm.long", matches = "true")
class PostgresFailoverIT {
  private static final Duration LOAD_TIME = Duration.ofSeconds(10);
  private static final Duration RECOVERY_TIME = Duration.ofSeconds(10);

  @TempDir Path directory;

  @Test
  void no_acknowledged_write_is_lost_when_the_standby_is_promoted() throws Exception {
    try (var postgres = ReplicatedPostgres.start(directory.resolve("database"));
        var services = SharedServices.on(directory, postgres.environment());
        var nodeCluster = NodeCluster.of(2, services)) {
      nodeCluster.load.runFor(LOAD_TIME);
      var before = System.nanoTime();
      postgres.failOver();
      var promotedAt = System.nanoTime();
      nodeCluster.load.untilAllAreServed();
      var servedAt = System.nanoTime();
      nodeCluster.load.runFor(RECOVERY_TIME);
      var waited = nodeCluster.recordLongestWait("PostgreSQL: standby promoted", before);
      NodeCluster.record(
          "all served %s after the promotion"
              .formatted(NodeCluster.text(Duration.ofNanos(servedAt - promotedAt))));
      nodeCluster.verify();
      assertThat(waited).isLessThan(Duration.ofNanos(promotedAt - before).plus(RECOVERY_TIME));
      assertThat(nodeCluster.nodes).allMatch(NodeProcess::isAlive);
    }
  }
}
