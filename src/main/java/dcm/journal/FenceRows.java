package dcm.journal;

import java.sql.Connection;
import java.sql.SQLException;

/** The statements on {@code dcm.guild_fence}. */
final class FenceRows {
  private static final String OWN = "select dcm.own(?)";

  private FenceRows() {}

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
}
