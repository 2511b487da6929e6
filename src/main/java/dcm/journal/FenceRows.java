package dcm.journal;

import java.sql.Connection;
import java.sql.SQLException;

/** The statements on {@code dcm.guild_fence}. */
final class FenceRows {
  private static final String OWN = "select dcm.own(?)";

  // what an insert would do: the lock keeps dcm.own away until the end of the transaction, and the
  // next statement sees whether it came before
  private static final String HOLD =
      """
      lock table ${guild}.event_journal in row exclusive mode;
      select dcm.confirm(array[?]::bigint[], array[?]::bigint[])
      """;

  private static final String CURRENT = "select epoch from dcm.guild_fence where guild_id = ?";

  /** What {@code dcm.confirm} raises. */
  private static final String REFUSED = "DCM01";

  private FenceRows() {}

  /** Whether PostgreSQL said that an epoch is not the guild's any more. */
  static boolean refused(Throwable failed) {
    return ScalaFutures.reasonOf(failed) instanceof SQLException sql
        && REFUSED.equals(sql.getSQLState());
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
    try (var hold = connection.prepareStatement(schema.in(HOLD))) {
      hold.setLong(1, schema.snowflake());
      hold.setLong(2, epoch);
      hold.execute();
    }
  }

  /** 0 when nobody ever owned the guild. */
  static long current(Connection connection, SchemaName schema) throws SQLException {
    try (var select = connection.prepareStatement(CURRENT)) {
      select.setLong(1, schema.snowflake());
      try (var rows = select.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }
}
