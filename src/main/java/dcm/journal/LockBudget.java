package dcm.journal;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * How many guilds may share a transaction: each costs locks on its table and its index, and the
 * server has only so many ({@code max_locks_per_transaction} for each connection, together).
 */
final class LockBudget {
  private static final String GRANTED =
      """
      select current_setting('max_locks_per_transaction')::int
           * (current_setting('max_connections')::int
              + current_setting('max_prepared_transactions')::int)
      """;

  /** Its table and its index, and as much for read tables. */
  private static final int PER_GUILD = 8;

  private static final int LEAST = 8;
  private static final int MOST = 500;

  private final int lanes;
  private volatile int guilds = 0;

  LockBudget(int lanes) {
    this.lanes = lanes;
  }

  int guilds() {
    return Math.max(guilds, LEAST);
  }

  /** It was too much: somebody else, a backup for example, holds more than half. */
  void halve() {
    guilds = Math.max(guilds() / 2, LEAST);
  }

  /** Asks the server, the first time. Half of what it grants is for everybody else. */
  void read(Connection connection) throws SQLException {
    if (guilds == 0) {
      try (var select = connection.createStatement();
          var rows = select.executeQuery(GRANTED)) {
        rows.next();
        guilds = Math.clamp(rows.getInt(1) / 2 / lanes / PER_GUILD, LEAST, MOST);
      }
    }
  }
}
