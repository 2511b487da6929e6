package dcm.journal.recovery;

import dcm.journal.EventLog;
import dcm.journal.ScalaFutures;
import dcm.journal.fencing.EpochState;
import dcm.journal.fencing.FenceDao;
import dcm.journal.fencing.FencedException;
import dcm.journal.fencing.WriterEpoch;
import dcm.journal.jdbc.SqlWork;
import dcm.journal.schema.GuildSchemas;
import dcm.journal.schema.GuildTables;
import dcm.journal.schema.SchemaName;
import dcm.journal.write.EventDao;
import dcm.journal.write.GuildWriteContext;
import dcm.journal.write.TaskSequencer;
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
 * Acquires the epochs of recovering guilds and reads their histories. One transaction, one round
 * trip, serves all guilds that are queued together: the epoch is incremented, which waits for
 * writers in progress; then the snapshot, the highest sequence number and the first page of events
 * are read. Pekko requests these three separately; {@link ReadAhead} keeps the later two results.
 *
 * <p>All methods except {@link #replay} are called from the guild's {@link TaskSequencer}. Possible
 * interleavings:
 *
 * <ul>
 *   <li><b>A write of this process is in progress.</b> It was enqueued before; the recovery sees
 *       it.
 *   <li><b>A write of another process is in progress.</b> It holds a lock on the guild's table
 *       until it commits, and the takeover waits for it: the recovery sees it. If it has inserted
 *       its rows but not yet verified its epoch, it verifies before the takeover and succeeds.
 *   <li><b>A write of another process begins later.</b> It waits for the lock that the takeover
 *       holds, verifies its epoch in a statement of its own, sees the new epoch and is rolled back.
 *   <li><b>The other process stops in the middle of a transaction.</b> The takeover fails after
 *       lock-timeout and is repeated until PostgreSQL ends the idle transaction.
 *   <li><b>The takeover fails, or its result is lost.</b> The known state is kept. If it did
 *       commit, the old epoch is rejected; Pekko writes nothing before a recovery has succeeded.
 *   <li><b>Two recoveries in this process.</b> Each acquires an epoch; a write with the first epoch
 *       is rejected, and late results for it are ignored ({@link WriterEpoch}). The second read
 *       replaces the first.
 *   <li><b>Two processes recover at once.</b> One waits for the lock of the other. The later one is
 *       the owner; the earlier one may serve its state until its next check, and can write nothing.
 *   <li><b>The journal is asked without the snapshot store</b> (no snapshots configured), twice or
 *       too late: nothing is kept, and it acquires an epoch itself.
 *   <li><b>The snapshot cannot be deserialized</b> and is optional: the journal is asked for older
 *       events than were kept, and reads them.
 *   <li><b>A guild without tables.</b> There is no epoch to acquire. The epoch at that time is
 *       remembered, and the first write must acquire the next one. If another process did, the
 *       acquisition is rolled back, so that the guild remains with the other process.
 * </ul>
 *
 * <p>No other class acquires epochs while guilds are served: {@link EventLog}, read models and
 * queries of the command line only read.
 */
public final class Recovery {
  private final RecoveryExecutor recoveryExecutor;
  private final GuildSchemas schemas;
  private final int pageSize;
  private final ReadAhead readAhead = new ReadAhead(System::nanoTime);

  /**
   * @param pageSize events per query
   */
  public Recovery(RecoveryExecutor recoveryExecutor, GuildSchemas schemas, int pageSize) {
    this.recoveryExecutor = recoveryExecutor;
    this.schemas = schemas;
    this.pageSize = pageSize;
  }

  /** Pekko's first request: acquires the guild's epoch. */
  public CompletionStage<Optional<SnapshotDao.Row>> loadSnapshot(
      GuildWriteContext guild, SnapshotSelectionCriteria criteria) {
    return takeOver(guild, criteria, 1)
        .thenApply(result -> {
          result.ifPresent(acquired -> {
            guild.setReadAhead(true);
            readAhead.put(guild.persistenceId(), acquired.events());
          });
          return result.map(RecoveryDao.TakeoverResult.Acquired::snapshot);
        });
  }

  /**
   * Pekko's second request: the highest sequence number. Acquires the epoch unless the first
   * request did.
   *
   * @param from the first event that will be requested
   */
  public CompletionStage<Long> highestSequenceNr(GuildWriteContext guild, long from) {
    var prefetched = readAhead.readHighest(guild.persistenceId());
    return prefetched != null
        ? CompletableFuture.completedFuture(prefetched.highestSequenceNr())
        : takeOver(guild, SnapshotSelectionCriteria.none(), from)
            .thenApply(result -> {
              result.ifPresent(acquired -> {
                guild.setReadAhead(true);
                readAhead.putHighestRead(guild.persistenceId(), acquired.events());
              });
              return result.map(acquired -> acquired.events().highestSequenceNr()).orElse(0L);
            });
  }

  /**
   * Pekko's third request: the events from {@code from} to {@code to}, at most {@code max}, in
   * order.
   *
   * <p>The next page is read when the previous one was handed over and the same time has passed
   * again ({@link ReplayThrottle}); it is queued behind the pages of other guilds. A long history
   * therefore neither fills memory nor occupies a thread. This approximates back-pressure: Pekko's
   * journal sends events to the actor's mailbox and does not learn when they were applied.
   *
   * @param consumer deserializes and hands over the events
   * @param callbackExecutor where {@code consumer} runs, so that it does not occupy reading threads
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

  /** Discards events that were read ahead and no longer match the tables. */
  public void discardReadAhead(GuildWriteContext guild) {
    if (guild.hasReadAhead()) {
      readAhead.remove(guild.persistenceId());
      guild.setReadAhead(false);
    }
  }

  /** The held epoch; acquires one for a guild that was not recovered here, or was empty then. */
  private CompletionStage<Long> heldOrNewEpoch(GuildWriteContext guild) {
    var schema = guild.schema();
    var persistenceId = guild.persistenceId();
    return switch (guild.epoch().state()) {
      case EpochState.Held held -> CompletableFuture.completedFuture(held.epoch());
      case EpochState.Lost _ -> CompletableFuture.failedFuture(new FencedException(persistenceId));
      case EpochState.Unknown _ ->
          acquireEpoch(guild, connection -> FenceDao.acquireEpoch(connection, schema));
      case EpochState.Empty empty ->
          acquireEpoch(
                  guild,
                  connection -> {
                    if (FenceDao.acquireEpoch(connection, schema) != empty.seenEpoch() + 1) {
                      // rolls the acquisition back: the other process keeps the guild
                      throw new FencedException(persistenceId);
                    }
                    return empty.seenEpoch() + 1;
                  })
              .whenComplete((epoch, failed) -> {
                if (failed != null && ScalaFutures.unwrap(failed) instanceof FencedException) {
                  guild.epoch().lost(empty);
                }
              });
    };
  }

  /**
   * Writes events with the held epoch, from the guild's {@link TaskSequencer}; the schema must
   * exist. The work must fail with the error of {@code dcm.verify_epochs} or with {@link
   * FencedException} when another process is the owner.
   */
  public <T> CompletionStage<T> writeWithEpoch(
      GuildWriteContext guild, LongFunction<CompletionStage<T>> work) {
    discardReadAhead(guild);
    return heldOrNewEpoch(guild)
        .thenCompose(epoch -> trackingOwnership(guild, epoch, () -> work.apply(epoch)));
  }

  /**
   * Does work other than writing events that a fenced process must not do. The work is given the
   * epoch to verify; none when nothing was recovered here.
   */
  public <T> CompletionStage<T> runIfOwned(
      GuildWriteContext guild, Function<OptionalLong, CompletionStage<T>> work) {
    return switch (guild.epoch().state()) {
      case EpochState.Unknown _, EpochState.Empty _ -> work.apply(OptionalLong.empty());
      case EpochState.Lost _ ->
          CompletableFuture.failedFuture(new FencedException(guild.persistenceId()));
      case EpochState.Held held ->
          trackingOwnership(guild, held.epoch(), () -> work.apply(OptionalLong.of(held.epoch())));
    };
  }

  private static <T> CompletionStage<T> trackingOwnership(
      GuildWriteContext guild, long epoch, Supplier<CompletionStage<T>> work) {
    var requestedAt = System.nanoTime();
    return work.get()
        .handle((done, failed) -> {
          if (failed == null) {
            guild.epoch().confirmed(epoch, requestedAt);
            return CompletableFuture.completedFuture(done);
          }
          if (FenceDao.isFenced(failed)) {
            guild.epoch().revoked(epoch);
            return CompletableFuture.<T>failedFuture(new FencedException(guild.persistenceId()));
          }
          return CompletableFuture.<T>failedFuture(failed);
        })
        .thenCompose(outcome -> outcome);
  }

  private CompletionStage<Long> acquireEpoch(GuildWriteContext guild, SqlWork<Long> acquisition) {
    var requestedAt = System.nanoTime();
    return recoveryExecutor
        .transaction(guild.schema(), acquisition)
        .thenApply(epoch -> {
          guild.epoch().acquired(epoch, requestedAt);
          return epoch;
        });
  }

  /** Empty for a guild without tables, which has no epoch to acquire. */
  private CompletionStage<Optional<RecoveryDao.TakeoverResult.Acquired>> takeOver(
      GuildWriteContext guild, SnapshotSelectionCriteria criteria, long from) {
    // results of an earlier recovery are stale from now on
    discardReadAhead(guild);
    var requestedAt = System.nanoTime();
    return schemas
        .translateFailures(
            guild.schema(),
            recoveryExecutor.takeOver(
                new RecoveryDao.TakeoverRequest(
                    guild.schema(), guild.persistenceId(), criteria, from)))
        .thenCompose(result ->
            switch (result) {
              case RecoveryDao.TakeoverResult.Acquired acquired -> {
                guild.epoch().acquired(acquired.epoch(), requestedAt);
                guild.schemaReady(acquired.partition());
                yield CompletableFuture.completedFuture(Optional.of(acquired));
              }
              case RecoveryDao.TakeoverResult.NotReady(var epoch, var version)
                  when version == GuildTables.NO_VERSION -> {
                guild.schemaMissing();
                guild.epoch().foundEmpty(epoch);
                yield CompletableFuture.completedFuture(Optional.empty());
              }
              case RecoveryDao.TakeoverResult.NotReady _ -> {
                guild.schemaMissing();
                yield schemas.upgrade(guild).thenCompose(done -> takeOver(guild, criteria, from));
              }
            });
  }
}
