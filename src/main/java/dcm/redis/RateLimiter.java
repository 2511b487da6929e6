package dcm.redis;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.redis.RateLimitDecision.PolicyResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rate limits of requests, counted for all nodes together. A request that one policy refuses does
 * not count for the policies after it, so that one member cannot use up the guild's limit.
 *
 * <p>A node decides most requests from its copy of the bucket and reports them afterwards, at most
 * {@code dcm.redis.limits.unreported-share} of the limit at a time (rounded down). So nodes
 * together allow at most one share per node more than the limit, and what is allowed too much is
 * missing afterwards. Limits with a share below one request are exact. A request waits for Redis,
 * once for all its policies, when its bucket is new to this node, or when the share is used up.
 *
 * <p>While Redis is unavailable or too slow, each node counts alone, starting from the last known
 * state, and reports it later. No stage fails.
 */
public final class RateLimiter {
  private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);

  private static final List<String> POLICIES = List.of("ip", "member", "guild");
  private static final Map<String, Counter> COUNTED_ALONE = counters("dcm.rate.limit.local");
  private static final Map<String, Counter> REJECTIONS = counters("dcm.rate.limit.rejections");
  private static final Timer WAITS = Metrics.timer("dcm.rate.limit.sync");

  private final RedisClient redis;
  private final RedisSettings settings;
  private final BucketStore store;
  private final BucketReporter reporter;
  private final BucketCache buckets;

  public RateLimiter(RedisClient redis) {
    this.redis = redis;
    this.settings = redis.settings();
    this.store = new BucketStore(redis);
    this.reporter = new BucketReporter(store);
    this.buckets = new BucketCache(settings);
  }

  /**
   * Checks the limit per address if this node can decide without asking Redis; otherwise null, and
   * nothing was counted.
   */
  public @Nullable RateLimitDecision tryAcquireLocally(InetAddress address) {
    var bucket = buckets.ofAddress(address);
    var result = decide(bucket, System.nanoTime(), redis.isAvailable());
    return result == null ? null : new RateLimitDecision(List.of(result));
  }

  /**
   * Checks the limit per address, before authentication; an IPv6 network (/64) counts as one
   * address.
   */
  public CompletionStage<RateLimitDecision> tryAcquire(InetAddress address) {
    return tryAcquire(List.of(buckets.ofAddress(address)));
  }

  /** Checks the limits per address, per member and per guild. */
  public CompletionStage<RateLimitDecision> tryAcquire(InetAddress address, long guild, long user) {
    return tryAcquire(
        List.of(
            buckets.ofAddress(address),
            buckets.ofMember(guild, user, settings.perMember().defaultRate()),
            buckets.ofGuild(guild, settings.perGuild().defaultRate())));
  }

  /** Checks the limits per member and per guild, with the operator's defaults. */
  public CompletionStage<RateLimitDecision> tryAcquire(long guild, long user) {
    return tryAcquire(guild, user, 0, 0);
  }

  /**
   * Checks the limits per member and per guild, with the guild's own numbers of requests per
   * window, clamped to the operator's bounds; 0: the default.
   */
  public CompletionStage<RateLimitDecision> tryAcquire(
      long guild, long user, long memberRequests, long guildRequests) {
    return tryAcquire(
        List.of(
            buckets.ofMember(guild, user, settings.perMember().clamp(memberRequests)),
            buckets.ofGuild(guild, settings.perGuild().clamp(guildRequests))));
  }

  private CompletionStage<RateLimitDecision> tryAcquire(List<BucketReplica> policies) {
    var available = redis.isAvailable();
    var now = System.nanoTime();
    var results = new ArrayList<PolicyResult>(policies.size());
    for (var bucket : policies) {
      var result = decide(bucket, now, available);
      if (result == null) {
        return askRedis(results, policies.subList(results.size(), policies.size()));
      }
      results.add(result);
      if (!result.allowed()) {
        break;
      }
    }
    return completedFuture(new RateLimitDecision(results));
  }

  private @Nullable PolicyResult decide(BucketReplica bucket, long now, boolean available) {
    var result = available ? bucket.tryConsume(now) : countAlone(bucket, now);
    if (result == null) {
      return null;
    }
    if (available && bucket.needsReport(now)) {
      reporter.add(bucket);
    }
    return counted(result);
  }

  private CompletionStage<RateLimitDecision> askRedis(
      List<PolicyResult> decided, List<BucketReplica> undecided) {
    var askedAt = System.nanoTime();
    return store
        .tryConsume(undecided)
        .handle((answered, failure) -> {
          var now = System.nanoTime();
          WAITS.record(now - askedAt, TimeUnit.NANOSECONDS);
          if (failure == null) {
            answered.forEach(result -> decided.add(counted(result)));
          } else {
            logFailure(RedisClient.unwrap(failure));
            countAlone(undecided, now, decided);
          }
          return new RateLimitDecision(decided);
        });
  }

  private static void logFailure(Throwable failure) {
    switch (failure) {
      case RedisUnavailableException unavailable ->
          LOG.debug(
              "Redis unavailable: counting a request here only: {}", unavailable.getMessage());
      default -> LOG.warn("Counting a request on this node only", failure);
    }
  }

  private static void countAlone(
      List<BucketReplica> undecided, long now, List<PolicyResult> results) {
    for (var bucket : undecided) {
      var result = counted(countAlone(bucket, now));
      results.add(result);
      if (!result.allowed()) {
        return;
      }
    }
  }

  private static PolicyResult countAlone(BucketReplica bucket, long now) {
    COUNTED_ALONE.get(bucket.policy()).increment();
    return bucket.tryConsumeAlone(now);
  }

  private static PolicyResult counted(PolicyResult result) {
    if (!result.allowed()) {
      REJECTIONS.get(result.policy()).increment();
    }
    return result;
  }

  /** Registers them at zero, so that the first increment is visible as a rate. */
  private static Map<String, Counter> counters(String name) {
    return POLICIES.stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Function.identity(), policy -> Metrics.counter(name, "scope", policy)));
  }

  /**
   * The key under which the requests and connections of an address are counted: an IPv4 address, or
   * the /64 network of an IPv6 address, because one site has 2^64 addresses.
   */
  public static String clientKey(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    var network = Arrays.copyOf(Arrays.copyOf(address.getAddress(), 8), 16);
    try {
      return InetAddress.getByAddress(network).getHostAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("16 bytes are always an address", impossible);
    }
  }

  /**
   * A number of requests per time: a bucket of {@code requests} tokens that refills evenly within
   * {@code window}.
   *
   * @param window whole seconds, at least one
   */
  public record Rate(long requests, Duration window) {
    public Rate {
      if (requests < 1) {
        throw new IllegalArgumentException("a rate limit must allow at least one request");
      }
      if (window.toSeconds() < 1 || !window.equals(Duration.ofSeconds(window.toSeconds()))) {
        throw new IllegalArgumentException(
            "a rate limit's window must be a whole number of seconds");
      }
    }
  }

  /**
   * The range in which a guild may set a limit of its own.
   *
   * @param defaultRate for guilds that set none
   */
  public record Bounds(Rate defaultRate, long min, long max) {
    /** The requested rate, clamped to the bounds; the default when {@code requested} ≤ 0. */
    Rate clamp(long requested) {
      return requested <= 0
          ? defaultRate
          : new Rate(Math.clamp(requested, min, max), defaultRate.window());
    }
  }
}
