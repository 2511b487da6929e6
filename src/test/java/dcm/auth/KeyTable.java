package dcm.auth;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The table of keys in memory, which can be away. */
final class KeyTable implements SigningKeyRows {
  final Map<String, Row> rows = new ConcurrentHashMap<>();
  final AtomicInteger reads = new AtomicInteger();
  volatile boolean away;

  @Override
  public CompletionStage<List<Row>> all() {
    reads.incrementAndGet();
    return away ? gone() : CompletableFuture.completedFuture(List.copyOf(rows.values()));
  }

  @Override
  public CompletionStage<Boolean> insert(Row row) {
    return away
        ? gone()
        : CompletableFuture.completedFuture(rows.putIfAbsent(row.kid(), row) == null);
  }

  private static <T> CompletionStage<T> gone() {
    return CompletableFuture.failedFuture(new IllegalStateException("the table is away"));
  }
}
