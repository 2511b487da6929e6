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

/** Nodes cannot reach each other, but their database and everybody who asks can reach them all. */
@EnabledIfSystemProperty(named = "dcm.long", matches = "true")
class PartitionIT {
  @TempDir Path directory;

  @BeforeEach
  void onlyWherePermitted() {
    assumeTrue(
        Firewall.isPermitted(),
        "SKIPPED: no network partition was tried, because iptables is not there or not permitted");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void one_half_goes_on_and_the_other_ends_and_no_guild_is_served_by_both(int size)
      throws Exception {
    try (var ground = Ground.in(directory);
        var firewall = new Firewall();
        var fleet = Fleet.of(size, size, Fleet.GUILDS, ground, PartitionIT::address)) {
      fleet.load.untilAllAreServed();
      fleet.nodes.forEach(fleet.load::insistOn);
      var parted = System.nanoTime();
      firewall.part(
          List.of(host(0)), IntStream.range(1, size).mapToObj(PartitionIT::host).toList());
      await("one half ends")
          .atMost(Fleet.UNTIL_IT_LEFT)
          .until(() -> fleet.nodes.stream().anyMatch(node -> !node.isAlive()));
      fleet.load.untilAllAreServed();
      var waited = fleet.load.witness().longestWait(parted, System.nanoTime());
      var left = fleet.nodes.stream().filter(node -> !node.isAlive()).toList();
      Fleet.note(
          "partition of 1 and %d: longest wait %s, %d ended"
              .formatted(size - 1, Fleet.text(waited), left.size()));
      firewall.heal();
      left.forEach(NodeProcess::launch);
      fleet.load.untilAllAreServed();
      fleet.judge();
      assertThat(left).hasSizeBetween(1, size - 1);
      assertThat(waited).isLessThan(Fleet.AFTER_A_KILL);
    }
  }

  private static String host(int number) {
    return "127.0.0." + (number + 2);
  }

  /** Packets that a node sends to others must show whose they are. */
  private static Map<String, String> address(int number) {
    return Map.of(
        "DCM_CLUSTER_HOST",
        host(number),
        "JAVA_TOOL_OPTIONS",
        "-Dpekko.remote.artery.advanced.tcp.outbound-client-hostname=" + host(number));
  }
}
