package dcm.journal.write;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * How many guilds may share a transaction: each costs locks on its table and its index, and the
 * server has only so many ({@code max_locks_per_transaction} for each connection, together).
 */
final class LockBudget {
  private static final String GRANTED_LOCKS =
      """
      select current_setting('max_locks_per_transaction')::int
           * (current_setting('max_connections')::int
              + current_setting('max_prepared_transactions')::int)
      """;

  /** Its table and its index, and as much for read tables. */
  private static final int LOCKS_PER_GUILD = 8;

  private static final int MIN_GUILDS = 8;
  private static final int MAX_GUILDS = 500;

  private final int lanes;
  private volatile int maxGuilds = 0;

  LockBudget(int lanes) {
    this.lanes = lanes;
  }

  int maxGuilds() {
    return Math.max(maxGuilds, MIN_GUILDS);
  }

  /** It was too much: somebody else, a backup for example, holds more than half. */
  void halve() {
    maxGuilds = Math.max(maxGuilds() / 2, MIN_GUILDS);
  }

  /** Asks the server, the first time. Half of what it grants is for everybody else. */
  void initialize(Connection connection) throws SQLException {
    if (maxGuilds == 0) {
      try (var select = connection.createStatement();
          var rows = select.executeQuery(GRANTED_LOCKS)) {
        rows.next();
        maxGuilds =
            Math.clamp(rows.getInt(1) / 2 / lanes / LOCKS_PER_GUILD, MIN_GUILDS, MAX_GUILDS);
      }
    }
  }
}
