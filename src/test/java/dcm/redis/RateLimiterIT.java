package dcm.redis;

import static dcm.redis.TestRedis.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The windows are so long that nothing refills while a test runs. */
class RateLimiterIT {
  /** Redis decides on every request, so that the numbers are exact. */
  private static final String LIMITS =
      """
      dcm.redis.limits {
        ip { default = 100, window = 20000000s }
        member { default = 30, window = 20000000s, min = 5, max = 60 }
        guild { default = 100, window = 20000000s, min = 10, max = 200 }
        unreported-share = 0
      }
      """;

  /** A node allows 20, 6 and 10 requests before it reports. */
  private static final String LARGE_LIMITS =
      """
      dcm.redis.limits {
        ip { default = 1000, window = 20000000s }
        member { default = 300, window = 20000000s, min = 5, max = 600 }
        guild { default = 500, window = 20000000s, min = 10, max = 2000 }
        unreported-share = 0.02
      }
      """;

  private static TestRedis server;
  private static RedisClient node1;
  private static RedisClient node2;
  private static List<RedisClient> largeNodes;
  private RateLimiter limiter;

  @BeforeAll
  static void start() throws Exception {
    server = TestRedis.start();
    node1 = RedisClient.open(TestRedis.patientSettings(server.url(), LIMITS));
    node2 = RedisClient.open(TestRedis.patientSettings(server.url(), LIMITS));
    largeNodes =
        Stream.generate(
                () -> RedisClient.open(TestRedis.patientSettings(server.url(), LARGE_LIMITS)))
            .limit(3)
            .toList();
  }

  @AfterAll
  static void stop() throws Exception {
    node1.close();
    node2.close();
    largeNodes.forEach(RedisClient::close);
    server.close();
  }

  @BeforeEach
  void emptyRedis() {
    server.flush();
    awaitAllAvailable();
    limiter = new RateLimiter(node1);
  }

  @Test
  void concurrent_nodes_are_exact_without_a_share() throws Exception {
    var other = new RateLimiter(node2);
    var address = InetAddress.getByName("192.0.2.7");
    assertThat(allowed(400, i -> (i % 2 == 0 ? limiter : other).tryAcquire(address)))
        .isEqualTo(100);
  }

  @Test
  void concurrent_nodes_are_exact_below_a_share_of_one_request() {
    var other = new RateLimiter(node2);
    assertThat(allowed(100, i -> (i % 2 == 0 ? limiter : other).tryAcquire(1, 1))).isEqualTo(30);
  }

  @Test
  void three_nodes_allow_at_most_a_share_each_more_than_the_limit() throws Exception {
    var nodes = largeNodes.stream().map(RateLimiter::new).toList();
    var address = InetAddress.getByName("192.0.2.7");
    try (var clients = Executors.newFixedThreadPool(3)) {
      var work =
          nodes.stream()
              .map(node ->
                  clients.submit(() -> allowed(700, i -> node.tryAcquire(address, 1, i % 2))))
              .toList();
      long together = 0;
      for (var node : work) {
        together += node.get(60, TimeUnit.SECONDS);
      }
      assertThat(together).as("the guild's limit, a share is 10").isBetween(500L, 530L);
    }
    // 2,100 requests came from the address
    assertThat(now(nodes.getFirst().tryAcquire(address)).allowed()).isFalse();
  }

  @Test
  void a_request_waits_for_redis_once_and_the_next_ones_not_at_all() throws Exception {
    var registry = new SimpleMeterRegistry();
    Metrics.addRegistry(registry);
    try {
      var node = new RateLimiter(largeNodes.getFirst());
      var address = InetAddress.getByName("192.0.2.7");
      assertThat(node.tryAcquireLocally(address)).isNull();
      assertThat(policies(now(node.tryAcquire(address, 1, 7))))
          .containsExactly(tuple("ip", true), tuple("member", true), tuple("guild", true));
      var waits = registry.get("dcm.rate.limit.sync").timer();
      assertThat(waits.count()).isEqualTo(1);
      for (int i = 0; i < 3; i++) {
        assertThat(node.tryAcquireLocally(address).allowed()).isTrue();
        assertThat(node.tryAcquire(1, 7).toCompletableFuture()).isCompleted();
      }
      assertThat(waits.count()).isEqualTo(1);
    } finally {
      Metrics.removeRegistry(registry);
      registry.close();
    }
  }

