package dcm.journal.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Connection pool that probes the server after a failure before it waits. HikariCP's thread that
 * adds connections backs off up to 5 s after failures and keeps doing so while callers wait, so a
 * server that returned was noticed late. After a failure a caller first opens a connection outside
 * the pool and closes it. If that fails, the caller fails at once; without waiting callers
 * HikariCP's thread terminates, and a new one starts without back-off when the server is back.
 */
final class FailFastDataSource extends HikariDataSource {
  private volatile boolean lastAttemptFailed;

  /** {@code config} must have no minimum of idle connections, or the thread never terminates. */
  FailFastDataSource(HikariConfig config) {
    super(config);
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (lastAttemptFailed) {
      probe();
    }
    try {
      var connection = super.getConnection();
      lastAttemptFailed = false;
      return connection;
    } catch (SQLException failed) {
      lastAttemptFailed = true;
      throw failed;
    }
  }

  private void probe() throws SQLException {
    var properties = new Properties();
    properties.putAll(getDataSourceProperties());
    properties.setProperty("user", getUsername());
    properties.setProperty("password", getPassword());
    DriverManager.getConnection(getJdbcUrl(), properties).close();
  }
}
