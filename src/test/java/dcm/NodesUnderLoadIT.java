package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Three nodes under load, two of which stop; {@code ChaosIT} has more cases. Runs alone, because
 * waiting times are asserted.
 */
@EnabledIfSystemProperty(named = "dcm.long", matches = "true")
@Isolated
class NodesUnderLoadIT {
  @TempDir Path directory;

  @Test
  void after_a_kill_and_a_stop_nothing_is_lost_stale_or_executed_twice() throws Exception {
    try (var services = SharedServices.in(directory);
        var nodeCluster = NodeCluster.of(3, services)) {
      nodeCluster.load.untilAllAreServed();
      var killed = nodeCluster.kill(1);
      var terminated = nodeCluster.terminate(0);
      nodeCluster.verify();
      assertThat(killed).as(nodeCluster::warnings).isLessThan(NodeCluster.MAX_WAIT_AFTER_KILL);
      assertThat(terminated).as(nodeCluster::warnings).isLessThan(NodeCluster.MAX_WAIT_PLANNED);
    }
  }
}
