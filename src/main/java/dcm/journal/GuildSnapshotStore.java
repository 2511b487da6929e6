package dcm.journal;

import com.typesafe.config.Config;
import dcm.journal.recovery.Recovery;
import dcm.journal.recovery.SnapshotDao;
import dcm.journal.schema.GuildSchemas;
import dcm.journal.write.GuildWriteContext;
import dcm.journal.write.PayloadSerializer;
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

/** The snapshot store {@code dcm.snapshot}: snapshots are kept in the schema of the events. */
public final class GuildSnapshotStore extends SnapshotStore {
  private final Database database;
  private final GuildSchemas schemas;
  private final Recovery recovery;
  private final SchemaResolver resolver;
  private final PayloadSerializer serializer;
  private final Executor dispatcher;

  /**
   * Called by Pekko.
   *
   * @param plugin the configuration block that names this class
   */
  public GuildSnapshotStore(Config plugin) {
    var system = context().system();
    var settings = JournalSettings.from(system.settings().config(), new ArrayList<>());
    database = Database.get(system);
    schemas = database.schemas();
    recovery = database.recovery();
    resolver = settings.resolver(system);
    serializer = new PayloadSerializer(system);
    dispatcher = context().dispatcher();
  }

  /** Pekko's first request when a guild recovers: acquires the guild's epoch. */
  @Override
  public Future<Optional<SelectedSnapshot>> doLoadAsync(
      String persistenceId, SnapshotSelectionCriteria criteria) {
    var guild = guild(persistenceId);
    return ScalaFutures.of(
        guild
            .sequencer()
            .enqueue(() -> recovery.loadSnapshot(guild, criteria))
            .thenApplyAsync(loaded -> loaded.map(row -> selected(persistenceId, row)), dispatcher));
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    var guild = guild(metadata.persistenceId());
    return ScalaFutures.of(
        CompletableFuture.supplyAsync(() -> row(metadata, snapshot), dispatcher)
            .thenCompose(row ->
                schemas.withEnsuredSchema(
                    guild,
                    () ->
                        recovery.runIfOwned(
                            guild,
                            epoch ->
                                database.write(connection ->
                                    SnapshotDao.save(
                                        connection,
                                        guild.schema(),
                                        guild.persistenceId(),
                                        row,
                                        epoch))))));
  }

  @Override
  public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
    return doDeleteAsync(metadata.persistenceId(), SnapshotDao.criteriaFor(metadata));
  }

  /** Also called by Pekko after a failed save. */
  @Override
  public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
    var guild = guild(persistenceId);
    return ScalaFutures.of(
        schemas.ifSchemaExists(
            guild.schema(),
            persistenceId,
            null,
            () ->
                recovery.runIfOwned(
                    guild,
                    epoch ->
                        database.write(connection ->
                            SnapshotDao.delete(
                                connection, guild.schema(), persistenceId, criteria, epoch)))));
  }

  private GuildWriteContext guild(String persistenceId) {
    return database.contexts().get(resolver.schemaOf(persistenceId), persistenceId);
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
