package dcm.journal.jdbc;

import dcm.journal.schema.SchemaName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the concurrent reads of one guild, so that searches in one long history leave read threads
 * for other guilds. Up to 200 further reads of the guild wait in order; more are rejected. A guild
 * that is not being read takes no memory.
 */
public final class GuildReadLimiter {
  private static final int MAX_WAITING = 200;

  private final int maxConcurrent;
  private final Map<SchemaName, Reads> guilds = new HashMap<>();

  private static final class Reads {
    private int running;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
  }

  /**
   * @param maxConcurrent concurrent reads of one guild, at least 1
   */
  public GuildReadLimiter(int maxConcurrent) {
    this.maxConcurrent = maxConcurrent;
  }

  public <T> CompletionStage<T> run(
      SchemaName schema, Supplier<? extends CompletionStage<T>> read) {
    var promise = new CompletableFuture<T>();
    Runnable start = () -> start(schema, read, promise);
    if (tryAcquire(schema, start, promise)) {
      start.run();
    }
    return promise;
  }

  /** Whether the read may start now; otherwise it is queued or rejected. */
  private synchronized boolean tryAcquire(
      SchemaName schema, Runnable start, CompletableFuture<?> promise) {
    var reads = guilds.computeIfAbsent(schema, _ -> new Reads());
    if (reads.running < maxConcurrent) {
      reads.running++;
      return true;
    }
    if (reads.waiting.size() < MAX_WAITING) {
      reads.waiting.add(start);
    } else {
      promise.completeExceptionally(
          new RejectedExecutionException(
              "%s: read queue full (%d waiting); nothing was done".formatted(schema, MAX_WAITING)));
    }
    return false;
  }

  private <T> void start(
      SchemaName schema,
      Supplier<? extends CompletionStage<T>> read,
      CompletableFuture<T> promise) {
    CompletionStage<T> stage;
    try {
      stage = read.get();
    } catch (RuntimeException failed) {
      stage = CompletableFuture.failedFuture(failed);
    }
    stage.whenComplete((done, failure) -> {
      var next = release(schema);
      if (failure == null) {
        promise.complete(done);
      } else {
        promise.completeExceptionally(failure);
      }
      if (next != null) {
        next.run();
      }
    });
  }

  /** The next queued read, which takes over the permit; null: none. */
  private synchronized @Nullable Runnable release(SchemaName schema) {
    var reads = guilds.get(schema);
    var next = reads.waiting.poll();
    if (next == null) {
      reads.running--;
      if (reads.running == 0) {
        guilds.remove(schema);
      }
    }
    return next;
  }
}
