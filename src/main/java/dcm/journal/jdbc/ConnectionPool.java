package dcm.journal.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/** Creates connection pools with one connection per thread that uses them. */
public final class ConnectionPool {
  private static final Duration OWNER_IDLE_TIMEOUT = Duration.ofSeconds(30);

  private ConnectionPool() {}

  public static HikariDataSource open(DatabaseSettings settings, String name, int size) {
    return open(settings, name, size, settings.lockTimeout(), settings.statementTimeout());
  }

  /** The same with timeouts shorter than the configured ones. */
  public static HikariDataSource open(
      DatabaseSettings settings,
      String name,
      int size,
      Duration lockTimeout,
      Duration statementTimeout) {
    var hikari =
        hikariConfig(settings, settings.program(), name, size, lockTimeout, statementTimeout);
    hikari.setConnectionInitSql(transactionTimeoutSql(settings.socketTimeout().multipliedBy(3)));
    return new FailFastDataSource(hikari);
  }

  /**
   * A client that hangs while sending a statement is neither idle nor running one: only
   * transaction_timeout releases its locks. Available since PostgreSQL 17.
   */
  private static String transactionTimeoutSql(Duration timeout) {
    return """
    do $$ begin
      if current_setting('server_version_num')::int >= 170000 then
        set transaction_timeout = %d;
      end if;
    end $$
    """
        .formatted(timeout.toMillis());
  }

  /** A pool for the owner: longer statements, and connections are closed after 30 s without use. */
  public static HikariDataSource openForOwner(DatabaseSettings settings, String name, int size) {
    var hikari =
        hikariConfig(
            settings,
            settings.owner(),
            name,
            size,
            settings.lockTimeout(),
            settings.statementTimeout().multipliedBy(10));
    hikari.setIdleTimeout(OWNER_IDLE_TIMEOUT.toMillis());
    return new FailFastDataSource(hikari);
  }

  private static HikariConfig hikariConfig(
      DatabaseSettings settings,
      DatabaseSettings.Credentials credentials,
      String name,
      int size,
      Duration lockTimeout,
      Duration statementTimeout) {
    var hikari = new HikariConfig();
    hikari.setPoolName(name);
    hikari.setJdbcUrl(settings.url());
    hikari.setUsername(credentials.user());
    hikari.setPassword(credentials.password());
    hikari.setMaximumPoolSize(size);
    hikari.setMinimumIdle(0);
    // a connection caches every table it used; the memory is released when it is closed
    hikari.setMaxLifetime(settings.maxLifetime().toMillis());
    hikari.setIdleTimeout(settings.maxLifetime().toMillis() / 2);
    hikari.setConnectionTimeout(settings.connectTimeout().toMillis());
    hikari.setValidationTimeout(Math.min(1000, settings.connectTimeout().toMillis()));
    // a node starts without its database and reports the failure per request
    hikari.setInitializationFailTimeout(-1);
    hikari.setAutoCommit(true);
    hikari.addDataSourceProperty("ApplicationName", name);
    hikari.addDataSourceProperty("tcpKeepAlive", "true");
    hikari.addDataSourceProperty(
        "connectTimeout", Long.toString(Math.max(1, settings.connectTimeout().toSeconds())));
    hikari.addDataSourceProperty(
        "socketTimeout",
        Long.toString(
            statementTimeout
                .plus(settings.socketTimeout())
                .minus(settings.statementTimeout())
                .toSeconds()));
    // cached plans per guild would cost each connection more memory than they save time
    hikari.addDataSourceProperty("prepareThreshold", "0");
    hikari.addDataSourceProperty("reWriteBatchedInserts", "true");
    hikari.addDataSourceProperty(
        "options",
        "-c lock_timeout="
            + lockTimeout.toMillis()
            + " -c statement_timeout="
            + statementTimeout.toMillis()
            // limit for a client that hangs within a transaction
            + " -c idle_in_transaction_session_timeout="
            + settings.socketTimeout().toMillis()
            // a client whose machine is gone is detected after some 10 s
            + " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3");
    return hikari;
  }
}
