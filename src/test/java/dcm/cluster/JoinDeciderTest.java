package dcm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.cluster.JoinDecider.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JoinDeciderTest {
  private static final String HERE = "pekko://dcm@127.0.0.1:7355";
  private static final String THERE = "pekko://dcm@127.0.0.1:7356";
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final NodeDao.NodeRow MINE = new NodeDao.NodeRow(HERE, 1, 0, "mine", NOON, true);

  private final JoinDecider decider =
      new JoinDecider(
          new JoinDecider.SelfNode(HERE, 1, EnumSet.allOf(Role.class), "1", "mine"),
          new ClusterSettings(
              EnumSet.allOf(Role.class),
              Duration.ofSeconds(1),
              Duration.ofSeconds(10),
              Duration.ofSeconds(30),
              new ClusterSettings.ClockLimits(
                  Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofSeconds(10)),
              null));

  @Test
  void the_first_node_registers_founds_and_joins_itself() {
    assertThat(decideAt(0, snapshot(0))).isEqualTo(new Step.Register(0));
    assertThat(decideAt(0, snapshot(0, MINE))).isEqualTo(new Step.FoundCluster());
    assertThat(decideAt(0, snapshot(1, new NodeDao.NodeRow(HERE, 1, 1, "mine", NOON, true))))
        .isEqualTo(new Step.JoinSelf(1));
  }

  @Test
  void live_members_of_the_latest_cluster_are_joined() {
    assertThat(decideAt(0, snapshot(3, MINE, new NodeDao.NodeRow(THERE, 2, 3, "mine", NOON, true))))
        .isEqualTo(new Step.JoinOthers(3, List.of(THERE)));
  }

  @Test
  void a_live_node_without_a_cluster_is_not_joined() {
    assertThat(decideAt(0, snapshot(0, MINE, new NodeDao.NodeRow(THERE, 2, 0, "mine", NOON, true))))
        .isEqualTo(new Step.FoundCluster());
  }

  @Test
  void silent_members_are_observed_before_they_are_presumed_dead() {
    var silent = snapshot(3, MINE, new NodeDao.NodeRow(THERE, 2, 3, "mine", NOON, false));
    assertThat(decideAt(0, silent)).isEqualTo(new Step.Wait());
    assertThat(decideAt(9, silent)).isEqualTo(new Step.Wait());
    assertThat(decideAt(10, silent)).isEqualTo(new Step.FoundCluster());
  }

  @Test
  void after_a_database_outage_observation_starts_again() {
    var silent = snapshot(3, MINE, new NodeDao.NodeRow(THERE, 2, 3, "mine", NOON, false));
    assertThat(decideAt(0, silent)).isEqualTo(new Step.Wait());
    decider.databaseUnavailable();
    assertThat(decideAt(15, silent)).isEqualTo(new Step.Wait());
    assertThat(decideAt(25, silent)).isEqualTo(new Step.FoundCluster());
  }

  @Test
  void a_superseded_cluster_is_not_joined() {
    assertThat(decideAt(0, snapshot(4, MINE, new NodeDao.NodeRow(THERE, 2, 3, "mine", NOON, true))))
        .isEqualTo(new Step.FoundCluster());
    assertThat(decideAt(0, snapshot(4, new NodeDao.NodeRow(HERE, 1, 3, "mine", NOON, true))))
        .isEqualTo(new Step.FoundCluster());
  }

  @Test
  void a_previous_incarnation_is_replaced_once_its_heartbeat_has_stopped() {
    var former = snapshot(3, new NodeDao.NodeRow(HERE, 9, 3, "mine", NOON, true));
    assertThat(decideAt(0, former)).isEqualTo(new Step.Wait());
    assertThat(decideAt(2, former)).isEqualTo(new Step.Wait());
    assertThat(decideAt(3, former)).isEqualTo(new Step.Register(9));
  }

  @Test
  void a_previous_incarnation_that_is_long_dead_is_replaced_immediately() {
    assertThat(decideAt(0, snapshot(3, new NodeDao.NodeRow(HERE, 9, 3, "mine", NOON, false))))
        .isEqualTo(new Step.Register(9));
  }

  @Test
  void a_live_node_keeps_its_address() {
    assertThat(decideAt(0, snapshot(3, new NodeDao.NodeRow(HERE, 9, 3, "mine", NOON, true))))
        .isEqualTo(new Step.Wait());
    assertThat(
            decideAt(
                1, snapshot(3, new NodeDao.NodeRow(HERE, 9, 3, "mine", NOON.plusSeconds(1), true))))
        .isEqualTo(new Step.AddressInUse());
  }

  @Test
  void a_live_member_with_another_secret_is_not_joined() {
    var other = new NodeDao.NodeRow(THERE, 2, 3, "other", NOON, true);
    assertThat(decideAt(0, snapshot(3, MINE, other))).isEqualTo(new Step.RejectSecret(THERE));
  }

  @Test
  void secrets_of_dead_nodes_and_of_nodes_without_a_cluster_are_ignored() {
    var dead = new NodeDao.NodeRow(THERE, 2, 3, "other", NOON, false);
    assertThat(decideAt(0, snapshot(3, MINE, dead))).isEqualTo(new Step.Wait());
    assertThat(decideAt(10, snapshot(3, MINE, dead))).isEqualTo(new Step.FoundCluster());
    assertThat(
            decideAt(10, snapshot(3, MINE, new NodeDao.NodeRow(THERE, 2, 0, "other", NOON, true))))
        .isEqualTo(new Step.FoundCluster());
  }

  @Test
  void a_member_that_does_not_report_its_secret_is_joined() {
    assertThat(decideAt(0, snapshot(3, MINE, new NodeDao.NodeRow(THERE, 2, 3, "", NOON, true))))
        .isEqualTo(new Step.JoinOthers(3, List.of(THERE)));
  }

  private Step decideAt(int second, JoinDecider.NodeTableSnapshot snapshot) {
    return decider.decide(snapshot, Duration.ofSeconds(second).toNanos());
  }

  private static JoinDecider.NodeTableSnapshot snapshot(
      long latestCluster, NodeDao.NodeRow... rows) {
    return new JoinDecider.NodeTableSnapshot(
        Stream.of(rows).anyMatch(MINE::equals), latestCluster, List.of(rows));
  }
}
