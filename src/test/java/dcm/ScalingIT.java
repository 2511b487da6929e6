package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A cluster under load grows and shrinks. */
@EnabledIfSystemProperty(named = "dcm.long", matches = "true")
class ScalingIT {
  private static final int GUILDS = 36;
  private static final double MARGIN = 0.3;
  private static final Duration SPREAD_TIMEOUT = Duration.ofMinutes(3);

  @TempDir Path directory;

  @Test
  void guilds_spread_over_new_nodes_with_short_waits() throws Exception {
    try (var services = SharedServices.in(directory);
        var nodeCluster = NodeCluster.of(3, 1, GUILDS, services, _ -> Map.of())) {
      var startedAt = System.nanoTime();
      // clients use the first node only: the test measures moves, not the first requests to a new
      // process
      List.of(1, 2).forEach(number -> nodeCluster.nodes.get(number).launch());
      await("guilds are spread").atMost(SPREAD_TIMEOUT).until(() -> spread(nodeCluster.nodes));
      var now = System.nanoTime();
      var silent = nodeCluster.load.recorder().longestSilence(startedAt, now);
      NodeCluster.record(
          "1 to 3 nodes: longest silence of a guild %s, longest wait %s, %s"
              .formatted(
                  NodeCluster.text(silent),
                  NodeCluster.text(nodeCluster.load.recorder().longestWait(startedAt, now)),
                  counts(nodeCluster.nodes)));
      nodeCluster.nodes.subList(1, 3).forEach(nodeCluster.load::use);
      nodeCluster.load.runFor(NodeCluster.WARM_UP_TIME);
      var terminated = nodeCluster.terminate(2);
      nodeCluster.load.untilAllAreServed();
      var left = nodeCluster.nodes.subList(0, 2);
      await("guilds are spread").atMost(SPREAD_TIMEOUT).until(() -> spread(left));
      NodeCluster.record("3 to 2 nodes: " + counts(left));
      nodeCluster.verify();
      assertThat(silent).isLessThan(NodeCluster.MAX_WAIT_PLANNED);
      assertThat(terminated).isLessThan(NodeCluster.MAX_WAIT_PLANNED);
    }
  }

  private static boolean spread(List<NodeProcess> nodes) {
    var even = (double) GUILDS / nodes.size();
    var counts = counts(nodes);
    return counts.stream().mapToInt(Integer::intValue).sum() >= GUILDS
        && counts.stream().allMatch(count -> Math.abs(count - even) <= MARGIN * even);
  }

  private static List<Integer> counts(List<NodeProcess> nodes) {
    return nodes.stream().map(ScalingIT::guilds).toList();
  }

  /** The number of guild entities of each node. */
  private static int guilds(NodeProcess node) {
    var guilds = 0;
    JsonNode shards =
        new TestHttpClient(node.management()).get("/cluster/shards/guild").body().path("regions");
    for (var shard : shards) {
      guilds += shard.get("numEntities").asInt();
    }
    return guilds;
  }
}
