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

class SessionsIT {
  private static TestRedis redis;
  private static Sessions sessions;

  @BeforeAll
  static void start() throws Exception {
    redis = TestRedis.start();
    sessions = new Sessions(redis.client(), Clock.systemUTC());
  }

  @AfterAll
  static void stop() throws Exception {
    redis.close();
  }

  private final OpaqueToken first = OpaqueToken.fresh();
  private final OpaqueToken second = OpaqueToken.fresh();
  private final OpaqueToken third = OpaqueToken.fresh();

  @Test
  void each_token_is_good_once_and_gives_the_next() {
    var session = begun();
    assertThat(now(sessions.look(first))).isEqualTo(session);
    assertThat(now(sessions.rotate(first, second))).isEqualTo(new Rotation.Rotated(session));
    assertThat(now(sessions.look(first)))
        .as("a page may have been opened just now")
        .isEqualTo(session);
    assertThat(now(sessions.look(second))).isEqualTo(session);
    assertThat(now(sessions.rotate(second, third))).isEqualTo(new Rotation.Rotated(session));
  }

  @Test
  void a_spent_token_ends_the_session_for_everybody() {
    var session = begun();
    now(sessions.rotate(first, second));
    now(sessions.rotate(second, third));
    assertThat(now(sessions.rotate(first, OpaqueToken.fresh())))
        .isEqualTo(new Rotation.Reused(session, true));
    assertThat(now(sessions.look(third))).isNull();
    assertThat(now(sessions.rotate(third, OpaqueToken.fresh()))).isEqualTo(new Rotation.Unknown());
    assertThat(now(sessions.byId(session.id()))).isNull();
  }

  @Test
  void a_lost_answer_is_given_again() {
    var session = begun();
    now(sessions.rotate(first, second));
    assertThat(now(sessions.rotate(first, second))).isEqualTo(new Rotation.Repeated(session));
    assertThat(now(sessions.look(second))).isEqualTo(session);
  }

  @Test
  void of_many_who_present_one_token_at_once_all_get_the_same_successor() {
    var session = begun();
    var answers =
        IntStream.range(0, 50)
            .mapToObj(_ -> sessions.rotate(first, second).toCompletableFuture())
            .toList()
            .stream()
            .map(TestRedis::now)
            .toList();
    assertThat(answers).filteredOn(Rotation.Rotated.class::isInstance).hasSize(1);
    assertThat(answers).filteredOn(Rotation.Repeated.class::isInstance).hasSize(49);
    assertThat(now(sessions.rotate(second, third))).isEqualTo(new Rotation.Rotated(session));
  }

  @Test
  void a_successor_that_this_cluster_would_not_give_ends_the_session() {
    var session = begun();
    now(sessions.rotate(first, second));
    assertThat(now(sessions.rotate(first, OpaqueToken.fresh())))
        .isEqualTo(new Rotation.Reused(session, true));
    assertThat(now(sessions.byId(session.id()))).isNull();
  }

  @Test
  void what_was_never_ours_leads_nowhere() {
    assertThat(now(sessions.rotate(first, second))).isEqualTo(new Rotation.Unknown());
    assertThat(now(sessions.look(first))).isNull();
  }

  @Test
  void a_session_that_ended_cannot_be_written_again() {
    var session = begun();
    var renewed =
        new Session(
            session.id(), session.user(), "Sanne", "nl", "other", session.began(), session.ends());
    assertThat(now(sessions.replace(renewed))).isTrue();
    assertThat(now(sessions.look(first))).isEqualTo(renewed);
    now(sessions.end(session.id()));
    assertThat(now(sessions.replace(renewed))).isFalse();
    assertThat(now(sessions.rotate(first, second))).isEqualTo(new Rotation.Unknown());
  }

  @Test
  void every_key_ends_with_the_session_and_none_holds_a_token() {
    redis.flush();
    begun();
    now(sessions.rotate(first, second));
    var keys = redis.keys();
    assertThat(keys).hasSize(3);
    for (var key : keys) {
      assertThat(redis.life(key)).isBetween(1L, Duration.ofHours(1).toMillis());
      assertThat(key).doesNotContain(first.secret()).doesNotContain(second.secret());
      assertThat(TestRedis.value(redis.client(), key))
          .doesNotContain(first.secret())
          .doesNotContain(second.secret());
    }
  }

  @Test
  void without_redis_it_says_so() throws Exception {
    begun();
    redis.kill();
    assertThatThrownBy(() -> now(sessions.rotate(first, second))).isInstanceOf(RedisAway.class);
    assertThatThrownBy(() -> now(sessions.look(first))).isInstanceOf(RedisAway.class);
    redis.startAgain();
    redis.flush();
    assertThat(now(sessions.look(first))).isNull();
    assertThat(now(sessions.look(second))).isNull();
    begun();
    assertThat(now(sessions.look(first))).isNotNull();
  }

  @Test
  void a_value_that_this_version_cannot_read_is_as_good_as_gone() {
    var session = begun();
    for (var value : List.of("[]", "{\"id\":\"x\",\"ends\":\"never\"}", "not json")) {
      now(
          redis
              .client()
              .call(c ->
                  c.<String>getBucket("session:" + session.id())
                      .setAsync(value, Duration.ofMinutes(1))));
      assertThat(now(sessions.byId(session.id()))).isNull();
    }
  }

  private Session begun() {
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var session =
        new Session(Sessions.freshId(), 42, "Sanne", null, "sealed", now, now.plusSeconds(3600));
    now(sessions.begin(session, first));
    return session;
  }
}
