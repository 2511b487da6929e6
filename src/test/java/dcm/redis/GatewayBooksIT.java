package dcm.redis;

import static dcm.redis.TestRedis.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nodes agree on before they speak to Discord: who, when, and how often. */
class GatewayBooksIT {
  private static final GatewaySession SESSION =
      new GatewaySession("s", 4, 17, "wss://gateway", true, 1, 2);
  private static final Duration PAUSE = Duration.ofSeconds(6);

  private static TestRedis redis;

  @BeforeAll
  static void start() throws Exception {
    redis = TestRedis.start();
  }

  @AfterAll
  static void stop() throws Exception {
    redis.close();
  }

  @BeforeEach
  void empty() {
    redis.flush();
  }

  private final GatewaySessions sessions = new GatewaySessions(redis.client());
  private final GatewayLogins logins = new GatewayLogins(redis.client());

  @Test
  void a_shard_belongs_to_who_claimed_it_last() {
    assertThat(now(sessions.claim(3, "one"))).isNull();
    assertThat(now(sessions.keep(3, "one", SESSION))).isTrue();

    assertThat(now(sessions.claim(3, "two"))).isEqualTo(SESSION);
    assertThat(now(sessions.isStill(3, "one"))).isFalse();
    assertThat(now(sessions.isStill(3, "two"))).isTrue();
    assertThat(now(sessions.isStill(2, "one"))).isTrue();
  }

  @Test
  void what_a_former_owner_notes_is_not_kept() {
    now(sessions.claim(3, "one"));
    now(sessions.claim(3, "two"));
    assertThat(now(sessions.keep(3, "one", SESSION))).isFalse();
    assertThat(now(sessions.claim(3, "three"))).isNull();
  }

  @Test
  void a_redis_that_forgot_everything_makes_nobody_a_stranger() {
    now(sessions.claim(3, "one"));
    redis.flush();
    assertThat(now(sessions.keep(3, "one", SESSION))).isTrue();
    assertThat(now(sessions.claim(3, "two"))).isEqualTo(SESSION);
  }

  @Test
  void the_first_word_on_the_number_of_shards_counts() {
    assertThat(now(sessions.agree(4))).isEqualTo(4);
    assertThat(now(sessions.agree(5))).isEqualTo(4);
  }

  @Test
  void of_those_who_want_to_log_in_one_may_in_each_bucket() {
    var waits = new ArrayList<Duration>();
    for (int i = 0; i < 10; i++) {
      waits.add(now(logins.take(0, "shard " + i)));
    }
    assertThat(waits).filteredOn(Duration::isZero).hasSize(1);
    assertThat(now(logins.take(0, "shard 0"))).isZero();
    assertThat(now(logins.take(1, "shard 1"))).isZero();
  }

  @Test
  void after_a_login_its_bucket_rests() {
    now(logins.take(0, "one"));
    assertThat(now(logins.spend(0, "one", PAUSE))).isTrue();
    assertThat(now(logins.take(0, "two"))).isBetween(Duration.ofSeconds(1), PAUSE);
    assertThat(now(logins.take(0, "one"))).isPositive();
    assertThat(now(logins.spend(0, "one", PAUSE))).isFalse();
  }

  @Test
  void a_turn_that_was_lost_cannot_be_spent() {
    now(logins.take(0, "one"));
    redis.flush();
    now(logins.take(0, "two"));
    assertThat(now(logins.spend(0, "one", PAUSE))).isFalse();
    assertThat(now(logins.spend(0, "two", PAUSE))).isTrue();
  }

  @Test
  void without_redis_nobody_may_log_in() throws Exception {
    redis.kill();
    assertThatThrownBy(() -> now(logins.take(0, "one"))).isInstanceOf(RedisAway.class);
    redis.startAgain();
  }

  @Test
  void all_nodes_share_one_pace_to_discord() {
    var one = new RestBudget(redis.client(), () -> 2);
    var other = new RestBudget(redis.client(), () -> 2);
    var turns = new ArrayList<CompletableFuture<RestBudget.Turn>>();
    for (int i = 0; i < 100; i++) {
      turns.add(one.reserve().toCompletableFuture());
      turns.add(other.reserve().toCompletableFuture());
    }
    var last = Duration.ZERO;
    for (var turn : turns) {
      assertThat(now(turn)).isInstanceOf(RestBudget.Turn.In.class);
      var pause = ((RestBudget.Turn.In) now(turn)).pause();
      last = last.compareTo(pause) > 0 ? last : pause;
    }
    // 200 at 40 a second; asking took a little while itself
    assertThat(last).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
  }

  @Test
  void who_would_wait_too_long_is_told_so_at_once() {
    var budget = new RestBudget(redis.client(), () -> 1);
    now(budget.hold(RestBudget.PATIENCE.plusSeconds(5)));
    assertThat(now(budget.reserve())).isInstanceOf(RestBudget.Turn.Refused.class);
  }

  @Test
  void nothing_is_sent_long_before_discord_shuts_us_out() {
    var one = new RestBudget(redis.client(), () -> 2);
    var other = new RestBudget(redis.client(), () -> 2);
    for (int i = 0; i < RestBudget.MOST_INVALID; i++) {
      one.refused();
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          one.refused();
          return one.isStopped();
        });
    assertThat(now(other.reserve())).isInstanceOf(RestBudget.Turn.Refused.class);
    assertThat(other.isStopped()).isTrue();
  }

  @Test
  void without_redis_a_node_keeps_to_its_share() throws Exception {
    var budget = new RestBudget(redis.client(), () -> 4);
    redis.kill();
    var pauses = List.of(pause(budget), pause(budget), pause(budget));
    redis.startAgain();
    assertThat(pauses.getLast())
        .isBetween(RestBudget.PACE.multipliedBy(4), RestBudget.PACE.multipliedBy(8));
  }

  private static Duration pause(RestBudget budget) {
    return ((RestBudget.Turn.In) now(budget.reserve())).pause();
  }
}
