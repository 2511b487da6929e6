package dcm.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

/**
 * What this node counts by itself while Redis is away or too slow. A bucket never has more than the
 * shared one had when it was last heard of, with what came back to it since: otherwise each node
 * and each hiccup of Redis would allow the whole limit once more. Of whom nothing was heard, it is
 * full.
 */
final class LocalRateLimiter {
  private final Cache<String, Bucket> buckets;
  private final Cache<String, SharedState> observed;

  LocalRateLimiter(int maxEntries) {
    this.buckets = Caffeine.newBuilder().maximumSize(maxEntries).build();
    this.observed = Caffeine.newBuilder().maximumSize(maxEntries).build();
  }

  /** What the shared bucket had left, and when. */
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

  /** The shared bucket answered. */
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
