package dcm.journal.schema;

import dcm.journal.fencing.EpochState;
import dcm.journal.fencing.FencedException;
import dcm.journal.fencing.WriterEpochs;
import dcm.journal.jdbc.JdbcExecutor;
import dcm.journal.jdbc.JournalException;
import dcm.journal.jdbc.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates a guild's schema at its first event and brings older ones up to date when they are first
 * met; each in a transaction of its own, on its own thread. What is ready is remembered, so that an
 * event costs no look-up.
 */
public final class GuildSchemas {
  private static final int NO_PARTITION = -1;

  private final JdbcExecutor readExecutor;
  private final JdbcExecutor schemaExecutor;
  private final GuildTables tables;
  private final WriterEpochs epochs;

  /** Each with its place in the tree, {@link #NO_PARTITION} for none. */
  private final ConcurrentMap<SchemaName, Integer> partitions = new ConcurrentHashMap<>();

  public GuildSchemas(
      JdbcExecutor readExecutor,
      JdbcExecutor schemaExecutor,
      GuildTables tables,
      WriterEpochs epochs) {
    this.readExecutor = readExecutor;
    this.schemaExecutor = schemaExecutor;
    this.tables = tables;
    this.epochs = epochs;
  }

  /**
   * For writing: does the work in a schema that is there; SQL failures are explained.
   *
   * @param persistenceId the one whose events the schema keeps
   */
  public <T> CompletionStage<T> withEnsuredSchema(
      SchemaName schema, String persistenceId, Supplier<CompletionStage<T>> work) {
    return translateFailures(
        schema, ensureSchema(schema, persistenceId).thenCompose(done -> work.get()));
  }

  /**
   * For reading: does the work, or answers {@code otherwise} for a guild that wrote nothing yet.
   */
  public <T> CompletionStage<T> ifSchemaExists(
      SchemaName schema, String persistenceId, T defaultValue, Supplier<CompletionStage<T>> work) {
    return translateFailures(
        schema,
        exists(schema, persistenceId)
            .thenCompose(
                present -> present ? work.get() : CompletableFuture.completedFuture(defaultValue)));
  }

  /** Brings the tables of an older version up to date. */
  public CompletionStage<Void> upgrade(SchemaName schema, String persistenceId) {
    return translateFailures(schema, ensureSchema(schema, persistenceId));
  }

  /** Somebody met the tables: they are there, of the newest version, and hang on this router. */
  public void schemaFound(SchemaName schema, @Nullable Integer partition) {
    markReady(schema, new GuildTables.Registration(GuildTables.LATEST_VERSION, partition));
  }

  /** Somebody looked for the tables, and they were not there, or not of the newest version. */
  public void schemaMissing(SchemaName schema) {
    partitions.remove(schema);
  }

  /** The place in the tree of a guild whose tables are ready; null when it has none. */
  @Nullable
  public Integer partitionOf(SchemaName schema) {
    var partition = partitions.getOrDefault(schema, NO_PARTITION);
    return partition == NO_PARTITION ? null : partition;
  }

  private void markReady(SchemaName schema, GuildTables.Registration registration) {
    partitions.put(
        schema, registration.partition() == null ? NO_PARTITION : registration.partition());
  }

  private CompletionStage<Void> ensureSchema(SchemaName schema, String persistenceId) {
    return partitions.containsKey(schema)
        ? CompletableFuture.completedFuture(null)
        : schemaExecutor
            .transaction(connection -> build(connection, schema, persistenceId))
            .thenAccept(registration -> markReady(schema, registration));
  }

  /**
   * Who has or had an epoch knew the guild's tables. If there are none now, the guild was dropped:
   * it must find that out by a recovery, and not make them anew, empty, for a guild that is gone.
   */
  private GuildTables.Registration build(
      Connection connection, SchemaName schema, String persistenceId) throws SQLException {
    switch (epochs.stateOf(persistenceId)) {
      case EpochState.Unknown _, EpochState.Empty _ -> {}
      case EpochState.Held _, EpochState.Lost _ -> {
        // as whoever drops it does: what is found stays so until the commit
        GuildTables.lock(connection, schema);
        if (GuildTables.registration(connection, schema).version() == GuildTables.NO_VERSION) {
          throw new FencedException(persistenceId);
        }
      }
    }
    return tables.build(connection, schema, persistenceId);
  }

  private CompletionStage<Boolean> exists(SchemaName schema, String persistenceId) {
    return partitions.containsKey(schema)
        ? CompletableFuture.completedFuture(true)
        : readExecutor
            .read(connection -> GuildTables.registration(connection, schema))
            .thenCompose(registration -> {
              if (registration.version() == GuildTables.NO_VERSION) {
                return CompletableFuture.completedFuture(false);
              }
              if (registration.version() == GuildTables.LATEST_VERSION) {
                markReady(schema, registration);
                return CompletableFuture.completedFuture(true);
              }
              return ensureSchema(schema, persistenceId).thenApply(done -> true);
            });
  }

  /** SQL failures in words. */
  public <T> CompletionStage<T> translateFailures(SchemaName schema, CompletionStage<T> stage) {
    return stage.exceptionallyCompose(failed -> {
      if (SqlFailures.areTablesMissing(failed)) {
        partitions.remove(schema);
      }
      return CompletableFuture.failedFuture(JournalException.translate(schema, failed));
    });
  }
}
