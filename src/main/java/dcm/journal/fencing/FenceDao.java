package dcm.journal.fencing;

import dcm.journal.ScalaFutures;
import dcm.journal.schema.SchemaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Statements on {@code dcm.guild_epoch}. */
public final class FenceDao {
  private static final String ACQUIRE_EPOCH = "select dcm.acquire_epoch(?)";

  // the lock that an insert takes: it blocks dcm.acquire_epoch until the end of the transaction,
  // and
  // the next statement sees an epoch that was committed before
  private static final String LOCK_TABLE =
      "lock table ${guild}.event_journal in row exclusive mode;";

  private static final String VERIFY_EPOCHS =
      "select dcm.verify_epochs(array[?]::bigint[], array[?]::bigint[])";

  private static final String CURRENT_EPOCHS =
      "select guild_id, epoch from dcm.guild_epoch where guild_id = any(?)";

  /** Raised by {@code dcm.verify_epochs}. */
  private static final String FENCED_SQLSTATE = "DCM01";

  private FenceDao() {}

  /** Whether the failure means that another process acquired a later epoch. */
  public static boolean isFenced(Throwable failed) {
    return switch (ScalaFutures.unwrap(failed)) {
      case SQLException sql -> FENCED_SQLSTATE.equals(sql.getSQLState());
      case FencedException _ -> true;
      default -> false;
    };
  }

  /**
   * Increments the guild's epoch, which fences its current owner; waits for writes in progress.
   *
   * @return the new epoch
   */
  public static long acquireEpoch(Connection connection, SchemaName schema) throws SQLException {
    try (var statement = connection.prepareStatement(ACQUIRE_EPOCH)) {
      statement.setLong(1, schema.snowflake());
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /**
   * Fails if another process took over ({@link #isFenced}); excludes takeovers until the commit.
   */
  public static void lockAndVerifyEpoch(Connection connection, SchemaName schema, long epoch)
      throws SQLException {
    verifyEpoch(connection, schema, schema.in(LOCK_TABLE) + VERIFY_EPOCHS, epoch);
  }

  /** The same for a transaction that has inserted events. */
  public static void verifyEpoch(Connection connection, SchemaName schema, long epoch)
      throws SQLException {
    verifyEpoch(connection, schema, VERIFY_EPOCHS, epoch);
  }

  private static void verifyEpoch(Connection connection, SchemaName schema, String sql, long epoch)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, schema.snowflake());
      statement.setLong(2, epoch);
      statement.execute();
    }
  }

  /** The epochs of many guilds; without those that never had one. */
  static Map<SchemaName, Long> currentEpochs(Connection connection, Collection<SchemaName> schemas)
      throws SQLException {
    var guilds = schemas.stream().map(SchemaName::snowflake).toArray();
    try (var select = connection.prepareStatement(CURRENT_EPOCHS)) {
      select.setArray(1, connection.createArrayOf("bigint", guilds));
      try (var rows = select.executeQuery()) {
        var epochs = new HashMap<SchemaName, Long>();
        while (rows.next()) {
          epochs.put(new SchemaName(rows.getLong(1)), rows.getLong(2));
        }
        return epochs;
      }
    }
  }
}
