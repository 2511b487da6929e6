package dcm.journal.fencing;

import dcm.journal.Database;
import dcm.journal.jdbc.JournalException;
import dcm.journal.schema.SchemaName;
import dcm.journal.write.GuildWriteContexts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * Checks whether this process still owns a guild. An entity that has not written for a while asks
 * before it answers from memory: a process that was suspended does not know which process took over
 * in the meantime.
 *
 * <p>Requests that arrive while a query runs are batched into the next one: 10,000 guilds that ask
 * every few seconds cause a few queries per second.
 */
public final class OwnershipCheck {
  /** A larger query would delay the others. */
  private static final int MAX_BATCH_SIZE = 1_000;

  private final Database database;
  private final GuildWriteContexts contexts;
  private final Map<SchemaName, CompletableFuture<Boolean>> pending = new LinkedHashMap<>();
  private boolean queryInFlight;

  public OwnershipCheck(Database database, GuildWriteContexts contexts) {
    this.database = database;
    this.contexts = contexts;
  }

  public static OwnershipCheck of(ClassicActorSystemProvider system) {
    return Database.get(system).ownershipCheck();
  }

  /**
   * Whether no other process has recovered the guild since this one did; false for a guild that
   * this process never recovered. The result is of a moment after the call. Never blocks; fails
   * when PostgreSQL cannot be asked.
   *
   * @param snowflake the guild's Discord id
   */
  public CompletionStage<Boolean> isOwner(long snowflake) {
    var schema = new SchemaName(snowflake);
    return switch (epoch(schema).state()) {
      case EpochState.Unknown _, EpochState.Lost _ -> CompletableFuture.completedFuture(false);
      case EpochState.Empty _, EpochState.Held _ -> {
        var result = enqueue(schema);
        sendNextBatch();
        // a copy: cancelling it must not affect other callers
        yield result.thenApply(owned -> owned);
      }
    };
  }

  private WriterEpoch epoch(SchemaName schema) {
    var guild = contexts.find(schema);
    return guild == null ? new WriterEpoch() : guild.epoch();
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
          // before the results: a caller that asks again at once joins the next query
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

  private boolean isStillHeld(SchemaName schema, long currentEpoch, long requestedAt) {
    var epoch = epoch(schema);
    return switch (epoch.state()) {
      case EpochState.Unknown _, EpochState.Lost _ -> false;
      case EpochState.Empty empty -> empty.seenEpoch() == currentEpoch;
      case EpochState.Held held when held.epoch() == currentEpoch -> {
        epoch.confirmed(currentEpoch, requestedAt);
        yield true;
      }
      case EpochState.Held held -> {
        // a larger epoch is that of a recovery of this process in the meantime
        if (held.epoch() < currentEpoch) {
          epoch.revoked(held.epoch());
        }
        yield false;
      }
    };
  }
}