  @Test
  void other_nodes_learn_what_a_node_allowed_on_its_own() throws Exception {
    var address = InetAddress.getByName("192.0.2.7");
    var node = new RateLimiter(largeNodes.getFirst());
    assertThat(now(node.tryAcquire(address)).allowed()).isTrue();
    for (int i = 0; i < 15; i++) {
      assertThat(node.tryAcquireLocally(address).allowed()).isTrue();
    }
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(
                    now(new RateLimiter(largeNodes.getLast()).tryAcquire(address))
                        .results()
                        .getFirst()
                        .remaining())
                .isLessThanOrEqualTo(1000 - 16 - 1));
  }

  @Test
  void what_the_address_may_not_do_does_not_count_for_the_member() throws Exception {
    var address = InetAddress.getByName("192.0.2.7");
    assertThat(allowed(120, _ -> limiter.tryAcquire(address))).isEqualTo(100);
    assertThat(policies(now(limiter.tryAcquire(address, 1, 7))))
        .containsExactly(tuple("ip", false));
    assertThat(policies(now(new RateLimiter(node2).tryAcquire(address, 1, 7))))
        .containsExactly(tuple("ip", false));
    assertThat(now(limiter.tryAcquire(1, 7)).results().getFirst().remaining()).isEqualTo(29);
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
    assertThat(policies(now(limiter.tryAcquire(1, 7))))
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
            "guild:6:rate:member:1:30/20000000",
            "guild:6:rate:all:100/20000000",
            "ip:2001:db8:1:2:0:0:0:0:rate:100/20000000")
        .allSatisfy(key -> assertThat(server.ttlMillis(key)).isPositive());
  }

  @Test
  void an_ipv6_network_is_one_client() throws Exception {
    now(limiter.tryAcquire(InetAddress.getByName("2001:db8::1")));
    assertThat(
            now(limiter.tryAcquire(InetAddress.getByName("2001:db8::ffff"))).results().getFirst())
        .extracting(RateLimitDecision.PolicyResult::remaining)
        .isEqualTo(98L);
    assertThat(
            now(limiter.tryAcquire(InetAddress.getByName("2001:db8:0:1::1"))).results().getFirst())
        .extracting(RateLimitDecision.PolicyResult::remaining)
        .isEqualTo(99L);
  }

  @Test
  void an_emptied_redis_resets_the_limits() {
    allowed(100, _ -> limiter.tryAcquire(7, 1));
    server.flush();
    Awaitility.await().until(() -> now(limiter.tryAcquire(7, 1)).allowed());
    assertThat(allowed(100, _ -> limiter.tryAcquire(7, 1))).isEqualTo(29);
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
    awaitAllAvailable();
    assertThat(now(limiter.tryAcquire(8, 1)).allowed()).isFalse();
    var other = new RateLimiter(node2);
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(policies(now(other.tryAcquire(8, 1))))
                .as("the other node learns what this one counted")
                .containsExactly(tuple("member", false)));
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
      awaitAllAvailable();
      assertThat(allowed(5, _ -> limiter.tryAcquire(9, 1))).isEqualTo(5);
      server.kill();
      assertThat(allowed(100, _ -> limiter.tryAcquire(9, 1)))
          .as("20 were allowed, with the 5 of them while Redis was unavailable")
          .isLessThanOrEqualTo(10);
    } finally {
      Metrics.removeRegistry(registry);
      registry.close();
      server.restart();
      awaitAllAvailable();
    }
  }

  private static void awaitAllAvailable() {
    Awaitility.await()
        .until(() ->
            Stream.concat(Stream.of(node1, node2), largeNodes.stream())
                .allMatch(RedisClient::isAvailable));
  }

  private static List<Tuple> policies(RateLimitDecision decision) {
    return decision.results().stream()
        .map(result -> tuple(result.policy(), result.allowed()))
        .toList();
  }

  private static long allowed(
      int requests, IntFunction<CompletionStage<RateLimitDecision>> request) {
    var decisions = new ArrayList<CompletableFuture<RateLimitDecision>>();
    IntStream.range(0, requests)
        .forEach(i -> decisions.add(request.apply(i).toCompletableFuture()));
    return decisions.stream().filter(decision -> now(decision).allowed()).count();
  }
}
