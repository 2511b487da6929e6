package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Three nodes, two of which go while everybody is at work; {@code ChaosIT} has the rest. What
 * people wait for is the nodes, not the tests that would run beside this one.
 */
@Isolated
class NodesUnderLoadIT {
  @TempDir Path directory;

  @Test
  void one_is_killed_and_one_told_to_stop_and_nothing_is_lost_or_stale_or_done_twice()
      throws Exception {
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
