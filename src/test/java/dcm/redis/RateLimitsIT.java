package dcm.redis;

import static dcm.redis.TestRedis.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The windows are so long that nothing refills while a test runs. */
class RateLimitsIT {
  private static final String LIMITS =
      """
      dcm.redis.limits {
        ip { requests = 100, window = 20000000s }
        member { requests = 30, window = 20000000s, least = 5, most = 60 }
        guild { requests = 100, window = 20000000s, least = 10, most = 200 }
      }
      """;
  private static TestRedis server;
  private static Redis node1;
  private static Redis node2;
  private RateLimits limits;

  @BeforeAll
  static void start() throws Exception {
    server = TestRedis.start();
    node1 = Redis.open(TestRedis.patient(server.url(), LIMITS));
    node2 = Redis.open(TestRedis.patient(server.url(), LIMITS));
  }

  @AfterAll
  static void stop() throws Exception {
    node1.close();
    node2.close();
    server.close();
  }

  @BeforeEach
  void bothNodesSeeAnEmptyRedis() {
    server.flush();
    untilBothAreHere();
    limits = new RateLimits(node1);
  }

  @Test
  void nodes_that_count_at_the_same_time_never_allow_more_than_the_limit() throws Exception {
    var other = new RateLimits(node2);
    var address = InetAddress.getByName("192.0.2.7");
    assertThat(allowed(400, i -> (i % 2 == 0 ? limits : other).knock(address))).isEqualTo(100);
  }

  @Test
  void a_loud_member_is_refused_before_the_guild_is() {
    assertThat(allowed(200, _ -> limits.knock(1, 11))).isEqualTo(30);
    assertThat(allowed(200, _ -> limits.knock(1, 12))).isEqualTo(30);
    // what was refused did not count for the guild: 40 of its 100 are left
    assertThat(now(limits.knock(1, 13)).limits().getLast().remaining()).isEqualTo(39);
  }

  @Test
  void whom_it_refused_is_counted_by_scope() {
    var registry = new SimpleMeterRegistry();
    Metrics.addRegistry(registry);
    try {
      allowed(33, _ -> limits.knock(9, 1));
      allowed(150, i -> limits.knock(10, 100 + i));
      assertThat(registry.get("dcm.rate.limit.refusals").tag("scope", "member").counter().count())
          .isEqualTo(3);
      assertThat(registry.get("dcm.rate.limit.refusals").tag("scope", "guild").counter().count())
          .isEqualTo(50);
    } finally {
      Metrics.removeRegistry(registry);
      registry.close();
    }
  }

  @Test
  void many_members_together_meet_the_limit_of_their_guild_and_of_no_other() {
    assertThat(allowed(150, i -> limits.knock(1, 100 + i))).isEqualTo(100);
    assertThat(now(limits.knock(1, 7)).limits())
        .extracting(Limit::policy, Limit::allowed)
        .containsExactly(tuple("member", true), tuple("guild", false));
    assertThat(now(limits.knock(2, 7)).allowed()).isTrue();
  }

  @Test
  void a_guild_has_its_own_numbers_within_the_operators_bounds() {
    assertThat(allowed(100, _ -> limits.knock(3, 1, 8, 0))).isEqualTo(8);
    assertThat(allowed(100, _ -> limits.knock(3, 2, 1, 0))).isEqualTo(5);
    assertThat(allowed(100, _ -> limits.knock(3, 3, 1_000_000, 0))).isEqualTo(60);
    assertThat(allowed(300, i -> limits.knock(4, 100 + i, 0, 1_000_000))).isEqualTo(200);
  }

  @Test
  void a_refusal_says_when_to_come_back() {
    allowed(30, _ -> limits.knock(5, 1));
    var verdict = now(limits.knock(5, 1));
    assertThat(verdict.allowed()).isFalse();
    assertThat(verdict.retryAfter())
        .isBetween(Duration.ofSeconds(600_000), Duration.ofSeconds(666_667));
    assertThat(verdict.policyHeader()).isEqualTo("\"member\";q=30;w=20000000");
  }

