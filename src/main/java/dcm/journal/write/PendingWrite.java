package dcm.journal.write;

import dcm.journal.jdbc.StatementBatch;
import dcm.journal.schema.SchemaName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A guild's write on its way to PostgreSQL.
 *
 * @param epoch the epoch of the guild's recovery; PostgreSQL rejects an older one
 * @param enqueuedAt {@link System#nanoTime} of the request
 * @param completion completes when the events are on disk; fails when they are not, or when the
 *     outcome is unknown
 */
public record PendingWrite(
    GuildWriteContext guild,
    long epoch,
    WriteBatch batch,
    long enqueuedAt,
    CompletableFuture<@Nullable Void> completion) {

  public static PendingWrite of(GuildWriteContext guild, long epoch, WriteBatch batch) {
    return new PendingWrite(guild, epoch, batch, System.nanoTime(), new CompletableFuture<>());
  }

  /** The last entry of a queue that is being closed; all others have rows. */
  static PendingWrite endMarker() {
    var placeholder = new SchemaName(1);
    return of(
        new GuildWriteContext(placeholder, ""),
        0,
        new WriteBatch(List.of(), new StatementBatch(placeholder), List.of()));
  }

  boolean isEndMarker() {
    return batch.rows().isEmpty();
  }

  SchemaName schema() {
    return guild.schema();
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
