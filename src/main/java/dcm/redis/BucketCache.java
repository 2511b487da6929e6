package dcm.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dcm.redis.RateLimiter.Rate;
import java.net.InetAddress;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * This node's copies of buckets, by key. At most {@code dcm.redis.local-buckets} are kept, and none
 * that was idle for the longest window: it is full again. A copy that was removed is read from
 * Redis again; what it had to report is reported.
 */
final class BucketCache {
  /** A client that returns within this time does not wait for Redis. */
  private static final Duration MIN_IDLE_TIME = Duration.ofMinutes(10);

  private static final int MAX_UNREPORTED = 1_000_000;

  private final RedisSettings settings;
  private final Cache<String, BucketReplica> buckets;

  BucketCache(RedisSettings settings) {
    this.settings = settings;
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(settings.localBuckets())
            .expireAfterAccess(idleTime(settings))
            .build();
  }

  private static Duration idleTime(RedisSettings settings) {
    return Stream.of(
            settings.perIp().window(),
            settings.perMember().defaultRate().window(),
            settings.perGuild().defaultRate().window(),
            MIN_IDLE_TIME)
        .max(Duration::compareTo)
        .orElseThrow();
  }

  BucketReplica ofAddress(InetAddress address) {
    return bucket("ip:" + RateLimiter.clientKey(address) + ":rate:", "ip", settings.perIp());
  }

  BucketReplica ofMember(long guild, long user, Rate rate) {
    return bucket("guild:" + guild + ":rate:member:" + user + ":", "member", rate);
  }

  BucketReplica ofGuild(long guild, Rate rate) {
    return bucket("guild:" + guild + ":rate:all:", "guild", rate);
  }

  /** Buckets with different rates are different buckets. */
  private BucketReplica bucket(String subject, String policy, Rate rate) {
    var key = subject + rate.requests() + "/" + rate.window().toSeconds();
    return buckets.get(
        key, _ -> new BucketReplica(policy, key, rate, maxUnreported(rate), System.nanoTime()));
  }

  private int maxUnreported(Rate rate) {
    return (int) Math.min(MAX_UNREPORTED, rate.requests() * settings.unreportedShare());
  }
}
