package dcm.journal;

import dcm.journal.Upkeep.Outcome;
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
 * Brings guilds' tables up to date: each guild in a transaction of its own, on a few connections,
 * each of which takes the next guild as long as there is one.
 */
final class Migration {
  private final DatabaseSettings settings;
  private final GuildTables tables;

  Migration(DatabaseSettings settings) {
    this.settings = settings;
    this.tables = new GuildTables(settings.program());
  }

  List<Outcome> of(List<Long> guilds, int connections) {
    var outcomes = new Outcome[guilds.size()];
    var next = new AtomicInteger();
    Callable<Void> lane =
        () -> {
          work(guilds, next, outcomes);
          return null;
        };
    try (var threads = Executors.newFixedThreadPool(connections)) {
      for (var done : threads.invokeAll(Stream.generate(() -> lane).limit(connections).toList())) {
        done.get();
      }
      return Arrays.asList(outcomes);
    } catch (ExecutionException broken) {
      throw new IllegalStateException(broken.getCause());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two guilds", hurried);
    }
  }

  private void work(List<Long> guilds, AtomicInteger next, Outcome[] outcomes) throws SQLException {
    Connection connection = null;
    try {
      for (var i = next.getAndIncrement(); i < guilds.size(); i = next.getAndIncrement()) {
        var schema = new SchemaName(guilds.get(i));
        try {
          // the driver closes one that broke
          if (connection == null || connection.isClosed()) {
            connection = OwnerConnection.open(settings, settings.lockTimeout());
          }
          outcomes[i] = bring(connection, schema, false);
        } catch (SQLException failed) {
          var reason = JournalFailure.of(schema.toString(), failed);
          outcomes[i] = new Outcome.Failed(schema.snowflake(), reason);
        }
      }
    } finally {
      if (connection != null) {
        connection.close();
      }
    }
  }

  /**
   * In a transaction of its own.
   *
   * @param make whether a guild that has no tables gets some
   */
  Outcome.Done bring(Connection connection, SchemaName schema, boolean make) throws SQLException {
    return OwnerConnection.transaction(
        connection,
        c -> {
          GuildTables.lock(c, schema);
          var found = GuildTables.found(c, schema);
          if (found.version() == GuildTables.NONE && !make) {
            throw new SQLException("there is no such guild here");
          }
          var guild = schema.snowflake();
          var attached = GuildRegister.isAttached(c, schema);
          tables.upgrade(c, schema, GuildPersistenceId.of(guild), found.version());
          if (!attached && found.version() != GuildTables.NONE) {
            // it may have come back from a dump: whoever served it knows another history
            FenceRows.own(c, schema);
          }
          return new Outcome.Done(guild, found.version(), GuildTables.NEWEST, attached);
        });
  }
}
