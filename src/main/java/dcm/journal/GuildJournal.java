package dcm.journal;

import com.typesafe.config.Config;
import dcm.journal.jdbc.SqlWork;
import dcm.journal.recovery.Recovery;
import dcm.journal.schema.GuildSchemas;
import dcm.journal.write.EventDao;
import dcm.journal.write.GuildWriteContext;
import dcm.journal.write.PayloadSerializer;
import dcm.journal.write.PendingWrite;
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
 * <p>A write passes these steps: the events are serialized, which may reject single writes; the
 * guild's schema is created for its first write; the rows and the statements of the inline
 * projection are written in one transaction with those of other guilds ({@link
 * dcm.journal.write.WriteLanes}); the call completes when PostgreSQL has them on disk. An SQL error
 * fails the whole call: nothing was written, except when the connection broke during the commit.
 * Operations on one persistence id run in the order of the calls. No method blocks.
 */
public final class GuildJournal extends AsyncWriteJournal {
  private final Database database;
  private final GuildSchemas schemas;
  private final Recovery recovery;
  private final SchemaResolver resolver;
  private final InlineProjection projection;
  private final PayloadSerializer serializer;
  private final Executor dispatcher;

  /**
   * Called by Pekko.
   *
   * @param plugin the configuration block that names this class
   */
  public GuildJournal(Config plugin) {
    var system = context().system();
    var settings = JournalSettings.from(system.settings().config(), new ArrayList<>());
    database = Database.get(system);
    database.lanes().start();
    schemas = database.schemas();
    recovery = database.recovery();
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
    var guild = guild(persistenceId);
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return ScalaFutures.of(
        guild
            .sequencer()
            .enqueue(() ->
                CompletableFuture.supplyAsync(
                        () -> WriteBatch.of(guild.schema(), writes, now, serializer, projection),
                        dispatcher)
                    .thenCompose(batch -> write(guild, batch)))
            .thenApply(results -> results));
  }

  private GuildWriteContext guild(String persistenceId) {
    return database.contexts().get(resolver.schemaOf(persistenceId), persistenceId);
  }

  private CompletionStage<Iterable<Optional<Exception>>> write(
      GuildWriteContext guild, WriteBatch batch) {
    if (batch.rows().isEmpty()) {
      return CompletableFuture.completedFuture(batch.results());
    }
    return schemas
        .withEnsuredSchema(
            guild,
            () ->
                recovery.writeWithEpoch(
                    guild, epoch -> database.lanes().write(PendingWrite.of(guild, epoch, batch))))
        .thenApply(done -> batch.results());
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
    var guild = guild(persistenceId);
    var schema = guild.schema();
    SqlWork<Void> deletion =
        connection -> EventDao.deleteTo(connection, schema, persistenceId, toSequenceNr);
    return ScalaFutures.of(
        guild
            .sequencer()
            .enqueue(() -> {
              recovery.discardReadAhead(guild);
              return schemas.ifSchemaExists(
                  schema, persistenceId, null, () -> database.transactionAsOwner(deletion));
            }));
  }

  /** Called by Pekko only when a guild recovers: acquires the guild's epoch. */
  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
    var guild = guild(persistenceId);
    // Pekko passes the number before the first event that it will request
    return ScalaFutures.of(
        guild.sequencer().enqueue(() -> recovery.highestSequenceNr(guild, fromSequenceNr + 1)));
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
