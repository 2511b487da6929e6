package dcm.journal.fencing;

import dcm.journal.Database;
import dcm.journal.GuildPersistenceId;
import dcm.journal.jdbc.JournalException;
import dcm.journal.schema.SchemaName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * Says whether a guild is still this process's: whoever answers from memory, and has not written
 * for a while, asks here first. A process that was stopped and goes on knows nothing of who took
 * over in the meantime.
 *
 * <p>While one query is under way the next questions gather, and go together: 10,000 guilds that
 * ask every few seconds are some queries per second.
 */
public final class OwnershipCheck {
  /** Beyond it one query would keep the others waiting. */
  private static final int MAX_BATCH_SIZE = 1_000;

  private final Database database;
  private final WriterEpochs epochs;
  private final Map<SchemaName, CompletableFuture<Boolean>> pending = new LinkedHashMap<>();
  private boolean queryInFlight;

  public OwnershipCheck(Database database, WriterEpochs epochs) {
    this.database = database;
    this.epochs = epochs;
  }

  public static OwnershipCheck of(ClassicActorSystemProvider system) {
    return Database.get(system).ownershipCheck();
  }

  /**
   * Whether nobody has recovered the guild since this process did; false also for a guild that it
   * never recovered. The answer is of a moment after the question. Never blocks; fails when
   * PostgreSQL cannot say.
   *
   * @param snowflake the guild's Discord id
   */
  public CompletionStage<Boolean> isOwner(long snowflake) {
    var schema = new SchemaName(snowflake);
    return switch (epochs.stateOf(GuildPersistenceId.of(snowflake))) {
      case EpochState.Unknown _, EpochState.Lost _ -> CompletableFuture.completedFuture(false);
      case EpochState.Empty _, EpochState.Held _ -> {
        var result = enqueue(schema);
        sendNextBatch();
        // whoever cancels or completes it must not do so for the others
        yield result.thenApply(owned -> owned);
      }
    };
  }

  private synchronized CompletableFuture<Boolean> enqueue(SchemaName schema) {
    return pending.computeIfAbsent(schema, key -> new CompletableFuture<>());
  }

  private void sendNextBatch() {
    var batch = nextBatch();
    if (batch.isEmpty()) {
      return;
    }
    var requestedAt = System.nanoTime();
    database
        .read(connection -> FenceDao.currentEpochs(connection, batch.keySet()))
        .whenComplete((currentEpochs, failed) -> {
          batchCompleted();
          // before anybody is told: one who asks again at once finds the next query open
          sendNextBatch();
          batch.forEach((schema, result) -> {
            if (failed != null) {
              result.completeExceptionally(JournalException.translate(schema, failed));
            } else {
              result.complete(
                  isStillHeld(schema, currentEpochs.getOrDefault(schema, 0L), requestedAt));
            }
          });
        });
  }

  private synchronized Map<SchemaName, CompletableFuture<Boolean>> nextBatch() {
    var batch = new LinkedHashMap<SchemaName, CompletableFuture<Boolean>>();
    if (!queryInFlight) {
      var entries = pending.entrySet().iterator();
      while (entries.hasNext() && batch.size() < MAX_BATCH_SIZE) {
        var entry = entries.next();
        batch.put(entry.getKey(), entry.getValue());
        entries.remove();
      }
      queryInFlight = !batch.isEmpty();
    }
    return batch;
  }

  private synchronized void batchCompleted() {
    queryInFlight = false;
  }

  private boolean isStillHeld(SchemaName schema, long currentEpochs, long requestedAt) {
    var persistenceId = GuildPersistenceId.of(schema.snowflake());
    return switch (epochs.stateOf(persistenceId)) {
      case EpochState.Unknown _, EpochState.Lost _ -> false;
      case EpochState.Empty empty -> empty.seenEpoch() == currentEpochs;
      case EpochState.Held held when held.epoch() == currentEpochs -> {
        epochs.confirmed(persistenceId, currentEpochs, requestedAt);
        yield true;
      }
      case EpochState.Held held -> {
        // not when a recovery of ours came in between, which is the later one then
        if (held.epoch() < currentEpochs) {
          epochs.revoked(persistenceId, held.epoch());
        }
        yield false;
      }
    };
  }
}
