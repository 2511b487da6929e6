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
class RateLimiterIT {
  private static final String LIMITS =
      """
      dcm.redis.limits {
        ip { default = 100, window = 20000000s }
        member { default = 30, window = 20000000s, min = 5, max = 60 }
        guild { default = 100, window = 20000000s, min = 10, max = 200 }
      }
      """;
  private static TestRedis server;
  private static RedisClient node1;
  private static RedisClient node2;
  private RateLimiter limiter;

  @BeforeAll
  static void start() throws Exception {
    server = TestRedis.start();
    node1 = RedisClient.open(TestRedis.patientSettings(server.url(), LIMITS));
    node2 = RedisClient.open(TestRedis.patientSettings(server.url(), LIMITS));
  }

  @AfterAll
  static void stop() throws Exception {
    node1.close();
    node2.close();
    server.close();
  }

  @BeforeEach
  void emptyRedis() {
    server.flush();
    awaitBothAvailable();
    limiter = new RateLimiter(node1);
  }

  @Test
  void concurrent_nodes_never_allow_more_than_the_limit() throws Exception {
    var other = new RateLimiter(node2);
    var address = InetAddress.getByName("192.0.2.7");
    assertThat(allowed(400, i -> (i % 2 == 0 ? limiter : other).tryAcquire(address)))
        .isEqualTo(100);
  }

  @Test
  void a_busy_member_is_rejected_before_its_guild() {
    assertThat(allowed(200, _ -> limiter.tryAcquire(1, 11))).isEqualTo(30);
    assertThat(allowed(200, _ -> limiter.tryAcquire(1, 12))).isEqualTo(30);
    // rejected requests did not count for the guild: 40 of its 100 are left
    assertThat(now(limiter.tryAcquire(1, 13)).results().getLast().remaining()).isEqualTo(39);
  }

  @Test
  void rejections_are_counted_by_scope() {
    var registry = new SimpleMeterRegistry();
    Metrics.addRegistry(registry);
    try {
      allowed(33, _ -> limiter.tryAcquire(9, 1));
      allowed(150, i -> limiter.tryAcquire(10, 100 + i));
      assertThat(registry.get("dcm.rate.limit.rejections").tag("scope", "member").counter().count())
          .isEqualTo(3);
      assertThat(registry.get("dcm.rate.limit.rejections").tag("scope", "guild").counter().count())
          .isEqualTo(50);
    } finally {
      Metrics.removeRegistry(registry);
      registry.close();
    }
  }

  @Test
  void many_members_share_the_limit_of_their_guild() {
    assertThat(allowed(150, i -> limiter.tryAcquire(1, 100 + i))).isEqualTo(100);
    assertThat(now(limiter.tryAcquire(1, 7)).results())
        .extracting(RateLimiter.LimitResult::policy, RateLimiter.LimitResult::allowed)
        .containsExactly(tuple("member", true), tuple("guild", false));
    assertThat(now(limiter.tryAcquire(2, 7)).allowed()).isTrue();
  }

  @Test
  void a_guild_has_its_own_numbers_within_the_operators_bounds() {
    assertThat(allowed(100, _ -> limiter.tryAcquire(3, 1, 8, 0))).isEqualTo(8);
    assertThat(allowed(100, _ -> limiter.tryAcquire(3, 2, 1, 0))).isEqualTo(5);
    assertThat(allowed(100, _ -> limiter.tryAcquire(3, 3, 1_000_000, 0))).isEqualTo(60);
    assertThat(allowed(300, i -> limiter.tryAcquire(4, 100 + i, 0, 1_000_000))).isEqualTo(200);
  }

  @Test
  void a_rejection_says_when_to_retry() {
    allowed(30, _ -> limiter.tryAcquire(5, 1));
    var decision = now(limiter.tryAcquire(5, 1));
    assertThat(decision.allowed()).isFalse();
    assertThat(decision.retryAfter())
        .isBetween(Duration.ofSeconds(600_000), Duration.ofSeconds(666_667));
    assertThat(decision.policyHeader()).isEqualTo("\"member\";q=30;w=20000000");
  }

