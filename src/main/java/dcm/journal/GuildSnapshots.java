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
import org.jspecify.annotations.Nullable;
import scala.concurrent.Future;
import scala.jdk.javaapi.OptionConverters;

/** The snapshot store {@code dcm.snapshot}: beside the events, in the same schema. */
public final class GuildSnapshots extends SnapshotStore {
  private final Database database;
  private final GuildSchemas schemas;
  private final SchemaResolver resolver;
  private final Payloads payloads;
  private final Executor dispatcher;

  /** Made by Pekko; {@code plugin} is the block that names this class. */
  public GuildSnapshots(Config plugin) {
    var system = context().system();
    var settings = JournalSettings.from(system.settings().config(), new ArrayList<>());
    database = Database.get(system);
    schemas = database.schemas();
    resolver = settings.resolver(system);
    payloads = new Payloads(system);
    dispatcher = context().dispatcher();
  }

  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    var schema = resolver.schemaOf(persistenceId);
    SqlWork<Optional<SnapshotRows.Row>> latest =
        connection -> SnapshotRows.latest(connection, schema, persistenceId, criteria);
    return ScalaFutures.of(
        schemas
            .ifThere(schema, persistenceId, Optional.empty(), () -> database.read(latest))
            .thenApply(found -> found.map(row -> selected(persistenceId, row))));
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    var schema = resolver.schemaOf(metadata.persistenceId());
    return ScalaFutures.of(
        CompletableFuture.supplyAsync(() -> row(metadata, snapshot), dispatcher)
            .thenCompose(row ->
                schemas.inReady(
                    schema,
                    metadata.persistenceId(),
                    () ->
                        database.write(connection ->
                            SnapshotRows.save(
                                connection, schema, metadata.persistenceId(), row)))));
  }

  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    return doDeleteAsync(metadata.persistenceId(), SnapshotRows.only(metadata));
  }

  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    var schema = resolver.schemaOf(persistenceId);
    SqlWork<@Nullable Void> deletion =
        connection -> SnapshotRows.delete(connection, schema, persistenceId, criteria);
    return ScalaFutures.of(
        schemas.ifThere(schema, persistenceId, null, () -> database.write(deletion)));
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
