package dcm.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dcm.journal.TestDatabase;
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
  private static final Duration SOON = Duration.ofSeconds(60);

  private final TestDatabase database = TestDatabase.fresh();

  @RepeatedTest(3)
  void of_three_that_start_at_once_one_founds_the_only_cluster() throws SQLException {
    var nodes =
        IntStream.range(0, 3)
            .mapToObj(_ -> CompletableFuture.supplyAsync(this::moveIn))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    awaitTogether(nodes);
    assertThat(number("select fence from dcm.lease where name = 'founder'")).isEqualTo(1);
    await()
        .atMost(SOON)
        .until(() -> number("select count(*) from dcm.cluster_node where cluster = 1") == 3);
    nodes.forEach(Neighbour::close);
    assertThat(number("select count(*) from dcm.cluster_node")).isZero();
  }

  @Test
  void others_that_wait_for_the_first_cluster_too_keep_nobody_from_founding_it()
      throws SQLException {
    execute(
        """
        insert into dcm.cluster_node
          (address, incarnation, version, cluster, heartbeat_at)
        values ('pekko://dcm@127.0.0.1:1', 7, '1', 0, now() + interval '1 hour')
        """);
    try (var node = moveIn()) {
      awaitTogether(List.of(node));
      assertThat(number("select fence from dcm.lease where name = 'founder'")).isEqualTo(1);
    }
  }

  @Test
  void one_that_starts_again_finds_the_cluster_and_takes_its_old_place() throws SQLException {
    try (var first = moveIn();
        var second = moveIn()) {
      awaitTogether(List.of(first, second));
      var third = moveIn();
      awaitTogether(List.of(first, second, third));
      var port = third.port();
      third.close();
      try (var again = moveIn(port)) {
        awaitTogether(List.of(first, second, again));
      }
    }
    assertThat(number("select fence from dcm.lease where name = 'founder'")).isEqualTo(1);
  }

  @Test
  void members_that_died_are_given_up_after_they_were_watched() throws SQLException {
    execute(
        """
        insert into dcm.cluster_node
          (address, incarnation, version, cluster, heartbeat_at)
        values ('pekko://dcm@127.0.0.1:1', 7, '1', 5, now() - interval '1 hour')
        """);
    execute("update dcm.lease set fence = 5 where name = 'founder'");
    var begun = System.nanoTime();
    try (var node = moveIn()) {
      awaitTogether(List.of(node));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(4));
      assertThat(number("select fence from dcm.lease where name = 'founder'")).isEqualTo(6);
    }
  }

  @Test
  void one_that_finds_others_it_cannot_reach_founds_nothing() throws SQLException {
    try (var node = moveIn()) {
      awaitTogether(List.of(node));
    }
    execute(
        """
        insert into dcm.cluster_node
          (address, incarnation, version, cluster, heartbeat_at)
        values ('pekko://dcm@127.0.0.1:1', 7, '1', 1, now() + interval '1 hour')
        """);
    try (var isolated = moveIn()) {
      await()
          .during(Duration.ofSeconds(10))
          .atMost(Duration.ofSeconds(12))
          .until(() -> isolated.up().isEmpty());
      assertThat(number("select fence from dcm.lease where name = 'founder'")).isEqualTo(1);
    }
  }

  @Test
  void one_that_was_taken_for_dead_steps_down() throws SQLException {
    try (var node = moveIn()) {
      awaitTogether(List.of(node));
      execute("delete from dcm.cluster_node");
      await().atMost(SOON).until(node::hasEnded);
    }
  }

  @Test
  void one_whose_cluster_was_overtaken_steps_down() throws SQLException {
    try (var node = moveIn()) {
      awaitTogether(List.of(node));
      execute("update dcm.lease set fence = fence + 1 where name = 'founder'");
      await().atMost(SOON).until(node::hasEnded);
    }
  }

  @Test
  void an_address_that_somebody_uses_is_not_taken() {
    try (var node = moveIn()) {
      awaitTogether(List.of(node));
      // a beating heart at the address that the second one will have: another machine's loopback
      var port = Ports.free();
      var address = "pekko://dcm@127.0.0.1:" + port;
      try (var beating = Heart.at(database, address);
          var second = moveIn(port)) {
        assertThat(beating.address()).isEqualTo(address);
        assertThatThrownBy(() ->
                second
                    .membership
                    .up()
                    .toCompletableFuture()
                    .get(SOON.toSeconds(), TimeUnit.SECONDS))
            .hasCauseInstanceOf(AddressTaken.class);
      }
    }
  }

  @Test
  void a_node_with_another_secret_is_refused_by_name_and_let_in_once_the_others_are_gone()
      throws Exception {
    try (var node = moveIn()) {
      awaitTogether(List.of(node));
      var address = node.cluster().selfMember().address().toString();
      try (var other = moveIn("another secret", InstantSource.system())) {
        assertThatThrownBy(() -> untilUp(other))
            .cause()
            .isInstanceOf(JoinRefusedException.class)
            .hasMessageContaining(address)
            .hasMessageContaining("another DCM_SECRET")
            .hasMessageNotContaining("another secret");
        assertThat(node.up()).containsExactly(address);
      }
    }
    // all were stopped: the secret may be changed
    try (var changed = moveIn("another secret", InstantSource.system())) {
      untilUp(changed);
    }
  }

  @Test
  void a_machine_whose_clock_is_off_does_not_start_and_says_by_how_much() {
    assertThatThrownBy(() ->
            moveIn("the secret", InstantSource.offset(InstantSource.system(), Duration.ofHours(1))))
        .hasMessageMatching(
            "(?s).*This machine's clock is 3(600|599)[.]\\d+ s ahead of the clock of the database"
                + " at 127[.]0[.]0[.]1:\\d+ .*let NTP set the clock.*");
  }

  @Test
  void a_node_whose_clock_goes_off_leaves_as_it_should() throws Exception {
    var slow = new AtomicReference<>(Duration.ZERO);
    try (var node = moveIn();
        var other =
            moveIn("the secret", () -> InstantSource.system().instant().minus(slow.get()))) {
      awaitTogether(List.of(node, other));
      slow.set(Duration.ofSeconds(5));
      await()
          .during(Duration.ofSeconds(2))
          .atMost(SOON)
          .until(() -> other.up().size() == 2 && !other.hasEnded());
      slow.set(Duration.ofSeconds(11));
      await().atMost(SOON).until(other::hasEnded);
      await().atMost(SOON).until(() -> node.up().size() == 1);
    }
  }

  private static void untilUp(Neighbour node) throws Exception {
    node.membership.up().toCompletableFuture().get(SOON.toSeconds(), TimeUnit.SECONDS);
  }

  private Neighbour moveIn(String secret, InstantSource local) {
    return Neighbour.moveIn(
        database,
        Map.of(
            "pekko.remote.artery.canonical.port", 0,
            "dcm.cluster.heartbeat", "500ms",
            "dcm.cluster.alive-within", "5s",
            "dcm.cluster.clock.interval", "500ms"),
        secret,
        local);
  }

  private Neighbour moveIn() {
    return moveIn(0);
  }

  private Neighbour moveIn(int port) {
    return Neighbour.moveIn(
        database,
        Map.of(
            "pekko.remote.artery.canonical.port", port,
            "dcm.cluster.heartbeat", "500ms",
            "dcm.cluster.alive-within", "5s"));
  }

  private static void awaitTogether(List<Neighbour> nodes) {
    var all = nodes.stream().map(node -> node.cluster().selfMember().address().toString()).toList();
    await()
        .atMost(SOON)
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
