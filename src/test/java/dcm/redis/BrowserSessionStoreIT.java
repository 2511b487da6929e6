package dcm.redis;

import static dcm.redis.TestRedis.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BrowserSessionStoreIT {
  private static TestRedis redis;
  private static BrowserSessionStore store;

  @BeforeAll
  static void start() throws Exception {
    redis = TestRedis.start();
    store = new BrowserSessionStore(redis.client(), Clock.systemUTC());
  }

  @AfterAll
  static void stop() throws Exception {
    redis.close();
  }

  private final OpaqueToken first = OpaqueToken.generate();
  private final OpaqueToken second = OpaqueToken.generate();
  private final OpaqueToken third = OpaqueToken.generate();

  @Test
  void each_token_is_valid_once_and_returns_its_successor() {
    var session = createSession();
    assertThat(now(store.find(first))).isEqualTo(session);
    assertThat(now(store.rotate(first, second)))
        .isEqualTo(new BrowserSessionStore.Rotation.Rotated(session));
    assertThat(now(store.find(first)))
        .as("a page may have been opened just now")
        .isEqualTo(session);
    assertThat(now(store.find(second))).isEqualTo(session);
    assertThat(now(store.rotate(second, third)))
        .isEqualTo(new BrowserSessionStore.Rotation.Rotated(session));
  }

  @Test
  void a_reused_token_ends_the_session_for_all_holders() {
    var session = createSession();
    now(store.rotate(first, second));
    now(store.rotate(second, third));
    assertThat(now(store.rotate(first, OpaqueToken.generate())))
        .isEqualTo(new BrowserSessionStore.Rotation.Reused(session, true));
    assertThat(now(store.find(third))).isNull();
    assertThat(now(store.rotate(third, OpaqueToken.generate())))
        .isEqualTo(new BrowserSessionStore.Rotation.Unknown());
    assertThat(now(store.findById(session.id()))).isNull();
  }

  @Test
  void a_lost_response_is_repeated() {
    var session = createSession();
    now(store.rotate(first, second));
    assertThat(now(store.rotate(first, second)))
        .isEqualTo(new BrowserSessionStore.Rotation.Repeated(session));
    assertThat(now(store.find(second))).isEqualTo(session);
  }

  @Test
  void concurrent_requests_with_one_token_get_the_same_successor() {
    var session = createSession();
    var answers =
        IntStream.range(0, 50)
            .mapToObj(_ -> store.rotate(first, second).toCompletableFuture())
            .toList()
            .stream()
            .map(TestRedis::now)
            .toList();
    assertThat(answers)
        .filteredOn(BrowserSessionStore.Rotation.Rotated.class::isInstance)
        .hasSize(1);
    assertThat(answers)
        .filteredOn(BrowserSessionStore.Rotation.Repeated.class::isInstance)
        .hasSize(49);
    assertThat(now(store.rotate(second, third)))
        .isEqualTo(new BrowserSessionStore.Rotation.Rotated(session));
  }

  @Test
  void a_successor_derived_with_another_secret_ends_the_session() {
    var session = createSession();
    now(store.rotate(first, second));
    assertThat(now(store.rotate(first, OpaqueToken.generate())))
        .isEqualTo(new BrowserSessionStore.Rotation.Reused(session, true));
    assertThat(now(store.findById(session.id()))).isNull();
  }

  @Test
  void an_unknown_token_has_no_session() {
    assertThat(now(store.rotate(first, second)))
        .isEqualTo(new BrowserSessionStore.Rotation.Unknown());
    assertThat(now(store.find(first))).isNull();
  }

  @Test
  void an_ended_session_cannot_be_replaced() {
    var session = createSession();
    var renewed =
        new BrowserSessionStore.Session(
            session.id(),
            session.userId(),
            "Sanne",
            "nl",
            "other",
            session.createdAt(),
            session.expiresAt());
    assertThat(now(store.replace(renewed))).isTrue();
    assertThat(now(store.find(first))).isEqualTo(renewed);
    now(store.end(session.id()));
    assertThat(now(store.replace(renewed))).isFalse();
    assertThat(now(store.rotate(first, second)))
        .isEqualTo(new BrowserSessionStore.Rotation.Unknown());
  }

  @Test
  void every_key_expires_with_the_session_and_none_contains_a_token() {
    redis.flush();
    createSession();
    now(store.rotate(first, second));
    var keys = redis.keys();
    assertThat(keys).hasSize(3);
    for (var key : keys) {
      assertThat(redis.ttlMillis(key)).isBetween(1L, Duration.ofHours(1).toMillis());
      assertThat(key).doesNotContain(first.secret()).doesNotContain(second.secret());
      assertThat(TestRedis.value(redis.client(), key))
          .doesNotContain(first.secret())
          .doesNotContain(second.secret());
    }
  }

  @Test
  void without_redis_every_call_fails() throws Exception {
    createSession();
    redis.kill();
    assertThatThrownBy(() -> now(store.rotate(first, second)))
        .isInstanceOf(RedisUnavailableException.class);
    assertThatThrownBy(() -> now(store.find(first))).isInstanceOf(RedisUnavailableException.class);
    redis.restart();
    redis.flush();
    assertThat(now(store.find(first))).isNull();
    assertThat(now(store.find(second))).isNull();
    createSession();
    assertThat(now(store.find(first))).isNotNull();
  }

  @Test
  void a_value_that_this_version_cannot_parse_counts_as_absent() {
    var session = createSession();
    for (var value : List.of("[]", "{\"id\":\"x\",\"expiresAt\":\"never\"}", "not json")) {
      now(
          redis
              .client()
              .call(c ->
                  c.<String>getBucket("session:" + session.id())
                      .setAsync(value, Duration.ofMinutes(1))));
      assertThat(now(store.findById(session.id()))).isNull();
    }
  }

  private BrowserSessionStore.Session createSession() {
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var session =
        new BrowserSessionStore.Session(
            BrowserSessionStore.newId(), 42, "Sanne", null, "sealed", now, now.plusSeconds(3600));
    now(store.create(session, first));
    return session;
  }
}
