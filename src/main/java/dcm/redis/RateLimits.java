package dcm.redis;

import static java.util.concurrent.CompletableFuture.completedFuture;

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
import org.jspecify.annotations.Nullable;
import org.redisson.command.CommandAsyncExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often somebody may knock, counted for all nodes together. A request that one policy refuses
 * does not count for the policies after it, so that one loud member does not use up the guild.
 *
 * <p>Each count is one compare-and-set in Redis; what knocks at one bucket at the same moment on
 * one node shares it. While Redis is away or too slow each node counts for itself, from what Redis
 * last said. Nothing here ever fails.
 */
public final class RateLimits {
  private static final Logger LOG = LoggerFactory.getLogger(RateLimits.class);

  /** A full bucket is as good as none, so its key may go then; a little later, for clocks. */
  private static final Duration KEPT_WHEN_FULL = Duration.ofSeconds(10);

  /** Other nodes may win a compare-and-set that often before this node counts alone. */
  private static final int RETRIES = 30;

  private final Redis redis;
  private final Recent<AsyncBucketProxy> shared;
  private final LocalLimits local;
  private volatile @Nullable AsyncProxyManager<String> proxies;

  public RateLimits(Redis redis) {
    this.redis = redis;
    this.shared = new Recent<>(redis.settings().localBuckets());
    this.local = new LocalLimits(redis.settings().localBuckets());
    // a rate can be told from the first one on when there was a zero before
    List.of("ip", "member", "guild")
        .forEach(scope -> {
          refusals(scope);
          local(scope);
        });
  }

  /** By address, before anything is known of the caller; an IPv6 site (/64) is one visitor. */
  public CompletionStage<Verdict> knock(InetAddress address) {
    return ask("ip:" + visitor(address) + ":limit", "ip", redis.settings().perIp())
        .thenApply(limit -> new Verdict(List.of(limit)));
  }

  /** By member and guild, with the operator's defaults. */
  public CompletionStage<Verdict> knock(long guild, long user) {
    return knock(guild, user, 0, 0);
  }

  /**
   * By member and guild, with the guild's own numbers of requests per window, moved into the
   * operator's bounds; 0 is no wish.
   */
  public CompletionStage<Verdict> knock(long guild, long user, long memberWish, long guildWish) {
    var perMember = redis.settings().perMember().within(memberWish);
    var perGuild = redis.settings().perGuild().within(guildWish);
    return ask("guild:" + guild + ":limit:user:" + user, "member", perMember)
        .thenCompose(member ->
            member.allowed()
                ? ask("guild:" + guild + ":limit:all", "guild", perGuild)
                    .thenApply(all -> new Verdict(List.of(member, all)))
                : completedFuture(new Verdict(List.of(member))));
  }

  private CompletableFuture<Limit> ask(String subject, String policy, Rate rate) {
    var key = subject + ":" + rate.key();
    return redis
        .commands(executor -> sharedBucket(executor, key, rate).tryConsumeAndReturnRemaining(1))
        .handle((probe, failure) -> {
          if (failure != null) {
            return alone(key, policy, rate, failure);
          }
          local.heard(key, probe);
          return probe;
        })
        .thenApply(probe -> {
          if (!probe.isConsumed()) {
            refusals(policy).increment();
          }
          return limit(policy, rate, probe);
        });
  }

  private ConsumptionProbe alone(String key, String policy, Rate rate, Throwable failure) {
    switch (failure) {
      case RedisAway away -> LOG.debug("Counting {} alone: {}", key, away.getMessage());
      default -> LOG.warn("Counting {} alone", key, failure);
    }
    shared.forget(key);
    local(policy).increment();
    return local.consume(key, rate);
  }

  private static Counter local(String scope) {
    return Metrics.counter("dcm.rate.limit.local", "scope", scope);
  }

  private static Counter refusals(String scope) {
    return Metrics.counter("dcm.rate.limit.refusals", "scope", scope);
  }

  private AsyncBucketProxy sharedBucket(CommandAsyncExecutor executor, String key, Rate rate) {
    var manager = proxies;
    if (manager == null) {
      proxies = manager = buckets(executor);
    }
    var builder = manager.builder().withOptimization(Optimizations.batching());
    return shared.of(key, k -> builder.build(k, () -> completedFuture(configuration(rate))));
  }

  private static AsyncProxyManager<String> buckets(CommandAsyncExecutor executor) {
    return Bucket4jRedisson.casBasedBuilder(executor)
        .clientClock(TimeMeter.SYSTEM_MILLISECONDS)
        .expirationAfterWrite(
            ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_WHEN_FULL))
        .maxRetries(RETRIES)
        .build()
        .asAsync();
  }

  private static BucketConfiguration configuration(Rate rate) {
    return BucketConfiguration.builder()
        .addLimit(b -> b.capacity(rate.requests()).refillGreedy(rate.requests(), rate.window()))
        .build();
  }

  private static Limit limit(String policy, Rate rate, ConsumptionProbe probe) {
    return new Limit(
        policy,
        rate,
        probe.getRemainingTokens(),
        Duration.ofNanos(probe.getNanosToWaitForReset()),
        probe.isConsumed(),
        probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  private static String visitor(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    var site = Arrays.copyOf(Arrays.copyOf(address.getAddress(), 8), 16);
    try {
      return InetAddress.getByAddress(site).getHostAddress();
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("16 bytes are an address", impossible);
    }
  }
}
