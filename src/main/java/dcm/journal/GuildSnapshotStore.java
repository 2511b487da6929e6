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
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.Future;
import scala.jdk.javaapi.OptionConverters;

/**
 * The snapshot store {@code dcm.snapshot}: snapshots are kept in the schema of the events. Guilds
 * only load from it; {@link SnapshotSaving} saves theirs.
 */
public final class GuildSnapshotStore extends SnapshotStore {
  private static final Logger LOG = LoggerFactory.getLogger(GuildSnapshotStore.class);

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
    return ScalaFutures.of(guild.sequencer().enqueue(() -> load(guild, criteria, null)));
  }

  /**
   * Loads the newest readable snapshot.
   *
   * @param unreadable why a newer one could not be read; null: there is none
   */
  private CompletionStage<Optional<SelectedSnapshot>> load(
      GuildWriteContext guild,
      SnapshotSelectionCriteria criteria,
      @Nullable RuntimeException unreadable) {
    return recovery
        .loadSnapshot(guild, criteria)
        .thenComposeAsync(
            loaded -> {
              if (loaded.isEmpty()) {
                return unreadable == null
                    ? CompletableFuture.completedFuture(Optional.empty())
                    : CompletableFuture.failedFuture(unreadable);
              }
              var row = loaded.get();
              try {
                return CompletableFuture.completedFuture(
                    Optional.of(selected(guild.persistenceId(), row)));
              } catch (RuntimeException e) {
                LOG.atWarn()
                    .addKeyValue("guild", String.valueOf(guild.schema().snowflake()))
                    .setCause(e)
                    .log(
                        "{}: snapshot {} cannot be read; trying an older one",
                        guild.schema(),
                        row.sequenceNr());
                return load(guild, olderThan(row, criteria), unreadable == null ? e : unreadable);
              }
            },
            dispatcher);
  }

  private static SnapshotSelectionCriteria olderThan(
      SnapshotDao.Row row, SnapshotSelectionCriteria criteria) {
    return SnapshotSelectionCriteria.create(
        row.sequenceNr() - 1,
        criteria.maxTimestamp(),
        criteria.minSequenceNr(),
        criteria.minTimestamp());
  }

  @Override
  public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
    var guild = guild(metadata.persistenceId());
    return ScalaFutures.of(
        database.saveSnapshot(
            guild,
            (connection, epoch) ->
                SnapshotDao.save(
                    connection,
                    guild.schema(),
                    guild.persistenceId(),
                    row(metadata, snapshot),
                    epoch)));
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
