package dcm.redis;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.stream.Collectors.joining;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.redisson.Bucket4jRedisson;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.redisson.command.CommandAsyncExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rate limits of requests, counted for all nodes together. A request that one policy rejects does
 * not count for the policies after it, so that one member cannot use up the guild's limit.
 *
 * <p>Each count is one compare-and-set in Redis; concurrent requests to one bucket on one node are
 * batched. While Redis is unavailable or too slow, each node counts locally, starting from the last
 * known state. No stage fails.
 */
public final class RateLimiter {
  private static final Logger LOG = LoggerFactory.getLogger(RateLimiter.class);

  /**
   * A full bucket equals a missing one, so its key expires when it is full, plus this margin for
   * clock skew.
   */
  private static final Duration EXPIRY_MARGIN = Duration.ofSeconds(10);

  /** The number of lost compare-and-sets after which this node counts locally. */
  private static final int MAX_RETRIES = 30;

  private final RedisClient redis;
  private final Cache<String, AsyncBucketProxy> sharedBuckets;
  private final LocalRateLimiter local;
  private volatile @Nullable AsyncProxyManager<String> bucketManager;

  public RateLimiter(RedisClient redis) {
    this.redis = redis;
    this.sharedBuckets = Caffeine.newBuilder().maximumSize(redis.settings().localBuckets()).build();
    this.local = new LocalRateLimiter(redis.settings().localBuckets());
    // start at zero, so that the first increment is visible as a rate
    List.of("ip", "member", "guild")
        .forEach(scope -> {
          rejections(scope);
          local(scope);
        });
  }

  /**
   * Checks the limit per address, before authentication; an IPv6 network (/64) counts as one
   * address.
   */
  public CompletionStage<CheckResult> tryAcquire(InetAddress address) {
    return tryConsume("ip:" + clientKey(address) + ":limit", "ip", redis.settings().perIp())
        .thenApply(result -> new CheckResult(List.of(result)));
  }

  /** Checks the limits per member and per guild, with the operator's defaults. */
  public CompletionStage<CheckResult> tryAcquire(long guild, long user) {
    return tryAcquire(guild, user, 0, 0);
  }

  /**
   * Checks the limits per member and per guild, with the guild's own numbers of requests per
   * window, clamped to the operator's bounds; 0: the default.
   */
  public CompletionStage<CheckResult> tryAcquire(
      long guild, long user, long memberRequests, long guildRequests) {
    var perMember = redis.settings().perMember().clamp(memberRequests);
    var perGuild = redis.settings().perGuild().clamp(guildRequests);
    return tryConsume("guild:" + guild + ":limit:user:" + user, "member", perMember)
        .thenCompose(memberResult ->
            memberResult.allowed()
                ? tryConsume("guild:" + guild + ":limit:all", "guild", perGuild)
                    .thenApply(guildResult -> new CheckResult(List.of(memberResult, guildResult)))
                : completedFuture(new CheckResult(List.of(memberResult))));
  }

  private CompletableFuture<LimitResult> tryConsume(String subject, String policy, Rate rate) {
    var key = subject + ":" + rate.key();
    return redis
        .callInternal(executor -> sharedBucket(executor, key, rate).tryConsumeAndReturnRemaining(1))
        .handle((probe, failure) -> {
          if (failure != null) {
            return tryConsumeLocally(key, policy, rate, failure);
          }
          local.observed(key, probe);
          return probe;
        })
        .thenApply(probe -> {
          if (!probe.isConsumed()) {
            rejections(policy).increment();
          }
          return toResult(policy, rate, probe);
        });
  }

  private ConsumptionProbe tryConsumeLocally(
      String key, String policy, Rate rate, Throwable failure) {
    switch (failure) {
      case RedisUnavailableException unavailable ->
          LOG.debug(
              "Redis unavailable: counting rate limit {} on this node only: {}",
              key,
              unavailable.getMessage());
      default -> LOG.warn("Counting rate limit {} on this node only", key, failure);
    }
    sharedBuckets.invalidate(key);
    local(policy).increment();
    return local.tryConsume(key, rate);
  }

