package dcm.journal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What one guild wants written, on its way to PostgreSQL.
 *
 * @param epoch what the guild was recovered with; PostgreSQL refuses an older one
 * @param since {@link System#nanoTime} when it was asked for
 * @param done completes when it is on disk, and fails when it is not, or nobody knows
 */
record PendingWrite(
    SchemaName schema,
    long epoch,
    WriteBatch batch,
    long since,
    CompletableFuture<@Nullable Void> done) {

  static PendingWrite of(SchemaName schema, long epoch, WriteBatch batch) {
    return new PendingWrite(schema, epoch, batch, System.nanoTime(), new CompletableFuture<>());
  }

  /** Stands at the end of a line that is being closed; every other one has rows. */
  static PendingWrite last() {
    var nobody = new SchemaName(1);
    return of(nobody, 0, new WriteBatch(List.of(), new Also(nobody), List.of()));
  }

  boolean isLast() {
    return batch.rows().isEmpty();
  }

  int rows() {
    return batch.rows().size();
  }

  void succeeded() {
    done.complete(null);
  }

  void failed(Throwable reason) {
    done.completeExceptionally(reason);
  }
}
