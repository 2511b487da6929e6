package dcm.redis;

import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports to Redis what this node allowed, many buckets at a time, while requests continue. A
 * queued bucket is reported even when {@link RateLimiter} no longer holds it. While Redis is
 * unavailable the queue is emptied, so that it is not larger than the requests of one timeout; a
 * bucket keeps what it has to report, and is queued again by its next request.
 */
final class BucketReporter {
  private static final Logger LOG = LoggerFactory.getLogger(BucketReporter.class);

  /** Bounds the time in which Redis does nothing else. */
  private static final int MAX_BUCKETS = 100;

  /** Shorter: Redis is called more often; longer: other nodes know later. */
  private static final Executor DELAYED =
      CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

  private final BucketStore store;
  private final Queue<BucketReplica> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  BucketReporter(BucketStore store) {
    this.store = store;
  }

  /** Queues a bucket that {@link BucketReplica#needsReport}. */
  void add(BucketReplica bucket) {
    queue.add(bucket);
    schedule();
  }

  private void schedule() {
    if (!queue.isEmpty() && scheduled.compareAndSet(false, true)) {
      DELAYED.execute(this::report);
    }
  }

  private void report() {
    var now = System.nanoTime();
    var due = new ArrayList<BucketReplica>();
    BucketReplica bucket;
    while (due.size() < MAX_BUCKETS && (bucket = queue.poll()) != null) {
      if (bucket.dequeue(now)) {
        due.add(bucket);
      }
    }
    if (due.isEmpty()) {
      reported(false);
      return;
    }
    var _ =
        store
            .report(due)
            .whenComplete((_, failure) -> {
              if (failure != null) {
                LOG.debug("{} rate limits not reported: {}", due.size(), failure.getMessage());
              }
              reported(due.size() == MAX_BUCKETS);
            });
  }

  private void reported(boolean moreWait) {
    if (moreWait) {
      ForkJoinPool.commonPool().execute(this::report);
    } else {
      scheduled.set(false);
      schedule();
    }
  }
}
