package dcm.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bucket of 100 tokens, one a second; several nodes report to a model of Redis. */
class BucketReplicaTest {
  private static final RateLimiter.Rate RATE = new RateLimiter.Rate(100, Duration.ofSeconds(100));
  private static final long TOKEN = Duration.ofSeconds(1).toNanos();

  private long now = Duration.ofDays(1).toNanos();
  private long fullAt;
  private long redisMicros;

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 5", "3, 5", "3, 1", "5, 10", "8, 20", "3, 0"})
  void nodes_together_allow_at_most_the_limit_and_a_report_of_each_further_node(
      int nodes, int maxUnreported) {
    for (var seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var replicas = new ArrayList<BucketReplica>();
      for (var node = 0; node < nodes; node++) {
        replicas.add(bucket(maxUnreported));
      }
      fullAt = 0;
      // a bucket that refills and starts full never allows more in any interval than it holds at
      // most and what it is refilled meanwhile
      var tokens = 100.0;
      var least = tokens;
      for (var step = 0; step < 2_000; step++) {
        var elapsed = random.nextInt(8) == 0 ? random.nextLong(4 * TOKEN) : 0;
        now += elapsed;
        tokens = Math.min(100, tokens + (double) elapsed / TOKEN);
        var replica = replicas.get(random.nextInt(nodes));
        if (random.nextInt(4) == 0) {
          report(replica);
        } else if (allows(replica)) {
          tokens--;
        }
        least = Math.min(least, tokens);
      }
      assertThat(least)
          .as("seed %d", seed)
          .isGreaterThanOrEqualTo(-(nodes - 1.0) * maxUnreported - 0.01);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 5", "2, 5", "3, 5", "3, 1", "5, 10", "8, 20", "3, 0"})
  void nodes_whose_calls_overtake_one_another_allow_at_most_the_limit_and_a_share_each(
      int nodes, int maxUnreported) {
    for (var seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var replicas = new ArrayList<BucketReplica>();
      for (var node = 0; node < nodes; node++) {
        replicas.add(bucket(maxUnreported));
      }
      fullAt = 0;
      redisMicros = 0;
      var calls = new ArrayList<Call>();
      var allowed = 0;
      for (var step = 0; step < 2_000; step++) {
        var replica = replicas.get(random.nextInt(nodes));
        switch (random.nextInt(4)) {
          case 0 -> calls.add(new Call(replica, false));
          case 1, 2 -> {
            if (!calls.isEmpty()) {
              var call = calls.get(random.nextInt(calls.size()));
              allowed += call.proceed() ? 1 : 0;
              calls.removeIf(Call::isAnswered);
            }
          }
          default -> {
            var result = replica.tryConsume(now);
            if (result == null) {
              calls.add(new Call(replica, true));
            } else {
              allowed += result.allowed() ? 1 : 0;
            }
          }
        }
      }
      assertThat(allowed).as("seed %d", seed).isLessThanOrEqualTo(100 + nodes * maxUnreported);
    }
  }

  /** A call to the model of Redis, which receives it later and answers it later again. */
  private final class Call {
    private final BucketReplica replica;
    private final boolean deciding;
    private final long reported;
    private long answeredMicros;
    private long missingMicros;
    private boolean answered;

    Call(BucketReplica replica, boolean deciding) {
      this.replica = replica;
      this.deciding = deciding;
      this.reported = replica.startReport(now);
    }

    /** Reaches Redis, or then the node; true: Redis allows the request. */
    boolean proceed() {
      if (answeredMicros > 0) {
        replica.reportAnswered(reported, answeredMicros, missingMicros, now);
        answered = true;
        return false;
      }
      fullAt = Math.max(fullAt, now) + reported * TOKEN;
      var allowed = deciding && fullAt + TOKEN <= now + 100 * TOKEN;
      fullAt += allowed ? TOKEN : 0;
      answeredMicros = ++redisMicros;
      missingMicros = (fullAt - now) / 1_000;
      return allowed;
    }

    boolean isAnswered() {
      return answered;
    }
  }

  @Test
  void a_limit_that_is_used_evenly_is_reached() {
    var replicas = List.of(bucket(5), bucket(5), bucket(5));
    var allowed = 0;
    for (var request = 0; request < 300; request++) {
      var replica = replicas.get(request % 3);
      allowed += allows(replica) ? 1 : 0;
    }
    assertThat(allowed).isBetween(100, 110);
  }

  @Test
  void what_a_node_allows_is_limited_until_it_has_reported() {
    var replica = bucket(5);
    assertThat(replica.tryConsume(now)).as("an unknown bucket").isNull();
    report(replica);
    for (var i = 0; i < 5; i++) {
      assertThat(replica.tryConsume(now).allowed()).isTrue();
    }
    assertThat(replica.tryConsume(now)).isNull();
    var reported = replica.startReport(now);
    assertThat(reported).isEqualTo(5);
    assertThat(replica.tryConsume(now)).as("not answered yet").isNull();
    replica.reportFailed(reported);
    assertThat(replica.tryConsume(now)).as("not reported").isNull();
    report(replica);
    assertThat(replica.tryConsume(now).remaining()).isEqualTo(94);
  }

  @Test
  void an_empty_bucket_is_refused_without_redis_and_asked_for_once_a_second() {
    var replica = bucket(5);
    fullAt = now + 100 * TOKEN;
    report(replica);
    var refused = replica.tryConsume(now);
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.remaining()).isZero();
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
    assertThat(replica.needsReport(now)).isFalse();
    now += BucketReplica.RECHECK_NANOS;
    assertThat(replica.needsReport(now)).isTrue();
    assertThat(replica.needsReport(now)).as("queued already").isFalse();
    assertThat(replica.dequeue(now)).isTrue();
    fullAt = 0;
    report(replica);
    assertThat(replica.tryConsume(now).remaining()).as("Redis was emptied").isEqualTo(99);
  }

  @Test
  void an_answer_that_was_overtaken_is_ignored() {
    var replica = bucket(5);
    replica.reportAnswered(0, 1_000_002, 90_000_000, now);
    replica.reportAnswered(0, 1_000_001, 10_000_000, now);
    assertThat(replica.tryConsume(now).remaining()).isEqualTo(9);
  }

  @Test
  void what_was_counted_without_redis_is_reported_as_far_as_it_is_not_refilled() {
    var replica = bucket(5);
    var allowed = new boolean[120];
    for (var i = 0; i < allowed.length; i++) {
      allowed[i] = replica.tryConsumeAlone(now).allowed();
    }
    assertThat(Arrays.copyOf(allowed, 100)).containsOnly(true);
    assertThat(Arrays.copyOfRange(allowed, 100, 120)).containsOnly(false);
    now += 70 * TOKEN;
    assertThat(replica.startReport(now)).isEqualTo(30);
  }

  private BucketReplica bucket(int maxUnreported) {
    return new BucketReplica("ip", "key", RATE, maxUnreported, now);
  }

  /** Whether the request is allowed, by the replica or by Redis, as RateLimiter asks them. */
  private boolean allows(BucketReplica replica) {
    var result = replica.tryConsume(now);
    if (result != null) {
      return result.allowed();
    }
    var reported = replica.startReport(now);
    fullAt = Math.max(fullAt, now) + reported * TOKEN;
    var allowed = fullAt + TOKEN <= now + 100 * TOKEN;
    fullAt += allowed ? TOKEN : 0;
    replica.reportAnswered(reported, now / 1_000, (fullAt - now) / 1_000, now);
    return allowed;
  }

  private void report(BucketReplica replica) {
    var reported = replica.startReport(now);
    fullAt = Math.max(fullAt, now) + reported * TOKEN;
    replica.reportAnswered(reported, now / 1_000, (fullAt - now) / 1_000, now);
  }
}
