package dcm.journal.recovery;

import dcm.journal.EventLog;
import dcm.journal.ScalaFutures;
import dcm.journal.fencing.EpochState;
import dcm.journal.fencing.FenceDao;
import dcm.journal.fencing.FencedException;
import dcm.journal.fencing.WriterEpochs;
import dcm.journal.jdbc.SqlWork;
import dcm.journal.schema.GuildSchemas;
import dcm.journal.schema.GuildTables;
import dcm.journal.schema.SchemaName;
import dcm.journal.write.EventDao;
import dcm.journal.write.PerKeySequencer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;

/**
 * Takes guilds over and reads where they stand. One transaction, one round trip, for as many as
 * come together: the epoch is counted up, which waits for whoever is still writing; then the
 * snapshot, the highest number and the first page of what follows are read. Pekko asks for these
 * three one after the other; the later two answers are {@link ReadAhead kept} until it does.
 *
 * <p>Everything here is called in the persistence id's turn ({@link PerKeySequencer}), except
 * {@link #replay}. What may come in between:
 *
 * <ul>
 *   <li><b>A write of ours that was under way.</b> Its turn was before; the recovery sees it.
 *   <li><b>A write of another process that was under way.</b> It holds a lock on the guild's table
 *       until it has committed, and the taking waits for it: the recovery sees it. If it had
 *       inserted but not yet asked for its epoch, it still asks before the taking, and passes.
 *   <li><b>A write of another process that begins later</b> waits for the lock that the taking
 *       holds, then asks for its epoch in a statement of its own, sees ours, and is undone.
 *   <li><b>The other one does not end</b> (its process was stopped in the middle): the taking fails
 *       after lock-timeout, and the guild asks again, until PostgreSQL ends a transaction in which
 *       nothing happens.
 *   <li><b>The taking fails, or its answer is lost.</b> We go on believing what we knew. If it did
 *       commit, our old epoch is refused; Pekko writes nothing before a recovery has succeeded.
 *   <li><b>Two recoveries in a row.</b> Each takes an epoch; the second makes the first one's write
 *       a stranger's, which is refused, and what is said of the first one's epoch then is ignored
 *       ({@link WriterEpochs}). What the second read replaces what the first did.
 *   <li><b>Two processes recover at once.</b> One waits for the other's lock. The later one owns;
 *       the earlier one may serve what it knows until it asks, and can write nothing.
 *   <li><b>The journal is asked without the snapshot store</b> (no snapshots configured), or twice,
 *       or too late: nothing is kept, and it takes an epoch itself.
 *   <li><b>The snapshot does not deserialize</b> and is optional: the journal is asked for older
 *       events than were kept, and reads them.
 *   <li><b>A guild without tables.</b> There is nothing to take. The epoch at that time is
 *       remembered, and the first write must take the next one. If somebody else did, that write's
 *       taking is undone, so that the guild remains the other's.
 * </ul>
 *
 * <p>Nobody else takes epochs: {@link EventLog}, read tables and the command line only read.
 */
public final class Recovery {
  private final RecoveryExecutor recoveryExecutor;
  private final GuildSchemas schemas;
  private final int pageSize;
  private final WriterEpochs epochs;
  private final ReadAhead readAhead = new ReadAhead(System::nanoTime);

  /** {@code page}: events per query. */
  public Recovery(
      RecoveryExecutor recoveryExecutor, GuildSchemas schemas, WriterEpochs epochs, int pageSize) {
    this.recoveryExecutor = recoveryExecutor;
    this.schemas = schemas;
    this.epochs = epochs;
    this.pageSize = pageSize;
  }

  public WriterEpochs epochs() {
    return epochs;
  }

  /** Pekko's first question: takes the guild over. */
  public CompletionStage<Optional<SnapshotDao.Row>> loadSnapshot(
      SchemaName schema, String persistenceId, SnapshotSelectionCriteria criteria) {
    return takeOver(schema, persistenceId, criteria, 1)
        .thenApply(result -> {
          result.ifPresent(acquired -> readAhead.put(persistenceId, acquired.events()));
          return result.map(RecoveryDao.TakeoverResult.Acquired::snapshot);
        });
  }