  private static Counter local(String scope) {
    return Metrics.counter("dcm.rate.limit.local", "scope", scope);
  }

  private static Counter rejections(String scope) {
    return Metrics.counter("dcm.rate.limit.rejections", "scope", scope);
  }

  private AsyncBucketProxy sharedBucket(CommandAsyncExecutor executor, String key, Rate rate) {
    var manager = bucketManager;
    if (manager == null) {
      bucketManager = manager = newBucketManager(executor);
    }
    var builder = manager.builder().withOptimization(Optimizations.batching());
    return sharedBuckets.get(
        key, k -> builder.build(k, () -> completedFuture(configuration(rate))));
  }

  private static AsyncProxyManager<String> newBucketManager(CommandAsyncExecutor executor) {
    return Bucket4jRedisson.casBasedBuilder(executor)
        .clientClock(TimeMeter.SYSTEM_MILLISECONDS)
        .expirationAfterWrite(
            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(EXPIRY_MARGIN))
        .maxRetries(MAX_RETRIES)
        .build()
        .asAsync();
  }

  private static BucketConfiguration configuration(Rate rate) {
    return BucketConfiguration.builder()
        .addLimit(b -> b.capacity(rate.requests()).refillGreedy(rate.requests(), rate.window()))
        .build();
  }

  private static LimitResult toResult(String policy, Rate rate, ConsumptionProbe probe) {
    return new LimitResult(
        policy,
        rate,
        probe.getRemainingTokens(),
        Duration.ofNanos(probe.getNanosToWaitForReset()),
        probe.isConsumed(),
        probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill()));
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

  /** The results of all policies that were checked, in order; a rejection is the last. */
  public record CheckResult(List<LimitResult> results) {
    public CheckResult {
      results = List.copyOf(results);
    }

    public boolean allowed() {
      return results.stream().allMatch(LimitResult::allowed);
    }

    /** The time to wait before the next attempt; zero when allowed. */
    public Duration retryAfter() {
      return results.stream()
          .map(LimitResult::retryAfter)
          .max(Duration::compareTo)
          .orElse(Duration.ZERO);
    }

    /** The combination of two checks of one request. */
    public CheckResult combinedWith(CheckResult other) {
      return new CheckResult(Stream.concat(results.stream(), other.results.stream()).toList());
    }

    /**
     * The value of {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-11, section 3).
     */
    public String policyHeader() {
      return results.stream()
          .map(l ->
              "\"%s\";q=%d;w=%d"
                  .formatted(l.policy(), l.rate().requests(), l.rate().window().toSeconds()))
          .collect(joining(", "));
    }

    /** The value of {@code RateLimit} (the same draft, section 4). */
    public String limitHeader() {
      return results.stream()
          .map(
              l -> "\"%s\";r=%d;t=%d".formatted(l.policy(), l.remaining(), seconds(l.resetAfter())))
          .collect(joining(", "));
    }

    /** The value of {@code Retry-After}: whole seconds, at least one. */
    public long retryAfterSeconds() {
      return Math.max(1, seconds(retryAfter()));
    }

    /** Rounds up, so that a client that waits so long is not rejected because of a fraction. */
    private static long seconds(Duration duration) {
      return duration.plusNanos(999_999_999).toSeconds();
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

    /** A part of the key: buckets with different rates are different buckets. */
    String key() {
      return requests + "/" + window.toSeconds();
    }
  }

  /**
   * The result of one policy for one request.
   *
   * @param policy {@code ip}, {@code member} or {@code guild}
   * @param rate the policy's quota
   * @param remaining requests left now
   * @param resetAfter time until the whole quota is available again
   * @param retryAfter time until one request is available again; zero when allowed
   */
  public record LimitResult(
      String policy,
      Rate rate,
      long remaining,
      Duration resetAfter,
      boolean allowed,
      Duration retryAfter) {}

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
