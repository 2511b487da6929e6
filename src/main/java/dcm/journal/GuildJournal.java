package dcm.journal;

import com.typesafe.config.Config;
import dcm.journal.jdbc.SqlWork;
import dcm.journal.recovery.Recovery;
import dcm.journal.schema.GuildSchemas;
import dcm.journal.schema.SchemaName;
import dcm.journal.write.EventDao;
import dcm.journal.write.PayloadSerializer;
import dcm.journal.write.PendingWrite;
import dcm.journal.write.PerKeySequencer;
import dcm.journal.write.WriteBatch;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.concurrent.Future;

/**
 * The journal {@code dcm.journal}: each persistence id's events in its guild's schema.
 *
 * <p>A write's life: events are serialized, which may reject single writes; the guild's schema is
 * created if this is its first; then rows, and what the hook adds, go in one transaction with those
 * of other guilds ({@link dcm.journal.write.WriteLane}), and the answer is sent when PostgreSQL has
 * them on disk. Any SQL error fails the whole call: nothing of it was written, except when the
 * connection broke during the commit. All that concerns one persistence id happens in the order in
 * which it was asked; nothing here blocks.
 */
public final class GuildJournal extends AsyncWriteJournal {
  private final Database database;
  private final GuildSchemas schemas;
  private final Recovery recovery;
  private final SchemaResolver resolver;
  private final InlineProjection projection;
  private final PayloadSerializer serializer;
  private final Executor dispatcher;
  private final PerKeySequencer sequencer;

  /** Made by Pekko; {@code plugin} is the block that names this class. */
  public GuildJournal(Config plugin) {
    var system = context().system();
    var settings = JournalSettings.from(system.settings().config(), new ArrayList<>());
    database = Database.get(system);
    database.lanes().start();
    schemas = database.schemas();
    recovery = database.recovery();
    sequencer = database.sequencer();
    resolver = settings.resolver(system);
    projection = settings.inlineProjection(system);
    serializer = new PayloadSerializer(system);
    dispatcher = context().dispatcher();
  }

  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(
      Iterable<AtomicWrite> messages) {
    var writes = new ArrayList<AtomicWrite>();
    messages.forEach(writes::add);
    // Pekko calls once per persistent actor: all writes are of one persistence id
    var persistenceId = writes.getFirst().persistenceId();
    var schema = resolver.schemaOf(persistenceId);
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return ScalaFutures.of(
        sequencer
            .enqueue(
                persistenceId,
                () ->
                    CompletableFuture.supplyAsync(
                            () -> WriteBatch.of(schema, writes, now, serializer, projection),
                            dispatcher)
                        .thenCompose(batch -> write(schema, persistenceId, batch)))
            .thenApply(results -> results));
  }

  private CompletionStage<Iterable<Optional<Exception>>> write(
      SchemaName schema, String persistenceId, WriteBatch batch) {
    if (batch.rows().isEmpty()) {
      return CompletableFuture.completedFuture(batch.results());
    }
    return schemas
        .withEnsuredSchema(
            schema,
            persistenceId,
            () ->
                recovery.writeWithEpoch(
                    schema,
                    persistenceId,
                    epoch ->
                        database
                            .lanes()
                            .write(
                                PendingWrite.of(schema, epoch, batch),
                                schemas.partitionOf(schema))))
        .thenApply(done -> batch.results());
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
    var schema = resolver.schemaOf(persistenceId);
    SqlWork<Void> deletion =
        connection -> EventDao.deleteTo(connection, schema, persistenceId, toSequenceNr);
    return ScalaFutures.of(
        sequencer.enqueue(
            persistenceId,
            () -> {
              recovery.discardReadAhead(persistenceId);
              return schemas.ifSchemaExists(
                  schema, persistenceId, null, () -> database.transactionAsOwner(deletion));
            }));
  }

  /** Pekko asks for it when a guild recovers, and never else: it takes the guild over. */
  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
    var schema = resolver.schemaOf(persistenceId);
    // Pekko names the event before the first that it wants
    return ScalaFutures.of(
        sequencer.enqueue(
            persistenceId,
            () -> recovery.highestSequenceNr(schema, persistenceId, fromSequenceNr + 1)));
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId,
      long fromSequenceNr,
      long toSequenceNr,
      long max,
      Consumer<PersistentRepr> replay) {
    var schema = resolver.schemaOf(persistenceId);
    return ScalaFutures.of(
        schemas.ifSchemaExists(
            schema,
            persistenceId,
            null,
            () ->
                recovery.replay(
                    schema,
                    persistenceId,
                    fromSequenceNr,
                    toSequenceNr,
                    max,
                    row -> replay.accept(row.toMessage(serializer)),
                    dispatcher)));
  }
}