  @Test
  void every_bucket_is_under_its_guild_or_address_and_goes_by_itself() throws Exception {
    now(limits.knock(6, 1));
    now(limits.knock(InetAddress.getByName("2001:db8:1:2:3::9")));
    assertThat(server.keys())
        .containsExactlyInAnyOrder(
            "guild:6:limit:user:1:30/20000000",
            "guild:6:limit:all:100/20000000",
            "ip:2001:db8:1:2:0:0:0:0:limit:100/20000000")
        .allSatisfy(key -> assertThat(server.life(key)).isPositive());
  }

  @Test
  void an_ipv6_site_is_one_visitor() throws Exception {
    now(limits.knock(InetAddress.getByName("2001:db8::1")));
    assertThat(now(limits.knock(InetAddress.getByName("2001:db8::ffff"))).limits().getFirst())
        .extracting(Limit::remaining)
        .isEqualTo(98L);
    assertThat(now(limits.knock(InetAddress.getByName("2001:db8:0:1::1"))).limits().getFirst())
        .extracting(Limit::remaining)
        .isEqualTo(99L);
  }

  @Test
  void an_emptied_redis_counts_anew() {
    allowed(100, _ -> limits.knock(7, 1));
    server.flush();
    assertThat(allowed(100, _ -> limits.knock(7, 1))).isEqualTo(30);
  }

  @Test
  void while_redis_is_away_the_node_counts_alone_and_together_again_afterwards() throws Exception {
    assertThat(allowed(20, _ -> limits.knock(8, 1))).isEqualTo(20);
    server.kill();
    assertThat(allowed(100, _ -> limits.knock(8, 1)))
        .as("the local bucket begins with what the shared one last said")
        .isEqualTo(10);
    assertThat(allowed(100, _ -> limits.knock(8, 2)))
        .as("of whom nothing was said, the bucket is full")
        .isEqualTo(30);
    server.startAgain();
    untilBothAreHere();
    server.flush();
    assertThat(allowed(20, _ -> limits.knock(8, 1))).isEqualTo(20);
    assertThat(allowed(20, _ -> new RateLimits(node2).knock(8, 1)))
        .as("the other node sees what this one counted")
        .isEqualTo(10);
  }

  @Test
  void a_redis_that_comes_and_goes_does_not_multiply_the_limit() throws Exception {
    var registry = new SimpleMeterRegistry();
    Metrics.addRegistry(registry);
    try {
      assertThat(allowed(10, _ -> limits.knock(9, 1))).isEqualTo(10);
      server.kill();
      assertThat(allowed(5, _ -> limits.knock(9, 1))).isEqualTo(5);
      assertThat(registry.get("dcm.rate.limit.local").tag("scope", "member").counter().count())
          .isEqualTo(5);
      server.startAgain();
      untilBothAreHere();
      assertThat(allowed(5, _ -> limits.knock(9, 1))).isEqualTo(5);
      server.kill();
      assertThat(allowed(100, _ -> limits.knock(9, 1)))
          .as("20 left by what this node counted and 15 by what Redis did: the smaller counts")
          .isLessThanOrEqualTo(15);
    } finally {
      Metrics.removeRegistry(registry);
      registry.close();
      server.startAgain();
      untilBothAreHere();
    }
  }

  private static void untilBothAreHere() {
    Awaitility.await()
        .until(() ->
            node1.state() instanceof RedisState.Here && node2.state() instanceof RedisState.Here);
  }

  private static long allowed(int knocks, IntFunction<CompletionStage<Verdict>> knock) {
    var answers = new ArrayList<CompletableFuture<Verdict>>();
    IntStream.range(0, knocks).forEach(i -> answers.add(knock.apply(i).toCompletableFuture()));
    return answers.stream().filter(answer -> now(answer).allowed()).count();
  }
}
