package dcm.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The statements on {@code dcm.guild_fence}. */
final class FenceRows {
  private static final String OWN = "select dcm.own(?)";

  // what an insert would do: the lock keeps dcm.own away until the end of the transaction, and the
  // next statement sees whether it came before
  private static final String HOLD = "lock table ${guild}.event_journal in row exclusive mode;";

  private static final String CONFIRM =
      "select dcm.confirm(array[?]::bigint[], array[?]::bigint[])";

  private static final String CURRENT =
      "select guild_id, epoch from dcm.guild_fence where guild_id = any(?)";

  /** What {@code dcm.confirm} raises. */
  private static final String REFUSED = "DCM01";

  private FenceRows() {}

  /** Whether PostgreSQL said that an epoch is not the guild's any more. */
  static boolean refused(Throwable failed) {
    return switch (ScalaFutures.reasonOf(failed)) {
      case SQLException sql -> REFUSED.equals(sql.getSQLState());
      case Fenced _ -> true;
      default -> false;
    };
  }

  /**
   * Takes the guild's tables from whoever writes them, after what they are writing; the new epoch.
   */
  static long own(Connection connection, SchemaName schema) throws SQLException {
    try (var own = connection.prepareStatement(OWN)) {
      own.setLong(1, schema.snowflake());
      try (var rows = own.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** Is {@link #refused} when another process took over; until the commit nobody can. */
  static void hold(Connection connection, SchemaName schema, long epoch) throws SQLException {
    confirm(connection, schema, schema.in(HOLD) + CONFIRM, epoch);
  }

  /** The same for a transaction that has inserted events. */
  static void confirm(Connection connection, SchemaName schema, long epoch) throws SQLException {
    confirm(connection, schema, CONFIRM, epoch);
  }

  private static void confirm(Connection connection, SchemaName schema, String sql, long epoch)
      throws SQLException {
    try (var confirm = connection.prepareStatement(sql)) {
      confirm.setLong(1, schema.snowflake());
      confirm.setLong(2, epoch);
      confirm.execute();
    }
  }

  /** Of many guilds; those that nobody ever owned are left out. */
  static Map<SchemaName, Long> current(Connection connection, Collection<SchemaName> schemas)
      throws SQLException {
    var guilds = schemas.stream().map(SchemaName::snowflake).toArray();
    try (var select = connection.prepareStatement(CURRENT)) {
      select.setArray(1, connection.createArrayOf("bigint", guilds));
      try (var rows = select.executeQuery()) {
        var current = new HashMap<SchemaName, Long>();
        while (rows.next()) {
          current.put(new SchemaName(rows.getLong(1)), rows.getLong(2));
        }
        return current;
      }
    }
  }
}
