package dcm.journal.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * A pool at whose server one knocks again before one waits. HikariCP's thread that makes
 * connections sleeps longer after each failure, up to five seconds, and goes on so while somebody
 * waits: a server that came back was noticed late. So after a failure whoever wants a connection
 * first makes one beside the pool and throws it away. When that fails it fails at once; nobody
 * waits, the thread ends, and once the server is back there is a fresh one.
 */
final class FailFastDataSource extends HikariDataSource {
  private volatile boolean lastAttemptFailed;

  /** {@code config} keeps no connection that nobody uses, or its thread never ends. */
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