  @Test
  void every_bucket_is_stored_under_its_guild_or_address_and_expires() throws Exception {
    now(limiter.tryAcquire(6, 1));
    now(limiter.tryAcquire(InetAddress.getByName("2001:db8:1:2:3::9")));
    assertThat(server.keys())
        .containsExactlyInAnyOrder(
            "guild:6:limit:user:1:30/20000000",
            "guild:6:limit:all:100/20000000",
            "ip:2001:db8:1:2:0:0:0:0:limit:100/20000000")
        .allSatisfy(key -> assertThat(server.ttlMillis(key)).isPositive());
  }

  @Test
  void an_ipv6_network_is_one_client() throws Exception {
    now(limiter.tryAcquire(InetAddress.getByName("2001:db8::1")));
    assertThat(
            now(limiter.tryAcquire(InetAddress.getByName("2001:db8::ffff"))).results().getFirst())
        .extracting(RateLimiter.LimitResult::remaining)
        .isEqualTo(98L);
    assertThat(
            now(limiter.tryAcquire(InetAddress.getByName("2001:db8:0:1::1"))).results().getFirst())
        .extracting(RateLimiter.LimitResult::remaining)
        .isEqualTo(99L);
  }

  @Test
  void an_emptied_redis_resets_the_limits() {
    allowed(100, _ -> limiter.tryAcquire(7, 1));
    server.flush();
    assertThat(allowed(100, _ -> limiter.tryAcquire(7, 1))).isEqualTo(30);
  }

  @Test
  void while_redis_is_unavailable_the_node_counts_locally() throws Exception {
    assertThat(allowed(20, _ -> limiter.tryAcquire(8, 1))).isEqualTo(20);
    server.kill();
    assertThat(allowed(100, _ -> limiter.tryAcquire(8, 1)))
        .as("the local bucket starts with the last known state of the shared one")
        .isEqualTo(10);
    assertThat(allowed(100, _ -> limiter.tryAcquire(8, 2)))
        .as("an unobserved bucket starts full")
        .isEqualTo(30);
    server.restart();
    awaitBothAvailable();
    server.flush();
    assertThat(allowed(20, _ -> limiter.tryAcquire(8, 1))).isEqualTo(20);
    assertThat(allowed(20, _ -> new RateLimiter(node2).tryAcquire(8, 1)))
        .as("the other node sees what this one counted")
        .isEqualTo(10);
  }

  @Test
  void an_intermittent_redis_does_not_multiply_the_limit() throws Exception {
    var registry = new SimpleMeterRegistry();
    Metrics.addRegistry(registry);
    try {
      assertThat(allowed(10, _ -> limiter.tryAcquire(9, 1))).isEqualTo(10);
      server.kill();
      assertThat(allowed(5, _ -> limiter.tryAcquire(9, 1))).isEqualTo(5);
      assertThat(registry.get("dcm.rate.limit.local").tag("scope", "member").counter().count())
          .isEqualTo(5);
      server.restart();
      awaitBothAvailable();
      assertThat(allowed(5, _ -> limiter.tryAcquire(9, 1))).isEqualTo(5);
      server.kill();
      assertThat(allowed(100, _ -> limiter.tryAcquire(9, 1)))
          .as("20 left by what this node counted and 15 by what Redis did: the smaller counts")
          .isLessThanOrEqualTo(15);
    } finally {
      Metrics.removeRegistry(registry);
      registry.close();
      server.restart();
      awaitBothAvailable();
    }
  }

  private static void awaitBothAvailable() {
    Awaitility.await()
        .until(() ->
            node1.state() instanceof RedisState.Available
                && node2.state() instanceof RedisState.Available);
  }

  private static long allowed(
      int requests, IntFunction<CompletionStage<RateLimiter.CheckResult>> request) {
    var decisions = new ArrayList<CompletableFuture<RateLimiter.CheckResult>>();
    IntStream.range(0, requests)
        .forEach(i -> decisions.add(request.apply(i).toCompletableFuture()));
    return decisions.stream().filter(decision -> now(decision).allowed()).count();
  }
}
