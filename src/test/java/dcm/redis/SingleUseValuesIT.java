package dcm.redis;

import static dcm.redis.TestRedis.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tickets, login states and caches. */
class SingleUseValuesIT {
  private static TestRedis redis;

  @BeforeAll
  static void start() throws Exception {
    redis = TestRedis.start();
  }

  @AfterAll
  static void stop() throws Exception {
    redis.close();
  }

  private final SocketTicketStore tickets = new SocketTicketStore(redis.client());
  private final LoginStateStore loginStates = new LoginStateStore(redis.client());
  private final SocketTicketStore.Ticket ticket =
      new SocketTicketStore.Ticket(5, 42, "session", 3, Instant.parse("2026-07-01T10:00:00Z"));

  @Test
  void a_ticket_is_redeemed_once_by_concurrent_callers() {
    var token = now(tickets.issue(ticket));
    var entries =
        IntStream.range(0, 50)
            .mapToObj(_ -> tickets.redeem(5, token).toCompletableFuture())
            .toList()
            .stream()
            .map(TestRedis::now)
            .filter(Objects::nonNull)
            .toList();
    assertThat(entries).containsExactly(ticket);
  }

  @Test
  void a_ticket_of_another_guild_is_rejected_and_not_spent() {
    var token = now(tickets.issue(ticket));
    assertThat(now(tickets.redeem(6, token))).isNull();
    assertThat(now(tickets.redeem(5, token))).isEqualTo(ticket);
  }

  @Test
  void a_ticket_is_stored_for_30_seconds_under_its_guild() {
    var token = now(tickets.issue(ticket));
    assertThat(redis.ttlMillis("guild:5:ticket:" + token.hash()))
        .isBetween(1L, Duration.ofSeconds(30).toMillis());
  }

  @Test
  void a_login_state_is_consumed_once_within_ten_minutes() {
    var state = OpaqueToken.generate();
    var login = new LoginStateStore.LoginState("verifier", "/g/5", "browser");
    now(loginStates.save(state, login));
    assertThat(redis.ttlMillis("login:" + state.hash()))
        .isBetween(1L, Duration.ofMinutes(10).toMillis());
    assertThat(now(loginStates.consume(state))).isEqualTo(login);
    assertThat(now(loginStates.consume(state))).isNull();
  }

  @Test
  void a_value_is_cached_per_user_until_it_expires() {
    record Guilds(int count) {}
    var cache = new UserCache<>(redis.client(), "guilds", Guilds.class, Duration.ofSeconds(60));
    now(cache.put(1, new Guilds(3)));
    assertThat(now(cache.get(1))).isEqualTo(new Guilds(3));
    assertThat(now(cache.get(2))).isNull();
    assertThat(redis.ttlMillis("user:1:guilds")).isBetween(1L, 60_000L);
    now(cache.invalidate(1));
    assertThat(now(cache.get(1))).isNull();
  }

  @Test
  void without_redis_nothing_is_issued() throws Exception {
    redis.kill();
    assertThatThrownBy(() -> now(tickets.issue(ticket)))
        .isInstanceOf(RedisUnavailableException.class);
    assertThatThrownBy(() -> now(loginStates.consume(OpaqueToken.generate())))
        .isInstanceOf(RedisUnavailableException.class);
    redis.restart();
    assertThat(now(tickets.redeem(5, now(tickets.issue(ticket))))).isEqualTo(ticket);
  }
}
