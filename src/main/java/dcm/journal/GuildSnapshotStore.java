package dcm.journal;

import com.typesafe.config.Config;
import dcm.journal.recovery.Recovery;
import dcm.journal.recovery.SnapshotDao;
import dcm.journal.schema.GuildSchemas;
import dcm.journal.write.PayloadSerializer;
import dcm.journal.write.PerKeySequencer;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import scala.concurrent.Future;
import scala.jdk.javaapi.OptionConverters;

/** The snapshot store {@code dcm.snapshot}: beside the events, in the same schema. */
public final class GuildSnapshotStore extends SnapshotStore {
  private final Database database;
  private final GuildSchemas schemas;
  private final Recovery recovery;
  private final PerKeySequencer sequencer;
  private final SchemaResolver resolver;
  private final PayloadSerializer serializer;
  private final Executor dispatcher;

  /** Made by Pekko; {@code plugin} is the block that names this class. */
  public GuildSnapshotStore(Config plugin) {
    var system = context().system();
    var settings = JournalSettings.from(system.settings().config(), new ArrayList<>());
    database = Database.get(system);
    schemas = database.schemas();
    recovery = database.recovery();
    sequencer = database.sequencer();
    resolver = settings.resolver(system);
    serializer = new PayloadSerializer(system);
    dispatcher = context().dispatcher();
  }

  /** Pekko's first question when a guild recovers: it takes the guild over. */
  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    var schema = resolver.schemaOf(persistenceId);
    return ScalaFutures.of(
        sequencer
            .enqueue(persistenceId, () -> recovery.loadSnapshot(schema, persistenceId, criteria))
            .thenApplyAsync(loaded -> loaded.map(row -> selected(persistenceId, row)), dispatcher));
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    var persistenceId = metadata.persistenceId();
    var schema = resolver.schemaOf(persistenceId);
    return ScalaFutures.of(
        CompletableFuture.supplyAsync(() -> row(metadata, snapshot), dispatcher)
            .thenCompose(row ->
                schemas.withEnsuredSchema(
                    schema,
                    persistenceId,
                    () ->
                        recovery.runIfOwned(
                            persistenceId,
                            epoch ->
                                database.write(connection ->
                                    SnapshotDao.save(
                                        connection, schema, persistenceId, row, epoch))))));
  }

  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    return doDeleteAsync(metadata.persistenceId(), SnapshotDao.criteriaFor(metadata));
  }

  /** Pekko deletes by itself what it could not save, whoever saved it before. */
  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    var schema = resolver.schemaOf(persistenceId);
    return ScalaFutures.of(
        schemas.ifSchemaExists(
            schema,
            persistenceId,
            null,
            () ->
                recovery.runIfOwned(
                    persistenceId,
                    epoch ->
                        database.write(connection ->
                            SnapshotDao.delete(
                                connection, schema, persistenceId, criteria, epoch)))));
  }

  private SnapshotDao.Row row(SnapshotMetadata metadata, Object snapshot) {
    return new SnapshotDao.Row(
        metadata.sequenceNr(),
        metadata.timestamp(),
        serializer.serialize(snapshot),
        OptionConverters.toJava(metadata.metadata()).map(serializer::serialize).orElse(null));
  }

  private SelectedSnapshot selected(String persistenceId, SnapshotDao.Row row) {
    var metadata = new SnapshotMetadata(persistenceId, row.sequenceNr(), row.created());
    return SelectedSnapshot.create(
        row.metadata() == null
            ? metadata
            : metadata.withMetadata(serializer.deserialize(row.metadata())),
        serializer.deserialize(row.snapshot()));
  }
}
