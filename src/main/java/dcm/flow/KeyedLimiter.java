package dcm.flow;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the concurrent work of one key, for example a guild, and of all keys together. Waiting
 * work runs in the order of arrival, keys in turn, so that a key with much work does not delay the
 * others. A key without work takes no memory. Thread-safe.
 */
public final class KeyedLimiter<K> {
  private final int maxPerKey;
  private final int maxTotal;
  private final int maxWaitingPerKey;
  private final Map<K, Integer> runningByKey = new HashMap<>();
  private final LinkedHashMap<K, Queue<Runnable>> waiting = new LinkedHashMap<>();
  private int running;

  /**
   * @param maxPerKey concurrent work of one key, at least 1
   * @param maxTotal concurrent work of all keys, at least 1
   * @param maxWaitingPerKey work of one key that waits; more is rejected
   */
  public KeyedLimiter(int maxPerKey, int maxTotal, int maxWaitingPerKey) {
    this.maxPerKey = maxPerKey;
    this.maxTotal = maxTotal;
    this.maxWaitingPerKey = maxWaitingPerKey;
  }

  /**
   * Starts the work when the limits allow it. The stage completes as the work does, or fails with
   * {@link RejectedExecutionException} when too much work of the key waits; then it was not
   * started.
   */
  public <T> CompletionStage<T> run(K key, Supplier<? extends CompletionStage<T>> work) {
    var done = new CompletableFuture<T>();
    Runnable start = () -> start(key, work, done);
    switch (admit(key, start)) {
      case RUNS -> start.run();
      case WAITS -> {}
      case REJECTED ->
          done.completeExceptionally(
              new RejectedExecutionException(
                  "%s: queue full (%d waiting); nothing was done"
                      .formatted(key, maxWaitingPerKey)));
    }
    return done;
  }

  private enum Admission {
    RUNS,
    WAITS,
    REJECTED
  }

  private synchronized Admission admit(K key, Runnable start) {
    var queue = waiting.get(key);
    if (queue == null && mayRun(key)) {
      acquire(key);
      return Admission.RUNS;
    }
    if (queue != null && queue.size() >= maxWaitingPerKey) {
      return Admission.REJECTED;
    }
    waiting.computeIfAbsent(key, _ -> new ArrayDeque<>()).add(start);
    return Admission.WAITS;
  }

  private <T> void start(
      K key, Supplier<? extends CompletionStage<T>> work, CompletableFuture<T> done) {
    CompletionStage<T> stage;
    try {
      stage = work.get();
    } catch (RuntimeException failed) {
      stage = CompletableFuture.failedFuture(failed);
    }
    stage.whenComplete((value, failure) -> {
      release(key);
      if (failure == null) {
        done.complete(value);
      } else {
        done.completeExceptionally(failure);
      }
      for (var next = next(); next != null; next = next()) {
        next.run();
      }
    });
  }

  private boolean mayRun(K key) {
    return running < maxTotal && runningByKey.getOrDefault(key, 0) < maxPerKey;
  }

  private void acquire(K key) {
    running++;
    runningByKey.merge(key, 1, Integer::sum);
  }

  private synchronized void release(K key) {
    running--;
    runningByKey.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
  }

  private synchronized @Nullable Runnable next() {
    if (running >= maxTotal) {
      return null;
    }
    for (var key : waiting.keySet()) {
      if (mayRun(key)) {
        return dequeue(key);
      }
    }
    return null;
  }

  /** Removes a key's next work; the key moves to the end of the queue. */
  private Runnable dequeue(K key) {
    var queue = waiting.remove(key);
    var start = queue.remove();
    if (!queue.isEmpty()) {
      waiting.put(key, queue);
    }
    acquire(key);
    return start;
  }
}
