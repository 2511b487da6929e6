package dcm.journal.fencing;

import dcm.journal.ScalaFutures;
import dcm.journal.schema.SchemaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The statements on {@code dcm.guild_epoch}. */
public final class FenceDao {
  private static final String ACQUIRE_EPOCH = "select dcm.acquire_epoch(?)";

  // what an insert would do: the lock keeps dcm.own away until the end of the transaction, and the
  // next statement sees whether it came before
  private static final String LOCK_TABLE =
      "lock table ${guild}.event_journal in row exclusive mode;";

  private static final String VERIFY_EPOCHS =
      "select dcm.verify_epochs(array[?]::bigint[], array[?]::bigint[])";

  private static final String CURRENT_EPOCHS =
      "select guild_id, epoch from dcm.guild_epoch where guild_id = any(?)";

  /** What {@code dcm.confirm} raises. */
  private static final String FENCED_SQLSTATE = "DCM01";

  private FenceDao() {}

  /** Whether PostgreSQL said that an epoch is not the guild's any more. */
  public static boolean isFenced(Throwable failed) {
    return switch (ScalaFutures.unwrap(failed)) {
      case SQLException sql -> FENCED_SQLSTATE.equals(sql.getSQLState());
      case FencedException _ -> true;
      default -> false;
    };
  }

  /**
   * Takes the guild's tables from whoever writes them, after what they are writing; the new epoch.
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

  /** Is {@link #isFenced} when another process took over; until the commit nobody can. */
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

  /** Of many guilds; those that nobody ever owned are left out. */
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
