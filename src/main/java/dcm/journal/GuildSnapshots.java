package dcm.journal;

import com.typesafe.config.Config;
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
public final class GuildSnapshots extends SnapshotStore {
  private final Database database;
  private final GuildSchemas schemas;
  private final Recovery recovery;
  private final InOrder inOrder;
  private final SchemaResolver resolver;
  private final Payloads payloads;
  private final Executor dispatcher;

  /** Made by Pekko; {@code plugin} is the block that names this class. */
  public GuildSnapshots(Config plugin) {
    var system = context().system();
    var settings = JournalSettings.from(system.settings().config(), new ArrayList<>());
    database = Database.get(system);
    schemas = database.schemas();
    recovery = database.recovery();
    inOrder = database.inOrder();
    resolver = settings.resolver(system);
    payloads = new Payloads(system);
    dispatcher = context().dispatcher();
  }

  /** Pekko's first question when a guild recovers: it takes the guild over. */
  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    var schema = resolver.schemaOf(persistenceId);
    return ScalaFutures.of(
        inOrder
            .next(persistenceId, () -> recovery.snapshot(schema, persistenceId, criteria))
            .thenApplyAsync(found -> found.map(row -> selected(persistenceId, row)), dispatcher));
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    var persistenceId = metadata.persistenceId();
    var schema = resolver.schemaOf(persistenceId);
    return ScalaFutures.of(
        CompletableFuture.supplyAsync(() -> row(metadata, snapshot), dispatcher)
            .thenCompose(row ->
                schemas.inReady(
                    schema,
                    persistenceId,
                    () ->
                        recovery.whileOurs(
                            persistenceId,
                            epoch ->
                                database.write(connection ->
                                    SnapshotRows.save(
                                        connection, schema, persistenceId, row, epoch))))));
  }

  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    return doDeleteAsync(metadata.persistenceId(), SnapshotRows.only(metadata));
  }

  /** Pekko deletes by itself what it could not save, whoever saved it before. */
  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    var schema = resolver.schemaOf(persistenceId);
    return ScalaFutures.of(
        schemas.ifThere(
            schema,
            persistenceId,
            null,
            () ->
                recovery.whileOurs(
                    persistenceId,
                    epoch ->
                        database.write(connection ->
                            SnapshotRows.delete(
                                connection, schema, persistenceId, criteria, epoch)))));
  }

  private SnapshotRows.Row row(SnapshotMetadata metadata, Object snapshot) {
    return new SnapshotRows.Row(
        metadata.sequenceNr(),
        metadata.timestamp(),
        payloads.write(snapshot),
        OptionConverters.toJava(metadata.metadata()).map(payloads::write).orElse(null));
  }

  private SelectedSnapshot selected(String persistenceId, SnapshotRows.Row row) {
    var metadata = new SnapshotMetadata(persistenceId, row.sequenceNr(), row.created());
    return SelectedSnapshot.create(
        row.metadata() == null ? metadata : metadata.withMetadata(payloads.read(row.metadata())),
        payloads.read(row.snapshot()));
  }
}
