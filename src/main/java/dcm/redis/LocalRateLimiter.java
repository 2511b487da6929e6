package dcm.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

/**
 * Rate limits of this node, used while Redis is unavailable or too slow. A local bucket never holds
 * more than the shared bucket held when it was last observed, plus the refill since: otherwise each
 * node and each outage of Redis would allow the whole limit again. A bucket that was never observed
 * starts full.
 */
final class LocalRateLimiter {
  private final Cache<String, Bucket> buckets;
  private final Cache<String, SharedState> observed;

  LocalRateLimiter(int maxEntries) {
    this.buckets = Caffeine.newBuilder().maximumSize(maxEntries).build();
    this.observed = Caffeine.newBuilder().maximumSize(maxEntries).build();
  }

  /** The remaining tokens of the shared bucket, and the time of observation. */
  private static final class SharedState {
    private long remaining;
    private long atNanos;

    synchronized void set(long remaining, long atNanos) {
      this.remaining = remaining;
      this.atNanos = atNanos;
    }

    synchronized long availableAt(long nowNanos, RateLimiter.Rate rate) {
      var refilled = (double) (nowNanos - atNanos) / rate.window().toNanos() * rate.requests();
      return Math.min(rate.requests(), remaining + (long) refilled);
    }
  }

  /** Records the state of the shared bucket. */
  void observed(String key, ConsumptionProbe probe) {
    observed.get(key, _ -> new SharedState()).set(probe.getRemainingTokens(), System.nanoTime());
  }

  ConsumptionProbe tryConsume(String key, RateLimiter.Rate rate) {
    var bucket = buckets.get(key, _ -> newBucket(rate));
    var sharedState = observed.getIfPresent(key);
    if (sharedState != null) {
      var excess = bucket.getAvailableTokens() - sharedState.availableAt(System.nanoTime(), rate);
      if (excess > 0) {
        bucket.tryConsumeAsMuchAsPossible(excess);
      }
    }
    return bucket.tryConsumeAndReturnRemaining(1);
  }

  private static Bucket newBucket(RateLimiter.Rate rate) {
    return Bucket.builder()
        .addLimit(b -> b.capacity(rate.requests()).refillGreedy(rate.requests(), rate.window()))
        .build();
  }
}
