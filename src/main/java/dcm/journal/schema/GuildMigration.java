package dcm.journal.schema;

import dcm.journal.GuildPersistenceId;
import dcm.journal.fencing.FenceDao;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.jdbc.JournalException;
import dcm.journal.jdbc.OwnerConnection;
import dcm.journal.schema.SchemaAdministration.MigrationResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Migrates the tables of many guilds: each guild in a transaction of its own, on a few connections
 * that share one queue of guilds.
 */
final class GuildMigration {
  private final DatabaseSettings settings;
  private final GuildTables tables;

  GuildMigration(DatabaseSettings settings, GuildTables tables) {
    this.settings = settings;
    this.tables = tables;
  }

  List<MigrationResult> migrateAll(List<Long> guilds, int connections) {
    var results = new MigrationResult[guilds.size()];
    var next = new AtomicInteger();
    Callable<Void> worker =
        () -> {
          migrateRemaining(guilds, next, results);
          return null;
        };
    try (var threads = Executors.newFixedThreadPool(connections)) {
      for (var done :
          threads.invokeAll(Stream.generate(() -> worker).limit(connections).toList())) {
        done.get();
      }
      return Arrays.asList(results);
    } catch (ExecutionException broken) {
      throw new IllegalStateException(broken.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("migration interrupted", interrupted);
    }
  }

  private void migrateRemaining(List<Long> guilds, AtomicInteger next, MigrationResult[] results)
      throws SQLException {
    Connection connection = null;
    try {
      for (var i = next.getAndIncrement(); i < guilds.size(); i = next.getAndIncrement()) {
        var schema = new SchemaName(guilds.get(i));
        try {
          // the driver closes a broken connection
          if (connection == null || connection.isClosed()) {
            connection = OwnerConnection.open(settings, settings.lockTimeout());
          }
          results[i] = migrate(connection, schema, false);
        } catch (SQLException failed) {
          var reason = JournalException.of(schema.toString(), failed);
          results[i] = new MigrationResult.Failed(schema.snowflake(), reason);
        } catch (GuildSchemaException failed) {
          results[i] = new MigrationResult.Failed(schema.snowflake(), failed);
        }
      }
    } finally {
      if (connection != null) {
        connection.close();
      }
    }
  }

  /**
   * Migrates one guild in a transaction of its own.
   *
   * @param createIfMissing whether to create tables for a guild that has none
   */
  MigrationResult.Migrated migrate(
      Connection connection, SchemaName schema, boolean createIfMissing) throws SQLException {
    return OwnerConnection.transaction(
        connection,
        c -> {
          GuildTables.lock(c, schema);
          var found = GuildTables.inspect(c, schema);
          if (found.version() == GuildTables.NO_VERSION && !createIfMissing) {
            throw GuildSchemaException.absent(schema);
          }
          var guild = schema.snowflake();
          var attached = GuildSchemaDao.isAttached(c, schema);
          tables.upgrade(c, schema, GuildPersistenceId.of(guild), found.version());
          if (!attached && found.version() != GuildTables.NO_VERSION) {
            // it may be restored from a dump: its owner has another history in memory
            FenceDao.acquireEpoch(c, schema);
          }
          return new MigrationResult.Migrated(
              guild, found.version(), tables.latestVersion(), attached);
        });
  }
}
