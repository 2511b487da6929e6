package dcm.auth;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An in-memory store that can be unavailable. */
final class InMemorySigningKeyStore implements SigningKeyStore {
  final Map<String, StoredKey> rows = new ConcurrentHashMap<>();
  final AtomicInteger reads = new AtomicInteger();
  volatile boolean unavailable;

  @Override
  public CompletionStage<List<StoredKey>> findValid() {
    reads.incrementAndGet();
    return unavailable ? failed() : CompletableFuture.completedFuture(List.copyOf(rows.values()));
  }

  @Override
  public CompletionStage<Boolean> insert(StoredKey row) {
    return unavailable
        ? failed()
        : CompletableFuture.completedFuture(rows.putIfAbsent(row.kid(), row) == null);
  }

  private static <T> CompletionStage<T> failed() {
    return CompletableFuture.failedFuture(new IllegalStateException("the store is unavailable"));
  }
}
