package dcm.redis;

import static dcm.redis.TestRedis.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes that remember sessions, on one Redis. */
class SessionStatusCacheIT {
  private static final long USER = 42;

  private static TestRedis redis;
  private static TestNode one;
  private static TestNode two;

  /** What a node has. */
  private record TestNode(RedisClient client, BrowserSessionStore store, SessionStatusCache cache)
      implements AutoCloseable {

    static TestNode open(int maxSize) {
      var client = RedisClient.open(TestRedis.patientSettings(redis.url(), ""));
      now(client.firstConnectionAttempt());
      var store = new BrowserSessionStore(client, Clock.systemUTC());
      var cache =
          new SessionStatusCache(client, store, maxSize, Duration.ofMinutes(10), Clock.systemUTC());
      return new TestNode(client, store, cache);
    }

    boolean isActive(String id) {
      return now(cache.isActive(id, USER));
    }

    @Override
    public void close() {
      cache.close();
      client.close();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    redis = TestRedis.start();
    one = TestNode.open(10_000);
    two = TestNode.open(10_000);
  }

  @AfterAll
  static void stop() throws Exception {
    one.close();
    two.close();
    redis.close();
  }

  @Test
  void a_session_is_looked_up_once() {
    awaitRemembered(one);
  }

  @Test
  void an_end_of_a_session_takes_effect_on_every_node() {
    var id = create();
    var other = create();
    assertThat(one.isActive(id)).isTrue();
    assertThat(two.isActive(id)).isTrue();
    now(one.store().end(id));
    await().untilAsserted(() -> assertThat(two.isActive(id)).isFalse());
    await().untilAsserted(() -> assertThat(one.isActive(id)).isFalse());
    assertThat(two.isActive(other)).isTrue();
    assertThat(now(two.cache().findEnded(Set.of(id, other)))).containsExactly(id);
  }

  @Test
  void a_node_refuses_at_once_what_it_ended_itself() {
    var id = create();
    assertThat(one.isActive(id)).isTrue();
    now(one.store().end(id));
    one.cache().markEnded(id);
    assertThat(one.isActive(id)).isFalse();
    assertThat(now(one.cache().findEnded(Set.of(id)))).containsExactly(id);
  }

  @Test
  void the_reuse_of_a_refresh_token_takes_effect_on_every_node() {
    var first = OpaqueToken.generate();
    var second = OpaqueToken.generate();
    var id = create(first);
    assertThat(two.isActive(id)).isTrue();
    now(one.store().rotate(first, second));
    now(one.store().rotate(second, OpaqueToken.generate()));
    assertThat(now(one.store().rotate(first, second)))
        .isInstanceOf(BrowserSessionStore.Rotation.Reused.class);
    await().untilAsserted(() -> assertThat(two.isActive(id)).isFalse());
  }

  @Test
  void a_session_of_another_user_does_not_count() {
    var id = create();
    assertThat(now(one.cache().isActive(id, USER + 1))).isFalse();
    assertThat(one.isActive(id)).isTrue();
  }

  @Test
  void a_session_ends_at_its_expiry() {
    var id = create(OpaqueToken.generate(), Duration.ofSeconds(1));
    await().untilAsserted(() -> assertThat(two.isActive(id)).isFalse());
  }

  @Test
  void look_ups_that_race_with_the_end_do_not_revive_a_session() {
    var ids = new ArrayList<String>();
    for (var i = 0; i < 300; i++) {
      var id = create();
      ids.add(id);
      var lookUp = two.cache().isActive(id, USER);
      var end = one.store().end(id);
      var another = two.cache().isActive(id, USER);
      now(lookUp);
      now(end);
      now(another);
    }
    await()
        .untilAsserted(() ->
            assertThat(now(two.cache().findEnded(Set.copyOf(ids))))
                .containsExactlyInAnyOrderElementsOf(ids));
    assertThat(ids).noneMatch(two::isActive);
  }

  @Test
  void more_sessions_than_fit_are_looked_up_again() {
    try (var small = TestNode.open(100)) {
      awaitRemembered(small);
      var ids = new ArrayList<String>();
      for (var i = 0; i < 300; i++) {
        ids.add(create());
      }
      assertThat(ids).allMatch(small::isActive);
      ids.forEach(id -> now(one.store().end(id)));
      // from the log, or evicted and looked up
      await().untilAsserted(() -> assertThat(ids).noneMatch(small::isActive));
      assertThat(small.cache().size()).isLessThanOrEqualTo(100);
    }
  }

  @Test
  void after_lost_entries_every_session_is_looked_up_again() {
    var id = awaitRemembered(two);
    remove("sessions:ended");
    await().untilAsserted(() -> assertThat(two.isActive(id)).isFalse());
    awaitRemembered(two);
  }

  @Test
  void while_the_log_cannot_be_read_each_request_looks_up() {
    var id = awaitRemembered(two);
    // of another type than a stream
    now(redis.client().call(c -> c.getBucket("sessions:ended").setAsync("x")));
    try {
      await().untilAsserted(() -> assertThat(two.isActive(id)).isFalse());
    } finally {
      remove("sessions:ended");
    }
    awaitRemembered(two);
  }

  @Test
  void after_redis_was_emptied_no_session_is_active() {
    var ids = List.of(create(), create());
    assertThat(ids).allMatch(two::isActive);
    redis.flush();
    await().untilAsserted(() -> assertThat(ids).noneMatch(two::isActive));
  }

  @Test
  void the_log_expires() {
    now(one.store().end(create()));
    assertThat(redis.ttlMillis("sessions:ended")).isPositive();
  }

  @Test
  void a_session_that_ends_twice_is_in_the_log_once() {
    var id = create();
    now(one.store().end(id));
    var length = logLength();
    now(one.store().end(id));
    now(one.store().end("unknown"));
    assertThat(logLength()).isEqualTo(length);
  }

  @Test
  void during_an_outage_known_ends_count_and_all_else_is_active() throws Exception {
    var ended = create();
    assertThat(two.isActive(ended)).isTrue();
    now(one.store().end(ended));
    await().untilAsserted(() -> assertThat(two.isActive(ended)).isFalse());
    // read from the log, which a look-up does not show
    two.cache().markEnded(ended);
    var known = create();
    assertThat(two.isActive(known)).isTrue();
    redis.kill();
    try {
      await().until(() -> !two.client().isAvailable());
      assertThat(two.isActive(known)).isTrue();
      assertThat(two.isActive(BrowserSessionStore.newId())).isTrue();
      assertThat(two.isActive(ended)).isFalse();
      assertThat(now(two.cache().findEnded(Set.of(ended, known)))).containsExactly(ended);
      // the last read gets too old
      await().until(() -> !two.cache().isFresh());
      assertThat(two.isActive(known)).isTrue();
      assertThat(two.isActive(ended)).isFalse();
    } finally {
      redis.restart();
    }
    await().until(() -> one.client().isAvailable() && two.client().isAvailable());
    var id = awaitRemembered(two);
    awaitRemembered(one);
    assertThat(id).isNotNull();
    var after = create();
    assertThat(two.isActive(after)).isTrue();
    now(one.store().end(after));
    await().untilAsserted(() -> assertThat(two.isActive(after)).isFalse());
  }

  /**
   * Waits until a node answers for a session without Redis: it is removed there without an entry in
   * the log. Repeated, because on a busy machine the node may fall behind the log.
   */
  private static String awaitRemembered(TestNode node) {
    return await()
        .until(
            () -> {
              var id = create();
              var active = node.isActive(id);
              remove("session:" + id);
              return active && node.isActive(id) ? id : null;
            },
            id -> id != null);
  }

  private static void remove(String key) {
    now(redis.client().call(c -> c.getBucket(key).deleteAsync()));
  }

  private static long logLength() {
    return now(redis.client().call(c -> c.getStream("sessions:ended").sizeAsync()));
  }

  private static String create() {
    return create(OpaqueToken.generate());
  }

  private static String create(OpaqueToken first) {
    return create(first, Duration.ofHours(1));
  }

  private static String create(OpaqueToken first, Duration ttl) {
    var now = Instant.now();
    var session =
        new BrowserSessionStore.Session(
            BrowserSessionStore.newId(), USER, "Sanne", null, "sealed", now, now.plus(ttl));
    now(one.store().create(session, first));
    return session.id();
  }
}