  /**
   * Its second: the guild's last sequence number. Takes the guild over if the first was not asked.
   *
   * @param from the first event that will be wanted
   */
  public CompletionStage<Long> highestSequenceNr(
      SchemaName schema, String persistenceId, long from) {
    var prefetched = readAhead.readHighest(persistenceId);
    return prefetched != null
        ? CompletableFuture.completedFuture(prefetched.highestSequenceNr())
        : takeOver(schema, persistenceId, SnapshotSelectionCriteria.none(), from)
            .thenApply(result -> {
              result.ifPresent(
                  acquired -> readAhead.putHighestRead(persistenceId, acquired.events()));
              return result.map(acquired -> acquired.events().highestSequenceNr()).orElse(0L);
            });
  }

  /**
   * Its third: the events from {@code from} to {@code to}, at most {@code max} of them, in order.
   *
   * <p>A page is read when the one before was handed over and as much time has passed again ({@link
   * ReplayThrottle}), and waits for its turn behind the pages of other guilds: a long history
   * hardly fills memory and keeps no worker to itself. It is a guess of back-pressure: Pekko's
   * journal hands events to the guild's mailbox and never hears when they were applied.
   *
   * @param each makes objects of bytes, which takes its time
   * @param reader where that is done: others wait for the threads that read
   */
  public CompletionStage<Void> replay(
      SchemaName schema,
      String persistenceId,
      long from,
      long to,
      long max,
      Consumer<EventDao.EventRow> consumer,
      Executor callbackExecutor) {
    var prefetched = readAhead.getAndRemove(persistenceId);
    if (prefetched == null || prefetched.firstSequenceNr() > from) {
      return replayPages(schema, persistenceId, from, to, max, consumer, callbackExecutor);
    }
    var rows = prefetched.between(from, to, max);
    rows.forEach(consumer);
    return replayPages(
        schema,
        persistenceId,
        Math.max(from, prefetched.nextSequenceNr()),
        to,
        max - rows.size(),
        consumer,
        callbackExecutor);
  }

  private CompletionStage<Void> replayPages(
      SchemaName schema,
      String persistenceId,
      long from,
      long to,
      long max,
      Consumer<EventDao.EventRow> consumer,
      Executor callbackExecutor) {
    var limit = (int) Math.min(pageSize, max);
    if (limit <= 0 || from > to) {
      return CompletableFuture.completedFuture(null);
    }
    var throttle = new ReplayThrottle();
    return recoveryExecutor
        .execute(
            schema,
            throttle.timed(connection ->
                EventDao.oldestFirst(connection, schema, persistenceId, from, to, limit)))
        .thenComposeAsync(
            rows -> {
              throttle.time(() -> rows.forEach(consumer));
              return rows.size() < limit
                  ? CompletableFuture.completedFuture(null)
                  : throttle
                      .pause()
                      .thenCompose(paused ->
                          replayPages(
                              schema,
                              persistenceId,
                              rows.getLast().sequenceNr() + 1,
                              to,
                              max - rows.size(),
                              consumer,
                              callbackExecutor));
            },
            callbackExecutor);
  }

  /** What was read ahead is not the last word any more: something is going to be deleted. */
  public void discardReadAhead(String persistenceId) {
    readAhead.remove(persistenceId);
  }

  /** What was never recovered here, or was empty then, is taken now. */
  private CompletionStage<Long> heldOrNewEpoch(SchemaName schema, String persistenceId) {
    return switch (epochs.stateOf(persistenceId)) {
      case EpochState.Held held -> CompletableFuture.completedFuture(held.epoch());
      case EpochState.Lost _ -> CompletableFuture.failedFuture(new FencedException(persistenceId));
      case EpochState.Unknown _ ->
          acquireEpoch(
              schema, persistenceId, connection -> FenceDao.acquireEpoch(connection, schema));
      case EpochState.Empty empty ->
          acquireEpoch(
                  schema,
                  persistenceId,
                  connection -> {
                    if (FenceDao.acquireEpoch(connection, schema) != empty.seenEpoch() + 1) {
                      // undoes the taking as well: it is the other's
                      throw new FencedException(persistenceId);
                    }
                    return empty.seenEpoch() + 1;
                  })
              .whenComplete((epoch, failed) -> {
                if (failed != null && ScalaFutures.unwrap(failed) instanceof FencedException) {
                  epochs.lost(persistenceId, empty);
                }
              });
    };
  }

