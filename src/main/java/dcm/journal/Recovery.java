package dcm.journal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes guilds over from whoever wrote them before. */
final class Recovery {
  private final Workers workers;
  private final Epochs epochs = new Epochs();

  Recovery(Workers workers) {
    this.workers = workers;
  }

  Epochs epochs() {
    return epochs;
  }

  /**
   * The epoch to write with; for whoever made sure that the schema is there. What was never
   * recovered here, or was empty then, is taken now. Fails with {@link Fenced} when it was lost.
   */
  CompletionStage<Long> epoch(SchemaName schema, String persistenceId) {
    return switch (epochs.of(persistenceId)) {
      case Standing.Held held -> CompletableFuture.completedFuture(held.epoch());
      case Standing.Lost lost -> CompletableFuture.failedFuture(new Fenced(persistenceId));
      case Standing.Unknown unknown ->
          taken(persistenceId, connection -> FenceRows.own(connection, schema));
      case Standing.Empty empty ->
          taken(
                  persistenceId,
                  connection -> {
                    if (FenceRows.own(connection, schema) != empty.seen() + 1) {
                      // undoes the taking as well: it is the other's
                      throw new Fenced(persistenceId);
                    }
                    return empty.seen() + 1;
                  })
              .whenComplete((epoch, failed) -> {
                if (failed != null && ScalaFutures.reasonOf(failed) instanceof Fenced) {
                  epochs.lost(persistenceId, empty);
                }
              });
    };
  }

  private CompletionStage<Long> taken(String persistenceId, SqlWork<Long> own) {
    var askedAt = System.nanoTime();
    return workers
        .transaction(own)
        .thenApply(epoch -> {
          epochs.taken(persistenceId, epoch, askedAt);
          return epoch;
        });
  }
}
