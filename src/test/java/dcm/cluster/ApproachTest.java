package dcm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.cluster.Approach.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ApproachTest {
  private static final String HERE = "pekko://dcm@127.0.0.1:7355";
  private static final String THERE = "pekko://dcm@127.0.0.1:7356";
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final NodeRow MINE = new NodeRow(HERE, 1, 0, "mine", NOON, true);

  private final Approach approach =
      new Approach(
          new Self(HERE, 1, EnumSet.allOf(Role.class), "1", "mine"),
          new ClusterSettings(
              EnumSet.allOf(Role.class),
              Duration.ofSeconds(1),
              Duration.ofSeconds(10),
              Duration.ofSeconds(30),
              new ClusterSettings.ClockLimits(
                  Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofSeconds(10)),
              null));

  @Test
  void the_first_of_all_registers_founds_and_joins_itself() {
    assertThat(at(0, seen(0))).isEqualTo(new Step.Register(0));
    assertThat(at(0, seen(0, MINE))).isEqualTo(new Step.Found());
    assertThat(at(0, seen(1, new NodeRow(HERE, 1, 1, "mine", NOON, true))))
        .isEqualTo(new Step.JoinSelf(1));
  }

  @Test
  void whoever_is_alive_in_the_last_cluster_is_joined() {
    assertThat(at(0, seen(3, MINE, new NodeRow(THERE, 2, 3, "mine", NOON, true))))
        .isEqualTo(new Step.JoinOthers(3, List.of(THERE)));
  }

  @Test
  void a_node_that_is_alive_but_in_no_cluster_is_nobody_to_join() {
    assertThat(at(0, seen(0, MINE, new NodeRow(THERE, 2, 0, "mine", NOON, true))))
        .isEqualTo(new Step.Found());
  }

  @Test
  void silent_members_are_watched_before_they_are_given_up() {
    var silent = seen(3, MINE, new NodeRow(THERE, 2, 3, "mine", NOON, false));
    assertThat(at(0, silent)).isEqualTo(new Step.Wait());
    assertThat(at(9, silent)).isEqualTo(new Step.Wait());
    assertThat(at(10, silent)).isEqualTo(new Step.Found());
  }

  @Test
  void after_the_database_was_away_watching_begins_again() {
    var silent = seen(3, MINE, new NodeRow(THERE, 2, 3, "mine", NOON, false));
    assertThat(at(0, silent)).isEqualTo(new Step.Wait());
    approach.blind();
    assertThat(at(15, silent)).isEqualTo(new Step.Wait());
    assertThat(at(25, silent)).isEqualTo(new Step.Found());
  }

  @Test
  void a_cluster_that_was_overtaken_is_not_joined() {
    assertThat(at(0, seen(4, MINE, new NodeRow(THERE, 2, 3, "mine", NOON, true))))
        .isEqualTo(new Step.Found());
    assertThat(at(0, seen(4, new NodeRow(HERE, 1, 3, "mine", NOON, true))))
        .isEqualTo(new Step.Found());
  }

  @Test
  void our_former_self_is_replaced_once_its_heart_has_stood_still() {
    var former = seen(3, new NodeRow(HERE, 9, 3, "mine", NOON, true));
    assertThat(at(0, former)).isEqualTo(new Step.Wait());
    assertThat(at(2, former)).isEqualTo(new Step.Wait());
    assertThat(at(3, former)).isEqualTo(new Step.Register(9));
  }

  @Test
  void our_former_self_that_is_long_dead_is_replaced_at_once() {
    assertThat(at(0, seen(3, new NodeRow(HERE, 9, 3, "mine", NOON, false))))
        .isEqualTo(new Step.Register(9));
  }

  @Test
  void somebody_else_who_lives_at_our_address_keeps_it() {
    assertThat(at(0, seen(3, new NodeRow(HERE, 9, 3, "mine", NOON, true))))
        .isEqualTo(new Step.Wait());
    assertThat(at(1, seen(3, new NodeRow(HERE, 9, 3, "mine", NOON.plusSeconds(1), true))))
        .isEqualTo(new Step.GiveUp());
  }

  @Test
  void a_member_that_lives_with_another_secret_is_not_joined() {
    var other = new NodeRow(THERE, 2, 3, "other", NOON, true);
    assertThat(at(0, seen(3, MINE, other))).isEqualTo(new Step.Refuse(THERE));
  }

  @Test
  void the_dead_and_those_in_no_cluster_keep_nobody_out_for_their_secret() {
    var dead = new NodeRow(THERE, 2, 3, "other", NOON, false);
    assertThat(at(0, seen(3, MINE, dead))).isEqualTo(new Step.Wait());
    assertThat(at(10, seen(3, MINE, dead))).isEqualTo(new Step.Found());
    assertThat(at(10, seen(3, MINE, new NodeRow(THERE, 2, 0, "other", NOON, true))))
        .isEqualTo(new Step.Found());
  }

  @Test
  void a_member_of_a_version_that_says_nothing_of_its_secret_is_joined() {
    assertThat(at(0, seen(3, MINE, new NodeRow(THERE, 2, 3, "", NOON, true))))
        .isEqualTo(new Step.JoinOthers(3, List.of(THERE)));
  }

  private Step at(int second, Sight sight) {
    return approach.next(sight, Duration.ofSeconds(second).toNanos());
  }

  private static Sight seen(long founded, NodeRow... rows) {
    return new Sight(Stream.of(rows).anyMatch(MINE::equals), founded, List.of(rows));
  }
}
