package dcm.journal;

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
final class InOrder {
  private final Map<String, CompletionStage<?>> last = new ConcurrentHashMap<>();

  /** Starts {@code work} when all that was asked before for this id has ended. */
  <T> CompletionStage<T> next(String persistenceId, Supplier<CompletionStage<T>> work) {
    var mine = new CompletableFuture<T>();
    var before = last.put(persistenceId, mine);
    if (before == null) {
      start(work, mine);
    } else {
      before.whenComplete((value, failure) -> start(work, mine));
    }
    return mine.whenComplete((value, failure) -> last.remove(persistenceId, mine));
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
