package dcm.journal.write;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One thing after the other for each persistence id, whatever becomes of the one before; different
 * ids do not wait for each other. A recovering guild that asks for its highest sequence number thus
 * waits for what its former self was writing.
 */
public final class PerKeySequencer {
  private final Map<String, CompletionStage<?>> tails = new ConcurrentHashMap<>();

  /** Starts {@code work} when all that was asked before for this id has ended. */
  public <T> CompletionStage<T> enqueue(String persistenceId, Supplier<CompletionStage<T>> work) {
    var promise = new CompletableFuture<T>();
    var previous = tails.put(persistenceId, promise);
    if (previous == null) {
      start(work, promise);
    } else {
      previous.whenComplete((value, failure) -> start(work, promise));
    }
    return promise.whenComplete((value, failure) -> tails.remove(persistenceId, promise));
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
    } catch (RuntimeException refused) {
      promise.completeExceptionally(refused);
    }
  }
}
