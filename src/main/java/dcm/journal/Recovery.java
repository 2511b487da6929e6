package dcm.journal;

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
 * <p>Everything here is called in the persistence id's turn ({@link InOrder}), except {@link
 * #replay}. What may come in between:
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
 *       ({@link Epochs}). What the second read replaces what the first did.
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
final class Recovery {
  private final RecoveryWorkers workers;
  private final GuildSchemas schemas;
  private final int page;
  private final Epochs epochs;
  private final ReadAhead ahead = new ReadAhead(System::nanoTime);

  /** {@code page}: events per query. */
  Recovery(RecoveryWorkers workers, GuildSchemas schemas, Epochs epochs, int page) {
    this.workers = workers;
    this.schemas = schemas;
    this.epochs = epochs;
    this.page = page;
  }

  Epochs epochs() {
    return epochs;
  }

  /** Pekko's first question: takes the guild over. */
  CompletionStage<Optional<SnapshotRows.Row>> snapshot(
      SchemaName schema, String persistenceId, SnapshotSelectionCriteria criteria) {
    return takeOver(schema, persistenceId, criteria, 1)
        .thenApply(found -> {
          found.ifPresent(taken -> ahead.keep(persistenceId, taken.tail()));
          return found.map(Found.Taken::snapshot);
        });
  }

  /**
   * Its second: the guild's last sequence number. Takes the guild over if the first was not asked.
   *
   * @param from the first event that will be wanted
   */
  CompletionStage<Long> highest(SchemaName schema, String persistenceId, long from) {
    var known = ahead.count(persistenceId);
    return known != null
        ? CompletableFuture.completedFuture(known.highest())
        : takeOver(schema, persistenceId, SnapshotSelectionCriteria.none(), from)
            .thenApply(found -> {
              found.ifPresent(taken -> ahead.keepCounted(persistenceId, taken.tail()));
              return found.map(taken -> taken.tail().highest()).orElse(0L);
            });
  }

  /**
   * Its third: the events from {@code from} to {@code to}, at most {@code max} of them, in order.
   *
   * <p>A page is read when the one before was handed over and as much time has passed again ({@link
   * Pace}), and waits for its turn behind the pages of other guilds: a long history hardly fills
   * memory and keeps no worker to itself. It is a guess of back-pressure: Pekko's journal hands
   * events to the guild's mailbox and never hears when they were applied.
   *
   * @param each makes objects of bytes, which takes its time
   * @param reader where that is done: others wait for the threads that read
   */
  CompletionStage<Void> replay(
      SchemaName schema,
      String persistenceId,
      long from,
      long to,
      long max,
      Consumer<EventRow> each,
      Executor reader) {
    var known = ahead.take(persistenceId);
    if (known == null || known.from() > from) {
      return pages(schema, persistenceId, from, to, max, each, reader);
    }
    var rows = known.between(from, to, max);
    rows.forEach(each);
    return pages(
        schema, persistenceId, Math.max(from, known.next()), to, max - rows.size(), each, reader);
  }

  private CompletionStage<Void> pages(
      SchemaName schema,
      String persistenceId,
      long from,
      long to,
      long max,
      Consumer<EventRow> each,
      Executor reader) {
    var limit = (int) Math.min(page, max);
    if (limit <= 0 || from > to) {
      return CompletableFuture.completedFuture(null);
    }
    var pace = new Pace();
    return workers
        .atOnce(
            schema,
            pace.of(connection ->
                EventRows.oldestFirst(connection, schema, persistenceId, from, to, limit)))
        .thenComposeAsync(
            rows -> {
              pace.during(() -> rows.forEach(each));
              return rows.size() < limit
                  ? CompletableFuture.completedFuture(null)
                  : pace.rest()
                      .thenCompose(rested ->
                          pages(
                              schema,
                              persistenceId,
                              rows.getLast().sequenceNr() + 1,
                              to,
                              max - rows.size(),
                              each,
                              reader));
            },
            reader);
  }

  /** What was read ahead is not the last word any more: something is going to be deleted. */
  void forget(String persistenceId) {
    ahead.drop(persistenceId);
  }

