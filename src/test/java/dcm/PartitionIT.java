package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Network partitions between nodes, while all nodes reach the database and clients reach all nodes.
 */
@EnabledIfSystemProperty(named = "dcm.long", matches = "true")
class PartitionIT {
  @TempDir Path directory;

  @BeforeEach
  void onlyWherePermitted() {
    assumeTrue(
        NetworkPartition.isPermitted(),
        "SKIPPED: no network partition was tried, because iptables is not there or not permitted");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void one_side_continues_and_the_other_stops_and_no_guild_is_served_by_both(int size)
      throws Exception {
    try (var services = SharedServices.in(directory);
        var partition = new NetworkPartition();
        var nodeCluster =
            NodeCluster.of(size, size, NodeCluster.GUILDS, services, PartitionIT::address)) {
      nodeCluster.load.untilAllAreServed();
      nodeCluster.nodes.forEach(nodeCluster.load::pinTo);
      var partitionedAtNanos = System.nanoTime();
      partition.part(
          List.of(host(0)), IntStream.range(1, size).mapToObj(PartitionIT::host).toList());
      await("one side stops")
          .atMost(NodeCluster.LEAVE_TIMEOUT)
          .until(() -> nodeCluster.nodes.stream().anyMatch(node -> !node.isAlive()));
      nodeCluster.load.untilAllAreServed();
      var waited = nodeCluster.load.recorder().longestWait(partitionedAtNanos, System.nanoTime());
      var ended = nodeCluster.nodes.stream().filter(node -> !node.isAlive()).toList();
      NodeCluster.record(
          "partition of 1 and %d: longest wait %s, %d ended"
              .formatted(size - 1, NodeCluster.text(waited), ended.size()));
      partition.heal();
      ended.forEach(NodeProcess::launch);
      nodeCluster.load.untilAllAreServed();
      nodeCluster.verify();
      assertThat(ended).hasSizeBetween(1, size - 1);
      assertThat(waited).isLessThan(NodeCluster.MAX_WAIT_AFTER_KILL);
    }
  }

  private static String host(int number) {
    return "127.0.0." + (number + 2);
  }

  /** Each node sends from its own loopback address, so that packets can be filtered by node. */
  private static Map<String, String> address(int number) {
    return Map.of(
        "DCM_CLUSTER_HOST",
        host(number),
        "JAVA_TOOL_OPTIONS",
        "-Dpekko.remote.artery.advanced.tcp.outbound-client-hostname=" + host(number));
  }
}
