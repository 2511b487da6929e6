package dcm.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes a guild's tables away while others are served. Leaving the tree needs, for a moment, a lock
 * that keeps all guilds of the same branch from being written in groups: it is asked for in small
 * portions of patience, and nothing else happens in that transaction.
 */
final class GuildRemoval {
  private static final Duration PATIENCE_AT_ONCE = Duration.ofMillis(50);
  private static final Duration BETWEEN = Duration.ofMillis(100);
  private static final int TRIES = 200;

  private static final String DETACH = "select dcm.detach(?)";

  private static final String NOT_ATTACHED =
      "update dcm.guild_schemas set router = null where guild_id = ?";

  private static final String EXISTS = "select to_regnamespace(?) is not null";

  private static final String REMEMBER =
      """
      insert into dcm.dropped_guild as before (guild_id, revision)
      select ?, coalesce(max(sequence_number), 0) from ${guild}.event_journal
      on conflict (guild_id)
        do update set revision = greatest(before.revision, excluded.revision)
      """;

  private static final String REMEMBERED =
      "select coalesce(max(revision), 0) from dcm.dropped_guild where guild_id = ?";

  private static final String DROP = "drop schema ${guild} cascade";

  private static final List<String> FORGET =
      List.of(
          "delete from dcm.guild_wakeup where guild_id = ?",
          "delete from dcm.guilds where discord_id = ?",
          "delete from dcm.guild_schemas where guild_id = ?");

  private GuildRemoval() {}

  /** Takes the guild off the tree, if it hangs there; what is written goes on, by itself. */
  static void detach(DatabaseSettings settings, SchemaName schema) {
    try (var connection = OwnerConnection.open(settings, PATIENCE_AT_ONCE)) {
      for (var tried = 1; !detached(connection, schema, tried == TRIES); tried++) {
        LockSupport.parkNanos(BETWEEN.toNanos());
      }
    } catch (SQLException failed) {
      throw JournalFailure.of(schema.toString(), failed);
    }
  }

  private static boolean detached(Connection connection, SchemaName schema, boolean last)
      throws SQLException {
    try {
      return OwnerConnection.transaction(
          connection,
          c -> {
            about(c, DETACH, schema);
            about(c, NOT_ATTACHED, schema);
            return true;
          });
    } catch (SQLException busy) {
      if (last || !"55P03".equals(busy.getSQLState())) {
        throw busy;
      }
      return false;
    }
  }

  /** In the caller's transaction; whoever writes for the guild is waited for, and then refused. */
  static boolean drop(Connection connection, SchemaName schema) throws SQLException {
    GuildTables.lock(connection, schema);
    var there = exists(connection, schema);
    if (there) {
      FenceRows.own(connection, schema);
      about(connection, schema.in(REMEMBER), schema);
      try (var statement = connection.createStatement()) {
        statement.execute(schema.in(DROP));
      }
    }
    var rows = 0;
    for (var forget : FORGET) {
      rows += about(connection, forget, schema);
    }
    return there || rows > 0;
  }

  /** The number of the last event that the guild had when it was dropped; 0: it never was. */
  static long lastRevision(Connection connection, SchemaName schema) throws SQLException {
    try (var select = connection.prepareStatement(REMEMBERED)) {
      select.setLong(1, schema.snowflake());
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private static boolean exists(Connection connection, SchemaName schema) throws SQLException {
    try (var select = connection.prepareStatement(EXISTS)) {
      select.setString(1, schema.toString());
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getBoolean(1);
      }
    }
  }

  private static int about(Connection connection, String sql, SchemaName schema)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, schema.snowflake());
      return statement.execute() ? 0 : statement.getUpdateCount();
    }
  }
}
