package dcm.journal.write;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs asynchronous tasks one after the other, whether they succeed or fail. A recovering guild
 * that reads its highest sequence number therefore waits for the writes of its previous
 * incarnation.
 */
public final class TaskSequencer {
  private final AtomicReference<@Nullable CompletionStage<?>> tail = new AtomicReference<>();

  /** Starts {@code work} when all tasks enqueued before have completed. */
  public <T> CompletionStage<T> enqueue(Supplier<CompletionStage<T>> work) {
    var promise = new CompletableFuture<T>();
    var previous = tail.getAndSet(promise);
    if (previous == null) {
      start(work, promise);
    } else {
      previous.whenComplete((value, failure) -> start(work, promise));
    }
    return promise.whenComplete((value, failure) -> tail.compareAndSet(promise, null));
  }

  private static <T> void start(Supplier<CompletionStage<T>> work, CompletableFuture<T> promise) {
    try {
      work.get()
          .whenComplete((value, failure) -> {
            if (failure == null) {
              promise.complete(value);
            } else {
              promise.completeExceptionally(failure);
            }
          });
    } catch (RuntimeException rejected) {
      promise.completeExceptionally(rejected);
    }
  }
}