  /** What was never recovered here, or was empty then, is taken now. */
  private CompletionStage<Long> epoch(SchemaName schema, String persistenceId) {
    return switch (epochs.of(persistenceId)) {
      case Standing.Held held -> CompletableFuture.completedFuture(held.epoch());
      case Standing.Lost _ -> CompletableFuture.failedFuture(new Fenced(persistenceId));
      case Standing.Unknown _ ->
          taken(schema, persistenceId, connection -> FenceRows.own(connection, schema));
      case Standing.Empty empty ->
          taken(
                  schema,
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

  /**
   * Writes events with the epoch that we hold, in the persistence id's turn; for whoever made sure
   * that the schema is there. The work must fail with the refusal of {@code dcm.confirm}, or with
   * {@link Fenced}, when it is not the guild's any more.
   */
  <T> CompletionStage<T> writing(
      SchemaName schema, String persistenceId, LongFunction<CompletionStage<T>> work) {
    ahead.drop(persistenceId);
    return epoch(schema, persistenceId)
        .thenCompose(epoch -> confirming(persistenceId, epoch, () -> work.apply(epoch)));
  }

  /**
   * Does what is not a write of events, and must not be done by whom another process has taken over
   * from. It is given the epoch that it has to hold; none when nothing was ever recovered here.
   */
  <T> CompletionStage<T> whileOurs(
      String persistenceId, Function<OptionalLong, CompletionStage<T>> work) {
    return switch (epochs.of(persistenceId)) {
      case Standing.Unknown _, Standing.Empty _ -> work.apply(OptionalLong.empty());
      case Standing.Lost _ -> CompletableFuture.failedFuture(new Fenced(persistenceId));
      case Standing.Held held ->
          confirming(persistenceId, held.epoch(), () -> work.apply(OptionalLong.of(held.epoch())));
    };
  }

  private <T> CompletionStage<T> confirming(
      String persistenceId, long epoch, Supplier<CompletionStage<T>> work) {
    var askedAt = System.nanoTime();
    return work.get()
        .handle((done, failed) -> {
          if (failed == null) {
            epochs.confirmed(persistenceId, epoch, askedAt);
            return CompletableFuture.completedFuture(done);
          }
          if (FenceRows.refused(failed)) {
            epochs.fenced(persistenceId, epoch);
            return CompletableFuture.<T>failedFuture(new Fenced(persistenceId));
          }
          return CompletableFuture.<T>failedFuture(failed);
        })
        .thenCompose(outcome -> outcome);
  }

  private CompletionStage<Long> taken(SchemaName schema, String persistenceId, SqlWork<Long> own) {
    var askedAt = System.nanoTime();
    return workers
        .transaction(schema, own)
        .thenApply(epoch -> {
          epochs.taken(persistenceId, epoch, askedAt);
          return epoch;
        });
  }

  /** Empty: a guild without tables, so that there is nothing to take. */
  private CompletionStage<Optional<Found.Taken>> takeOver(
      SchemaName schema, String persistenceId, SnapshotSelectionCriteria criteria, long from) {
    // whatever was read for the recovery before is out of date from now on
    ahead.drop(persistenceId);
    var askedAt = System.nanoTime();
    return schemas
        .explained(
            schema, workers.takeOver(new RecoveryRows.Wish(schema, persistenceId, criteria, from)))
        .thenCompose(found ->
            switch (found) {
              case Found.Taken taken -> {
                epochs.taken(persistenceId, taken.epoch(), askedAt);
                schemas.met(schema, taken.router());
                yield CompletableFuture.completedFuture(Optional.of(taken));
              }
              case Found.NotReady(var epoch, var version) when version == GuildTables.NONE -> {
                schemas.missed(schema);
                epochs.empty(persistenceId, epoch);
                yield CompletableFuture.completedFuture(Optional.empty());
              }
              case Found.NotReady _ -> {
                schemas.missed(schema);
                yield schemas
                    .upgraded(schema, persistenceId)
                    .thenCompose(done -> takeOver(schema, persistenceId, criteria, from));
              }
            });
  }
}