  /**
   * Writes events with the epoch that we hold, in the persistence id's turn; for whoever made sure
   * that the schema is there. The work must fail with the refusal of {@code dcm.confirm}, or with
   * {@link FencedException}, when it is not the guild's any more.
   */
  public <T> CompletionStage<T> writeWithEpoch(
      SchemaName schema, String persistenceId, LongFunction<CompletionStage<T>> work) {
    readAhead.remove(persistenceId);
    return heldOrNewEpoch(schema, persistenceId)
        .thenCompose(epoch -> trackingOwnership(persistenceId, epoch, () -> work.apply(epoch)));
  }

  /**
   * Does what is not a write of events, and must not be done by whom another process has taken over
   * from. It is given the epoch that it has to hold; none when nothing was ever recovered here.
   */
  public <T> CompletionStage<T> runIfOwned(
      String persistenceId, Function<OptionalLong, CompletionStage<T>> work) {
    return switch (epochs.stateOf(persistenceId)) {
      case EpochState.Unknown _, EpochState.Empty _ -> work.apply(OptionalLong.empty());
      case EpochState.Lost _ -> CompletableFuture.failedFuture(new FencedException(persistenceId));
      case EpochState.Held held ->
          trackingOwnership(
              persistenceId, held.epoch(), () -> work.apply(OptionalLong.of(held.epoch())));
    };
  }

  private <T> CompletionStage<T> trackingOwnership(
      String persistenceId, long epoch, Supplier<CompletionStage<T>> work) {
    var requestedAt = System.nanoTime();
    return work.get()
        .handle((done, failed) -> {
          if (failed == null) {
            epochs.confirmed(persistenceId, epoch, requestedAt);
            return CompletableFuture.completedFuture(done);
          }
          if (FenceDao.isFenced(failed)) {
            epochs.revoked(persistenceId, epoch);
            return CompletableFuture.<T>failedFuture(new FencedException(persistenceId));
          }
          return CompletableFuture.<T>failedFuture(failed);
        })
        .thenCompose(outcome -> outcome);
  }

  private CompletionStage<Long> acquireEpoch(
      SchemaName schema, String persistenceId, SqlWork<Long> acquisition) {
    var requestedAt = System.nanoTime();
    return recoveryExecutor
        .transaction(schema, acquisition)
        .thenApply(epoch -> {
          epochs.acquired(persistenceId, epoch, requestedAt);
          return epoch;
        });
  }

  /** Empty: a guild without tables, so that there is nothing to take. */
  private CompletionStage<Optional<RecoveryDao.TakeoverResult.Acquired>> takeOver(
      SchemaName schema, String persistenceId, SnapshotSelectionCriteria criteria, long from) {
    // whatever was read for the recovery before is out of date from now on
    readAhead.remove(persistenceId);
    var requestedAt = System.nanoTime();
    return schemas
        .translateFailures(
            schema,
            recoveryExecutor.takeOver(
                new RecoveryDao.TakeoverRequest(schema, persistenceId, criteria, from)))
        .thenCompose(result ->
            switch (result) {
              case RecoveryDao.TakeoverResult.Acquired acquired -> {
                epochs.acquired(persistenceId, acquired.epoch(), requestedAt);
                schemas.schemaFound(schema, acquired.partition());
                yield CompletableFuture.completedFuture(Optional.of(acquired));
              }
              case RecoveryDao.TakeoverResult.NotReady(var epoch, var version)
                  when version == GuildTables.NO_VERSION -> {
                schemas.schemaMissing(schema);
                epochs.foundEmpty(persistenceId, epoch);
                yield CompletableFuture.completedFuture(Optional.empty());
              }
              case RecoveryDao.TakeoverResult.NotReady _ -> {
                schemas.schemaMissing(schema);
                yield schemas
                    .upgrade(schema, persistenceId)
                    .thenCompose(done -> takeOver(schema, persistenceId, criteria, from));
              }
            });
  }
}
