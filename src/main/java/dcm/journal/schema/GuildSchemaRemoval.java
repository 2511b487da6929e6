package dcm.journal.schema;

import dcm.journal.GuildPersistenceId;
import dcm.journal.fencing.FenceDao;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.jdbc.JournalException;
import dcm.journal.jdbc.OwnerConnection;
import dcm.journal.jdbc.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Removes a guild's tables while other guilds are served. Detaching needs a short lock that blocks
 * group writes to all guilds of the partition: it is requested repeatedly with a short timeout, in
 * a transaction that does nothing else.
 */
public final class GuildSchemaRemoval {
  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(50);
  private static final Duration RETRY_INTERVAL = Duration.ofMillis(100);
  private static final int MAX_ATTEMPTS = 200;

  private static final String DETACH = "select dcm.detach_partition(?)";

  private static final String CLEAR_PARTITION =
      "update dcm.guild_schemas set partition_number = null where guild_id = ?";

  private static final String EXISTS = "select to_regnamespace(?) is not null";

  private static final String SAVE_LAST_REVISION =
      """
      insert into dcm.dropped_guild as before (guild_id, last_revision)
      select ?, coalesce(max(sequence_number), 0) from ${guild}.event_journal
      on conflict (guild_id)
        do update set last_revision = greatest(before.last_revision, excluded.last_revision)
      """;

  private static final String LAST_REVISION =
      "select coalesce(max(last_revision), 0) from dcm.dropped_guild where guild_id = ?";

  private static final String IS_INACTIVE =
      """
      select exists (
        select from dcm.guilds
         where discord_id = ? and not active and inactive_since <= ? and removal_announced_at <= ?)
      """;

  private static final String DROP_SCHEMA = "drop schema ${guild} cascade";

  private static final List<String> DELETE_ROWS =
      List.of(
          "delete from dcm.guild_wakeup where guild_id = ?",
          "delete from dcm.running_import where guild_id = ?",
          "delete from dcm.guilds where discord_id = ?",
          "delete from dcm.guild_schemas where guild_id = ?");

  private GuildSchemaRemoval() {}

  /** Detaches the guild's table; its writes continue in transactions of their own. */
  static void detach(DatabaseSettings settings, SchemaName schema) {
    try (var connection = OwnerConnection.open(settings, LOCK_TIMEOUT)) {
      for (var attempt = 1; !tryDetach(connection, schema, attempt == MAX_ATTEMPTS); attempt++) {
        LockSupport.parkNanos(RETRY_INTERVAL.toNanos());
      }
    } catch (SQLException failed) {
      throw JournalException.of(schema.toString(), failed);
    }
  }

  private static boolean tryDetach(Connection connection, SchemaName schema, boolean isLastAttempt)
      throws SQLException {
    try {
      return OwnerConnection.transaction(
          connection,
          c -> {
            executeFor(c, DETACH, schema);
            executeFor(c, CLEAR_PARTITION, schema);
            return true;
          });
    } catch (SQLException locked) {
      if (isLastAttempt || !SqlFailures.isLockTimeout(locked)) {
        throw locked;
      }
      return false;
    }
  }

  /**
   * Drops the guild in the caller's transaction; waits for writers in progress, then fences them.
   */
  static boolean drop(Connection connection, SchemaName schema) throws SQLException {
    GuildTables.lock(connection, schema);
    var existed = exists(connection, schema);
    if (existed) {
      FenceDao.acquireEpoch(connection, schema);
      executeFor(connection, schema.in(SAVE_LAST_REVISION), schema);
      try (var statement = connection.createStatement()) {
        statement.execute(schema.in(DROP_SCHEMA));
      }
    }
    var rows = 0;
    for (var deleteSql : DELETE_ROWS) {
      rows += executeFor(connection, deleteSql, schema);
    }
    return existed || rows > 0;
  }

  /**
   * Drops the guild if the bot left it before an instant and this was announced before another.
   * Otherwise, as when the guild returned just now, its tables are attached again.
   */
  static boolean dropInactive(
      Connection connection,
      SchemaName schema,
      GuildTables tables,
      Instant inactiveBefore,
      Instant announcedBefore)
      throws SQLException {
    GuildTables.lock(connection, schema);
    var existed = exists(connection, schema);
    if (existed) {
      // waits for a write with which the guild returns
      FenceDao.acquireEpoch(connection, schema);
    }
    if (isInactive(connection, schema, inactiveBefore, announcedBefore)) {
      return drop(connection, schema);
    }
    if (existed) {
      tables.register(connection, schema, GuildPersistenceId.of(schema.snowflake()));
    }
    return false;
  }

  static boolean isInactive(
      Connection connection, SchemaName schema, Instant inactiveBefore, Instant announcedBefore)
      throws SQLException {
    try (var select = connection.prepareStatement(IS_INACTIVE)) {
      select.setLong(1, schema.snowflake());
      select.setObject(2, inactiveBefore.atOffset(ZoneOffset.UTC));
      select.setObject(3, announcedBefore.atOffset(ZoneOffset.UTC));
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getBoolean(1);
      }
    }
  }

  /** The guild's last sequence number when it was dropped; 0: it never was. */
  public static long lastRevision(Connection connection, SchemaName schema) throws SQLException {
    try (var select = connection.prepareStatement(LAST_REVISION)) {
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

  private static int executeFor(Connection connection, String sql, SchemaName schema)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, schema.snowflake());
      return statement.execute() ? 0 : statement.getUpdateCount();
    }
  }
}
