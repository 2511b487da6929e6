package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes under load are killed, stopped, paused and resumed. */
@EnabledIfSystemProperty(named = "dcm.long", matches = "true")
class ChaosIT {
  private static final Duration LOAD_TIME = Duration.ofSeconds(5);

  private static final int KILLS = 20;

  @TempDir Path directory;
  private SharedServices services;

  @BeforeEach
  void open() {
    services = SharedServices.in(directory);
  }

  @AfterEach
  void close() throws Exception {
    services.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void each_node_in_turn_is_killed_and_the_others_serve_all_guilds(int size) {
    var waits = new ArrayList<Duration>();
    try (var nodeCluster = NodeCluster.of(size, services)) {
      for (var number = 0; number < size; number++) {
        nodeCluster.load.runFor(LOAD_TIME);
        waits.add(nodeCluster.kill(number));
        nodeCluster.nodes.get(number).launch();
      }
      nodeCluster.verify();
    }
    assertThat(waits)
        .allSatisfy(wait -> assertThat(wait).isLessThan(NodeCluster.MAX_WAIT_AFTER_KILL));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void each_node_in_turn_is_stopped_with_short_waits(int size) {
    var waits = new ArrayList<Duration>();
    try (var nodeCluster = NodeCluster.of(size, services)) {
      for (var number = 0; number < size; number++) {
        nodeCluster.load.runFor(NodeCluster.WARM_UP_TIME);
        waits.add(nodeCluster.terminate(number));
        nodeCluster.nodes.get(number).launch();
      }
      nodeCluster.verify();
    }
    assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(NodeCluster.MAX_WAIT_PLANNED));
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 40})
  void a_paused_and_resumed_node_serves_nothing_stale(int seconds) {
    try (var nodeCluster = NodeCluster.of(3, services)) {
      nodeCluster.load.runFor(LOAD_TIME);
      var stoppedNode = nodeCluster.nodes.get(1);
      nodeCluster.load.pinTo(stoppedNode);
      nodeCluster.load.avoid(stoppedNode);
      var stopped = System.nanoTime();
      stoppedNode.signal("STOP");
      nodeCluster.load.runFor(Duration.ofSeconds(seconds));
      stoppedNode.signal("CONT");
      if (seconds > NodeCluster.MAX_WAIT_AFTER_KILL.toSeconds()) {
        await("the node leaves by itself")
            .atMost(NodeCluster.LEAVE_TIMEOUT)
            .until(() -> !stoppedNode.isAlive());
        assertThat(stoppedNode.exitCode()).isEqualTo(1);
      }
      nodeCluster.load.untilAllAreServed();
      nodeCluster.load.runFor(LOAD_TIME.multipliedBy(3));
      var waited = nodeCluster.load.recorder().longestWait(stopped, System.nanoTime());
      NodeCluster.record(
          "SIGSTOP for %d s of 1 of 3: longest wait %s, ended with %s"
              .formatted(
                  seconds,
                  NodeCluster.text(waited),
                  stoppedNode.isAlive() ? "nothing, it stays" : stoppedNode.exitCode()));
      nodeCluster.verify();
      assertThat(waited).isLessThan(NodeCluster.MAX_WAIT_AFTER_KILL);
    }
  }

  @Test
  void twenty_kills_cost_few_logins_at_discord() {
    var waits = new ArrayList<Duration>();
    try (var nodeCluster = NodeCluster.of(3, services)) {
      var before = services.identifiesLeft();
      for (var kill = 0; kill < KILLS; kill++) {
        waits.add(nodeCluster.kill(kill % 3));
        nodeCluster.nodes.get(kill % 3).launch();
      }
      var logins = before - services.identifiesLeft();
      NodeCluster.record("%d kills of 3 nodes in turn: %d IDENTIFYs".formatted(KILLS, logins));
      nodeCluster.verify();
      assertThat(logins).isLessThanOrEqualTo(KILLS);
    }
    assertThat(waits)
        .allSatisfy(wait -> assertThat(wait).isLessThan(NodeCluster.MAX_WAIT_AFTER_KILL));
  }
}
