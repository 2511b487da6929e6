package dcm.redis;

import dcm.redis.RateLimitDecision.PolicyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.redisson.api.RScript;
import org.redisson.client.codec.StringCodec;

/**
 * The token buckets in Redis. A bucket is one number, the time in microseconds at which it is full
 * again by Redis' clock; a missing key is a full bucket. One script reports what a node allowed on
 * its own, and decides on a request where it is asked to.
 */
final class BucketStore {
  /**
   * A bucket may owe this many reports, so that nothing is forgiven with as many nodes; beyond that
   * a debt is.
   */
  static final int MAX_DEBT_REPORTS = 20;

  /**
   * ARGV[1]: whether a request is decided; then four numbers per key: capacity, window, requests to
   * report, the most that one node reports. What a node counted beyond that, while Redis was
   * unavailable, empties the bucket at most. Returns the time, and per key 1 (allowed), 0 (refused)
   * or -1 (not decided: a policy before it refused) and the microseconds until it is full.
   */
  private static final String SYNC =
      """
      local clock = redis.call('time')
      local now = clock[1] * 1000000 + clock[2]
      local deciding = ARGV[1] == '1'
      local answer = {now}
      for place, key in ipairs(KEYS) do
        local at = place * 4 - 2
        local window, reported = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
        local most = tonumber(ARGV[at + 3])
        local token = window / ARGV[at]
        local before = math.max(tonumber(redis.call('get', key) or '0') - now, 0)
        local missing = math.min(before + math.min(reported, most) * token,
            math.max(before, window + DEBT * most * token))
        if reported > most then
          missing = math.max(missing, math.min(missing + (reported - most) * token, window))
        end
        local decision = -1
        if deciding then
          deciding = missing + token <= window + token / 1000
          decision = deciding and 1 or 0
          if deciding then missing = missing + token end
        end
        if missing ~= before then
          redis.call('set', key, string.format('%.0f', now + missing),
              'px', math.ceil(missing / 1000) + 1000)
        end
        answer[#answer + 1] = decision
        answer[#answer + 1] = missing
      end
      return answer
      """
          .replace("DEBT", Integer.toString(MAX_DEBT_REPORTS));

  private final RedisClient redis;

  BucketStore(RedisClient redis) {
    this.redis = redis;
  }

  /**
   * Decides on one request that counts in all these buckets, in order, and reports what this node
   * allowed before. The first refusal is the last result. Fails as {@link RedisClient#call}.
   */
  CompletableFuture<List<PolicyResult>> tryConsume(List<BucketReplica> buckets) {
    return sync(buckets, true)
        .thenApply(answer -> {
          var results = new ArrayList<PolicyResult>(buckets.size());
          for (int i = 0; i < buckets.size() && answer.get(2 * i + 1) >= 0; i++) {
            results.add(
                buckets.get(i).result(answer.get(2 * i + 1) == 1, answer.get(2 * i + 2) * 1_000));
          }
          return results;
        });
  }

  /** Reports what this node allowed in these buckets. Fails as {@link RedisClient#call}. */
  CompletableFuture<Void> report(List<BucketReplica> buckets) {
    return sync(buckets, false).thenApply(_ -> null);
  }

  private CompletableFuture<List<Long>> sync(List<BucketReplica> buckets, boolean decide) {
    var now = System.nanoTime();
    var reported = buckets.stream().mapToLong(bucket -> bucket.startReport(now)).toArray();
    var keys = buckets.stream().<Object>map(BucketReplica::key).toList();
    return call(keys, arguments(buckets, reported, decide))
        .whenComplete((answer, failure) -> {
          var receivedAt = System.nanoTime();
          for (int i = 0; i < reported.length; i++) {
            if (failure == null) {
              buckets
                  .get(i)
                  .reportAnswered(
                      reported[i], answer.getFirst(), answer.get(2 * i + 2), receivedAt);
            } else {
              buckets.get(i).reportFailed(reported[i]);
            }
          }
        });
  }

  private CompletableFuture<List<Long>> call(List<Object> keys, Object[] arguments) {
    try {
      return redis.call(c ->
          c.getScript(StringCodec.INSTANCE)
              .<List<Long>>evalAsync(
                  RScript.Mode.READ_WRITE, SYNC, RScript.ReturnType.LIST, keys, arguments));
    } catch (RuntimeException unexpected) {
      // the report must end, or its requests would count as being reported forever
      return CompletableFuture.failedFuture(unexpected);
    }
  }

  private static Object[] arguments(List<BucketReplica> buckets, long[] reported, boolean decide) {
    var arguments = new Object[1 + 4 * reported.length];
    arguments[0] = decide ? "1" : "0";
    for (int i = 0; i < reported.length; i++) {
      var bucket = buckets.get(i);
      arguments[4 * i + 1] = bucket.rate().requests();
      arguments[4 * i + 2] = bucket.rate().window().toNanos() / 1_000;
      arguments[4 * i + 3] = reported[i];
      arguments[4 * i + 4] = bucket.maxUnreported();
    }
    return arguments;
  }
}
