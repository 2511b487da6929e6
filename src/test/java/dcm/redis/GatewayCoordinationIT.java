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

/** Coordination of nodes for Discord: shard ownership, IDENTIFY locks and the request rate. */
class GatewayCoordinationIT {
  private static final GatewaySessionStore.StoredSession SESSION =
      new GatewaySessionStore.StoredSession("s", 4, 17, "wss://gateway", true, 1, 2);
  private static final Duration INTERVAL = Duration.ofSeconds(6);

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

  private final GatewaySessionStore sessions = new GatewaySessionStore(redis.client());
  private final IdentifyLocks locks = new IdentifyLocks(redis.client());

  @Test
  void a_shard_is_owned_by_its_last_claimant() {
    assertThat(now(sessions.claim(3, "one"))).isNull();
    assertThat(now(sessions.save(3, "one", SESSION))).isTrue();

    assertThat(now(sessions.claim(3, "two"))).isEqualTo(SESSION);
    assertThat(now(sessions.isOwner(3, "one"))).isFalse();
    assertThat(now(sessions.isOwner(3, "two"))).isTrue();
    assertThat(now(sessions.isOwner(2, "one"))).isTrue();
  }

  @Test
  void discarded_sessions_are_not_resumed_and_their_shards_keep_their_owner() {
    now(sessions.claim(3, "one"));
    now(sessions.save(3, "one", SESSION));
    now(sessions.discardAll());
    assertThat(now(sessions.isOwner(3, "one"))).isTrue();
    assertThat(now(sessions.claim(3, "two"))).isNull();
  }

  @Test
  void a_former_owner_cannot_save_its_session() {
    now(sessions.claim(3, "one"));
    now(sessions.claim(3, "two"));
    assertThat(now(sessions.save(3, "one", SESSION))).isFalse();
    assertThat(now(sessions.claim(3, "three"))).isNull();
  }

  @Test
  void ownership_survives_an_emptied_redis() {
    now(sessions.claim(3, "one"));
    redis.flush();
    assertThat(now(sessions.save(3, "one", SESSION))).isTrue();
    assertThat(now(sessions.claim(3, "two"))).isEqualTo(SESSION);
  }

  @Test
  void the_first_shard_count_is_agreed_on() {
    assertThat(now(sessions.agreeOnShardCount(4))).isEqualTo(4);
    assertThat(now(sessions.agreeOnShardCount(5))).isEqualTo(4);
  }

  @Test
  void one_shard_per_bucket_may_identify() {
    var waits = new ArrayList<Duration>();
    for (int i = 0; i < 10; i++) {
      waits.add(now(locks.tryAcquire(0, "shard " + i)));
    }
    assertThat(waits).filteredOn(Duration::isZero).hasSize(1);
    assertThat(now(locks.tryAcquire(0, "shard 0"))).isZero();
    assertThat(now(locks.tryAcquire(1, "shard 1"))).isZero();
  }

  @Test
  void after_an_identify_its_bucket_is_blocked() {
    now(locks.tryAcquire(0, "one"));
    assertThat(now(locks.use(0, "one", INTERVAL))).isTrue();
    assertThat(now(locks.tryAcquire(0, "two"))).isBetween(Duration.ofSeconds(1), INTERVAL);
    assertThat(now(locks.tryAcquire(0, "one"))).isPositive();
    assertThat(now(locks.use(0, "one", INTERVAL))).isFalse();
  }

  @Test
  void a_lost_lock_cannot_be_used() {
    now(locks.tryAcquire(0, "one"));
    redis.flush();
    now(locks.tryAcquire(0, "two"));
    assertThat(now(locks.use(0, "one", INTERVAL))).isFalse();
    assertThat(now(locks.use(0, "two", INTERVAL))).isTrue();
  }

  @Test
  void without_redis_no_shard_may_identify() throws Exception {
    redis.kill();
    assertThatThrownBy(() -> now(locks.tryAcquire(0, "one")))
        .isInstanceOf(RedisUnavailableException.class);
    redis.restart();
  }

  @Test
  void all_nodes_share_one_request_rate_to_discord() {
    var one = new RestBudget(redis.client(), () -> 2);
    var other = new RestBudget(redis.client(), () -> 2);
    var reservations = new ArrayList<CompletableFuture<RestBudget.Reservation>>();
    for (int i = 0; i < 100; i++) {
      reservations.add(one.reserve().toCompletableFuture());
      reservations.add(other.reserve().toCompletableFuture());
    }
    var last = Duration.ZERO;
    for (var reservation : reservations) {
      assertThat(now(reservation)).isInstanceOf(RestBudget.Reservation.Granted.class);
      var delay = ((RestBudget.Reservation.Granted) now(reservation)).delay();
      last = last.compareTo(delay) > 0 ? last : delay;
    }
    // 200 at 40 a second, minus the duration of the calls
    assertThat(last).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
  }

  @Test
  void a_reservation_with_too_long_a_wait_is_rejected_immediately() {
    var budget = new RestBudget(redis.client(), () -> 1);
    now(budget.blockFor(RestBudget.MAX_WAIT.plusSeconds(5)));
    assertThat(now(budget.reserve())).isInstanceOf(RestBudget.Reservation.Rejected.class);
  }

  @Test
  void sending_stops_well_before_discords_invalid_request_limit() {
    var one = new RestBudget(redis.client(), () -> 2);
    var other = new RestBudget(redis.client(), () -> 2);
    for (int i = 0; i < RestBudget.MAX_INVALID_REQUESTS; i++) {
      one.recordInvalidRequest();
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          one.recordInvalidRequest();
          return one.isStopped();
        });
    assertThat(now(other.reserve())).isInstanceOf(RestBudget.Reservation.Rejected.class);
    assertThat(other.isStopped()).isTrue();
  }

  @Test
  void without_redis_a_node_keeps_to_its_share() throws Exception {
    var budget = new RestBudget(redis.client(), () -> 4);
    redis.kill();
    var delays = List.of(delay(budget), delay(budget), delay(budget));
    redis.restart();
    assertThat(delays.getLast())
        .isBetween(RestBudget.INTERVAL.multipliedBy(4), RestBudget.INTERVAL.multipliedBy(8));
  }

  private static Duration delay(RestBudget budget) {
    return ((RestBudget.Reservation.Granted) now(budget.reserve())).delay();
  }
}
