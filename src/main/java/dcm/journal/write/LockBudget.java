package dcm.journal.write;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Maximum number of guilds per transaction: each takes locks on its table and index, and the server
 * has {@code max_locks_per_transaction} per connection in total.
 */
final class LockBudget {
  private static final String GRANTED_LOCKS =
      """
      select current_setting('max_locks_per_transaction')::int
           * (current_setting('max_connections')::int
              + current_setting('max_prepared_transactions')::int)
      """;

  /** Table and index, and as many for read model tables. */
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

  /** Halves the budget after a failure: another session, such as a backup, holds more than half. */
  void halve() {
    maxGuilds = Math.max(maxGuilds() / 2, MIN_GUILDS);
  }

  /** Queries the server's limit on the first call; half of it is left to other sessions. */
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
