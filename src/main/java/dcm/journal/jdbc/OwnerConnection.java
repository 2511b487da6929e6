package dcm.journal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections of the tables' owner for operator commands. They are not pooled: a command on a large
 * guild may run longer than statement-timeout.
 */
public final class OwnerConnection {
  private static final int SOCKET_TIMEOUT_SECONDS = 120;

  private OwnerConnection() {}

  /** Opens a connection that waits for a lock no longer than {@code lockTimeout}. */
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

  /** Runs the work in one transaction on a connection that is not used concurrently. */
  public static <T> T transaction(Connection connection, SqlWork<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      var done = work.execute(connection);
      connection.commit();
      return done;
    } finally {
      // has no effect after the commit
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
