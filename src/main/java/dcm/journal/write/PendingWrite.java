package dcm.journal.write;

import dcm.journal.jdbc.StatementBatch;
import dcm.journal.schema.SchemaName;
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
public record PendingWrite(
    SchemaName schema,
    long epoch,
    WriteBatch batch,
    long enqueuedAt,
    CompletableFuture<@Nullable Void> completion) {

  public static PendingWrite of(SchemaName schema, long epoch, WriteBatch batch) {
    return new PendingWrite(schema, epoch, batch, System.nanoTime(), new CompletableFuture<>());
  }

  /** Stands at the end of a line that is being closed; every other one has rows. */
  static PendingWrite endMarker() {
    var placeholder = new SchemaName(1);
    return of(
        placeholder, 0, new WriteBatch(List.of(), new StatementBatch(placeholder), List.of()));
  }

  boolean isEndMarker() {
    return batch.rows().isEmpty();
  }

  int rowCount() {
    return batch.rows().size();
  }

  void succeed() {
    completion.complete(null);
  }

  void fail(Throwable reason) {
    completion.completeExceptionally(reason);
  }
}
