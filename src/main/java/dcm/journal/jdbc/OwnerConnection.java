package dcm.journal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A connection of whoever owns the tables, for an operator's work on whole guilds. Apart from the
 * pools, whose statements give up after seconds: a large guild may take longer.
 */
public final class OwnerConnection {
  private static final int SOCKET_TIMEOUT_SECONDS = 120;

  private OwnerConnection() {}

  /** Opens one that waits for a lock no longer than {@code lockTimeout}. */
  public static Connection open(DatabaseSettings settings, Duration lockTimeout)
      throws SQLException {
    var source = new PGSimpleDataSource();
    source.setURL(settings.url());
    source.setUser(settings.owner().user());
    source.setPassword(settings.owner().password());
    source.setApplicationName("dcm-administration");
    source.setConnectTimeout(Math.toIntExact(Math.max(1, settings.connectTimeout().toSeconds())));
    source.setSocketTimeout(SOCKET_TIMEOUT_SECONDS);
    source.setPrepareThreshold(0);
    source.setOptions("-c lock_timeout=" + lockTimeout.toMillis());
    return source.getConnection();
  }

  /** All or nothing, on a connection that is used for nothing else meanwhile. */
  public static <T> T transaction(Connection connection, SqlWork<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      var done = work.execute(connection);
      connection.commit();
      return done;
    } finally {
      // what was committed is not undone by it
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
