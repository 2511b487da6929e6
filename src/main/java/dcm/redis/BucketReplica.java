package dcm.redis;

import dcm.redis.RateLimitDecision.PolicyResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * This node's copy of one token bucket in Redis: what Redis last answered, its refill since, and
 * the requests that this node allowed and has not reported yet. Like Redis it stores the bucket as
 * the time at which it is full again (the theoretical arrival time of the generic cell rate
 * algorithm).
 *
 * <p>Other nodes can only have taken tokens that this node does not know of. So it refuses on its
 * own, and allows at most {@code maxUnreported} requests between two reports.
 *
 * <p>All times are those of {@link System#nanoTime}. Thread-safe.
 */
final class BucketReplica {
  /** How long an empty bucket is refused without asking Redis, which may have lost it. */
  static final long RECHECK_NANOS = Duration.ofSeconds(1).toNanos();

  /** Rounding to microseconds, which Redis stores, must not cost a token. */
  private static final long TOLERANCES_PER_TOKEN = 1_000;

  private final String policy;
  private final String key;
  private final RateLimiter.Rate rate;
  private final long tokenNanos;
  private final long capacityNanos;
  private final int maxUnreported;

  private boolean known;
  private long fullAtNanos;
  private long unreported;
  private long beingReported;
  private boolean countedAlone;
  private boolean queued;
  private long answeredAtNanos;
  private long answeredAtRedisMicros;

  /**
   * @param key the bucket's key in Redis
   * @param maxUnreported 0: every request asks Redis, until the bucket is empty
   */
  BucketReplica(String policy, String key, RateLimiter.Rate rate, int maxUnreported, long now) {
    this.policy = policy;
    this.key = key;
    this.rate = rate;
    this.tokenNanos = rate.window().toNanos() / rate.requests();
    this.capacityNanos = tokenNanos * rate.requests();
    this.maxUnreported = maxUnreported;
    this.fullAtNanos = now;
  }

  String policy() {
    return policy;
  }

  String key() {
    return key;
  }

  RateLimiter.Rate rate() {
    return rate;
  }

  int maxUnreported() {
    return maxUnreported;
  }

  /** Decides on a request; null when Redis has to be asked. */
  synchronized @Nullable PolicyResult tryConsume(long now) {
    if (!known) {
      return null;
    }
    long missing = missing(now);
    if (!holdsToken(missing)) {
      return result(false, missing);
    }
    if (unreported + beingReported >= maxUnreported) {
      return null;
    }
    return consume(now, missing);
  }

  /**
   * Decides on a request while Redis is unavailable: from the last known state, and a bucket that
   * was never known starts full.
   */
  synchronized PolicyResult tryConsumeAlone(long now) {
    long missing = missing(now);
    if (!holdsToken(missing)) {
      return result(false, missing);
    }
    countedAlone = true;
    return consume(now, missing);
  }

  private PolicyResult consume(long now, long missing) {
    fullAtNanos = now + missing + tokenNanos;
    unreported++;
    return result(true, missing + tokenNanos);
  }

  /** Whether the caller has to queue this bucket for a report, after a decision of this node. */
  synchronized boolean needsReport(long now) {
    if (queued || !isReportDue(now)) {
      return false;
    }
    queued = true;
    return true;
  }

  /** Leaves the queue of reports; false when a request reported meanwhile. */
  synchronized boolean dequeue(long now) {
    queued = false;
    return isReportDue(now);
  }

  private boolean isReportDue(long now) {
    return unreported > 0 || now - answeredAtNanos >= RECHECK_NANOS;
  }

  /**
   * Starts a report.
   *
   * @return the number of requests to report. Of those that were counted while Redis was
   *     unavailable it contains what has not been refilled since
   */
  synchronized long startReport(long now) {
    if (countedAlone) {
      unreported = Math.min(unreported, Math.ceilDiv(missing(now), tokenNanos));
      countedAlone = false;
    }
    long reported = unreported;
    beingReported += reported;
    unreported = 0;
    return reported;
  }

  /**
   * Ends a report with Redis' answer. Answers may overtake one another; an older one is ignored.
   *
   * @param redisMicros Redis' time of the answer
   * @param missingMicros the time until the bucket in Redis is full
   */
  synchronized void reportAnswered(
      long reported, long redisMicros, long missingMicros, long receivedAt) {
    beingReported -= reported;
    if (redisMicros < answeredAtRedisMicros && receivedAt - answeredAtNanos < RECHECK_NANOS) {
      return;
    }
    known = true;
    answeredAtNanos = receivedAt;
    answeredAtRedisMicros = redisMicros;
    fullAtNanos = receivedAt + missingMicros * 1_000 + (unreported + beingReported) * tokenNanos;
  }

  /** Ends a report that Redis may not have received. It is repeated with the next one. */
  synchronized void reportFailed(long reported) {
    beingReported -= reported;
    unreported += reported;
  }

  /** The result for a bucket that Redis decided on. */
  PolicyResult result(boolean allowed, long missingNanos) {
    long left = Math.max(0, capacityNanos - missingNanos);
    return new PolicyResult(
        policy,
        rate,
        (left + tokenNanos / TOLERANCES_PER_TOKEN) / tokenNanos,
        Duration.ofNanos(missingNanos),
        allowed,
        allowed ? Duration.ZERO : Duration.ofNanos(missingNanos + tokenNanos - capacityNanos));
  }

  private boolean holdsToken(long missing) {
    return missing + tokenNanos <= capacityNanos + tokenNanos / TOLERANCES_PER_TOKEN;
  }

  private long missing(long now) {
    return Math.max(0, fullAtNanos - now);
  }
}
