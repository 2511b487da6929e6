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

/** A cluster gets larger and smaller while everybody is at work. */
@EnabledIfSystemProperty(named = "dcm.long", matches = "true")
class GrowingIT {
  private static final int GUILDS = 36;
  private static final double MARGIN = 0.3;
  private static final Duration UNTIL_SPREAD = Duration.ofMinutes(3);

  @TempDir Path directory;

  @Test
  void guilds_spread_over_nodes_that_come_and_hardly_anybody_notices() throws Exception {
    try (var ground = Ground.in(directory);
        var fleet = Fleet.of(3, 1, GUILDS, ground, _ -> Map.of())) {
      var begun = System.nanoTime();
      // people come to the node that was there: how long moves take is asked, not how long the door
      // of a process takes that has never opened it
      List.of(1, 2).forEach(number -> fleet.nodes.get(number).launch());
      await("guilds are spread").atMost(UNTIL_SPREAD).until(() -> spread(fleet.nodes));
      var now = System.nanoTime();
      var silent = fleet.load.witness().longestSilence(begun, now);
      Fleet.note(
          "1 to 3 nodes: longest silence of a guild %s, longest wait %s, %s"
              .formatted(
                  Fleet.text(silent),
                  Fleet.text(fleet.load.witness().longestWait(begun, now)),
                  counts(fleet.nodes)));
      fleet.nodes.subList(1, 3).forEach(fleet.load::use);
      fleet.load.goesOnFor(Fleet.UNTIL_WARM);
      var terminated = fleet.terminate(2);
      fleet.load.untilAllAreServed();
      var left = fleet.nodes.subList(0, 2);
      await("guilds are spread").atMost(UNTIL_SPREAD).until(() -> spread(left));
      Fleet.note("3 to 2 nodes: " + counts(left));
      fleet.judge();
      assertThat(silent).isLessThan(Fleet.PLANNED);
      assertThat(terminated).isLessThan(Fleet.PLANNED);
    }
  }

  private static boolean spread(List<NodeProcess> nodes) {
    var even = (double) GUILDS / nodes.size();
    var counts = counts(nodes);
    return counts.stream().mapToInt(Integer::intValue).sum() >= GUILDS
        && counts.stream().allMatch(count -> Math.abs(count - even) <= MARGIN * even);
  }

  private static List<Integer> counts(List<NodeProcess> nodes) {
    return nodes.stream().map(GrowingIT::guilds).toList();
  }

  /** How many guilds live there. */
  private static int guilds(NodeProcess node) {
    var guilds = 0;
    JsonNode shards =
        new Web(node.management()).get("/cluster/shards/guild").body().path("regions");
    for (var shard : shards) {
      guilds += shard.get("numEntities").asInt();
    }
    return guilds;
  }
}
