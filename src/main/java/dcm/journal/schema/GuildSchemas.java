package dcm.journal.schema;

import dcm.journal.fencing.EpochState;
import dcm.journal.fencing.FencedException;
import dcm.journal.jdbc.JdbcExecutor;
import dcm.journal.jdbc.JournalException;
import dcm.journal.jdbc.SqlFailures;
import dcm.journal.write.GuildWriteContext;
import dcm.journal.write.GuildWriteContexts;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Creates a guild's schema for its first event and migrates older ones when they are first used;
 * each in a transaction of its own, on a separate thread. {@link GuildWriteContext} remembers which
 * schemas are ready, so that a write needs no query.
 */
public final class GuildSchemas {
  private final JdbcExecutor readExecutor;
  private final JdbcExecutor schemaExecutor;
  private final GuildTables tables;
  private final GuildWriteContexts contexts;

  public GuildSchemas(
      JdbcExecutor readExecutor,
      JdbcExecutor schemaExecutor,
      GuildTables tables,
      GuildWriteContexts contexts) {
    this.readExecutor = readExecutor;
    this.schemaExecutor = schemaExecutor;
    this.tables = tables;
    this.contexts = contexts;
  }

  /** Creates or migrates the schema if necessary, then does the work; translates SQL failures. */
  public <T> CompletionStage<T> withEnsuredSchema(
      GuildWriteContext guild, Supplier<CompletionStage<T>> work) {
    return translateFailures(guild.schema(), ensureSchema(guild).thenCompose(done -> work.get()));
  }

  /** Does the work, or returns {@code defaultValue} for a guild without a schema. */
  public <T> CompletionStage<T> ifSchemaExists(
      SchemaName schema, String persistenceId, T defaultValue, Supplier<CompletionStage<T>> work) {
    return translateFailures(
        schema,
        exists(schema, persistenceId)
            .thenCompose(
                present -> present ? work.get() : CompletableFuture.completedFuture(defaultValue)));
  }

  /** Migrates the tables to the latest version. */
  public CompletionStage<Void> upgrade(GuildWriteContext guild) {
    return translateFailures(guild.schema(), ensureSchema(guild));
  }

  private CompletionStage<Void> ensureSchema(GuildWriteContext guild) {
    return guild.isSchemaReady()
        ? CompletableFuture.completedFuture(null)
        : schemaExecutor
            .transaction(connection -> build(connection, guild))
            .thenAccept(registration -> guild.schemaReady(registration.partition()));
  }

  /**
   * A process that has or had an epoch knew the guild's tables. If they do not exist, the guild was
   * dropped: the process must learn that from a recovery, and not create empty tables.
   */
  private GuildTables.Registration build(Connection connection, GuildWriteContext guild)
      throws SQLException {
    switch (guild.epoch().state()) {
      case EpochState.Unknown _, EpochState.Empty _ -> {}
      case EpochState.Held _, EpochState.Lost _ -> {
        // the lock that a removal takes as well: the registration cannot change before the commit
        GuildTables.lock(connection, guild.schema());
        if (GuildTables.registration(connection, guild.schema()).version()
            == GuildTables.NO_VERSION) {
          throw new FencedException(guild.persistenceId());
        }
      }
    }
    return tables.build(connection, guild.schema(), guild.persistenceId());
  }

  private CompletionStage<Boolean> exists(SchemaName schema, String persistenceId) {
    var known = contexts.find(schema);
    if (known != null && known.isSchemaReady()) {
      return CompletableFuture.completedFuture(true);
    }
    return readExecutor
        .read(connection -> GuildTables.registration(connection, schema))
        .thenCompose(registration -> {
          if (registration.version() == GuildTables.NO_VERSION) {
            return CompletableFuture.completedFuture(false);
          }
          var guild = contexts.get(schema, persistenceId);
          if (registration.version() == GuildTables.LATEST_VERSION) {
            guild.schemaReady(registration.partition());
            return CompletableFuture.completedFuture(true);
          }
          return ensureSchema(guild).thenApply(done -> true);
        });
  }

  /** Translates SQL failures to {@link JournalException}. */
  public <T> CompletionStage<T> translateFailures(SchemaName schema, CompletionStage<T> stage) {
    return stage.exceptionallyCompose(failed -> {
      var guild = contexts.find(schema);
      if (guild != null && SqlFailures.areTablesMissing(failed)) {
        guild.schemaMissing();
      }
      return CompletableFuture.failedFuture(JournalException.translate(schema, failed));
    });
  }
}
