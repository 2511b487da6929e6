package dcm.redis;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

/**
 * What this node counts by itself while Redis is away or too slow. A bucket never has more than the
 * shared one had when it was last heard of, with what came back to it since: otherwise each node
 * and each hiccup of Redis would allow the whole limit once more. Of whom nothing was heard, it is
 * full.
 */
final class LocalLimits {
  private final Recent<Bucket> buckets;
  private final Recent<LastHeard> heard;

  LocalLimits(int most) {
    this.buckets = new Recent<>(most);
    this.heard = new Recent<>(most);
  }

  /** What the shared bucket had left, and when. */
  private static final class LastHeard {
    private long remaining;
    private long at;

    synchronized void set(long remaining, long at) {
      this.remaining = remaining;
      this.at = at;
    }

    synchronized long by(long now, Rate rate) {
      var back = (double) (now - at) / rate.window().toNanos() * rate.requests();
      return Math.min(rate.requests(), remaining + (long) back);
    }
  }

  /** The shared bucket answered. */
  void heard(String key, ConsumptionProbe probe) {
    heard.of(key, _ -> new LastHeard()).set(probe.getRemainingTokens(), System.nanoTime());
  }

  ConsumptionProbe consume(String key, Rate rate) {
    var bucket = buckets.of(key, _ -> full(rate));
    var last = heard.peek(key);
    if (last != null) {
      var excess = bucket.getAvailableTokens() - last.by(System.nanoTime(), rate);
      if (excess > 0) {
        bucket.tryConsumeAsMuchAsPossible(excess);
      }
    }
    return bucket.tryConsumeAndReturnRemaining(1);
  }

  private static Bucket full(Rate rate) {
    return Bucket.builder()
        .addLimit(b -> b.capacity(rate.requests()).refillGreedy(rate.requests(), rate.window()))
        .build();
  }
}
