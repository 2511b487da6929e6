package dcm.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dcm.journal.jdbc.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class MembershipIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final TestDatabase database = TestDatabase.fresh();

  @RepeatedTest(3)
  void three_concurrent_nodes_form_one_cluster() throws SQLException {
    var nodes =
        IntStream.range(0, 3)
            .mapToObj(_ -> CompletableFuture.supplyAsync(this::startNode))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    awaitTogether(nodes);
    assertThat(number("select fencing_token from dcm.lease where name = 'founder'")).isEqualTo(1);
    await()
        .atMost(TIMEOUT)
        .until(() -> number("select count(*) from dcm.cluster_node where cluster = 1") == 3);
    nodes.forEach(TestNode::close);
    assertThat(number("select count(*) from dcm.cluster_node")).isZero();
  }

  @Test
  void nodes_waiting_for_the_first_cluster_do_not_prevent_its_founding() throws SQLException {
    execute(
        """
        insert into dcm.cluster_node
          (address, incarnation, version, cluster, heartbeat_at)
        values ('pekko://dcm@127.0.0.1:1', 7, '1', 0, now() + interval '1 hour')
        """);
    try (var node = startNode()) {
      awaitTogether(List.of(node));
      assertThat(number("select fencing_token from dcm.lease where name = 'founder'")).isEqualTo(1);
    }
  }

  @Test
  void a_restarted_node_rejoins_at_its_address() throws SQLException {
    try (var first = startNode();
        var second = startNode()) {
      awaitTogether(List.of(first, second));
      var third = startNode();
      awaitTogether(List.of(first, second, third));
      var port = third.port();
      third.close();
      try (var again = startNode(port)) {
        awaitTogether(List.of(first, second, again));
      }
    }
    assertThat(number("select fencing_token from dcm.lease where name = 'founder'")).isEqualTo(1);
  }

  @Test
  void dead_members_are_presumed_dead_after_observation() throws SQLException {
    execute(
        """
        insert into dcm.cluster_node
          (address, incarnation, version, cluster, heartbeat_at)
        values ('pekko://dcm@127.0.0.1:1', 7, '1', 5, now() - interval '1 hour')
        """);
    execute("update dcm.lease set fencing_token = 5 where name = 'founder'");
    var startedAt = System.nanoTime();
    try (var node = startNode()) {
      awaitTogether(List.of(node));
      assertThat(Duration.ofNanos(System.nanoTime() - startedAt))
          .isGreaterThan(Duration.ofSeconds(4));
      assertThat(number("select fencing_token from dcm.lease where name = 'founder'")).isEqualTo(6);
    }
  }

  @Test
  void a_node_that_cannot_reach_the_members_founds_no_cluster() throws SQLException {
    try (var node = startNode()) {
      awaitTogether(List.of(node));
    }
    execute(
        """
        insert into dcm.cluster_node
          (address, incarnation, version, cluster, heartbeat_at)
        values ('pekko://dcm@127.0.0.1:1', 7, '1', 1, now() + interval '1 hour')
        """);
    try (var isolated = startNode()) {
      await()
          .during(Duration.ofSeconds(10))
          .atMost(Duration.ofSeconds(12))
          .until(() -> isolated.up().isEmpty());
      assertThat(number("select fencing_token from dcm.lease where name = 'founder'")).isEqualTo(1);
    }
  }

  @Test
  void a_node_removed_as_dead_steps_down() throws SQLException {
    try (var node = startNode()) {
      awaitTogether(List.of(node));
      execute("delete from dcm.cluster_node");
      await().atMost(TIMEOUT).until(node::hasEnded);
    }
  }

  @Test
  void a_member_of_a_superseded_cluster_steps_down() throws SQLException {
    try (var node = startNode()) {
      awaitTogether(List.of(node));
      execute("update dcm.lease set fencing_token = fencing_token + 1 where name = 'founder'");
      await().atMost(TIMEOUT).until(node::hasEnded);
    }
  }

  @Test
  void an_address_in_use_is_not_taken_over() {
    try (var node = startNode()) {
      awaitTogether(List.of(node));
      // a heartbeat at the address that the second node will have, as if from another machine
      var port = FreePorts.free();
      var address = "pekko://dcm@127.0.0.1:" + port;
      try (var heartbeat = FakeHeartbeat.at(database, address);
          var second = startNode(port)) {
        assertThat(heartbeat.address()).isEqualTo(address);
        assertThatThrownBy(() ->
                second
                    .membership
                    .up()
                    .toCompletableFuture()
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
            .hasCauseInstanceOf(AddressInUseException.class);
      }
    }
  }

  @Test
  void a_node_with_another_secret_is_rejected_until_the_others_have_stopped() throws Exception {
    try (var node = startNode()) {
      awaitTogether(List.of(node));
      var address = node.cluster().selfMember().address().toString();
      try (var other = startNode("another secret", InstantSource.system())) {
        assertThatThrownBy(() -> untilUp(other))
            .cause()
            .isInstanceOf(JoinRefusedException.class)
            .hasMessageContaining(address)
            .hasMessageContaining("another DCM_SECRET")
            .hasMessageNotContaining("another secret");
        assertThat(node.up()).containsExactly(address);
      }
    }
    // all nodes are stopped: the secret may be changed
    try (var changed = startNode("another secret", InstantSource.system())) {
      untilUp(changed);
    }
  }

  @Test
  void a_node_with_a_wrong_clock_does_not_start_and_reports_the_offset() {
    assertThatThrownBy(() ->
            startNode(
                "the secret", InstantSource.offset(InstantSource.system(), Duration.ofHours(1))))
        .hasMessageMatching(
            "(?s).*This machine's clock is 3(600|599)[.]\\d+ s ahead of the clock of the database"
                + " at 127[.]0[.]0[.]1:\\d+ .*synchronize the clock.*");
  }

  @Test
  void a_node_whose_clock_becomes_wrong_leaves_the_cluster() throws Exception {
    var slow = new AtomicReference<>(Duration.ZERO);
    try (var node = startNode();
        var other =
            startNode("the secret", () -> InstantSource.system().instant().minus(slow.get()))) {
      awaitTogether(List.of(node, other));
      slow.set(Duration.ofSeconds(5));
      await()
          .during(Duration.ofSeconds(2))
          .atMost(TIMEOUT)
          .until(() -> other.up().size() == 2 && !other.hasEnded());
      slow.set(Duration.ofSeconds(11));
      await().atMost(TIMEOUT).until(other::hasEnded);
      await().atMost(TIMEOUT).until(() -> node.up().size() == 1);
    }
  }

  private static void untilUp(TestNode node) throws Exception {
    node.membership.up().toCompletableFuture().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }

  private TestNode startNode(String secret, InstantSource local) {
    return TestNode.start(
        database,
        Map.of(
            "pekko.remote.artery.canonical.port", 0,
            "dcm.cluster.heartbeat", "500ms",
            "dcm.cluster.heartbeat-timeout", "5s",
            "dcm.cluster.clock.interval", "500ms"),
        secret,
        local);
  }

  private TestNode startNode() {
    return startNode(0);
  }

  private TestNode startNode(int port) {
    return TestNode.start(
        database,
        Map.of(
            "pekko.remote.artery.canonical.port", port,
            "dcm.cluster.heartbeat", "500ms",
            "dcm.cluster.heartbeat-timeout", "5s"));
  }

  private static void awaitTogether(List<TestNode> nodes) {
    var all = nodes.stream().map(node -> node.cluster().selfMember().address().toString()).toList();
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() ->
            assertThat(nodes)
                .allSatisfy(
                    node -> assertThat(node.up()).containsExactlyInAnyOrderElementsOf(all)));
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private long number(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
