package dcm.journal.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/** Builds the pools: as many connections as there are threads that use them. */
public final class ConnectionPool {
  private static final Duration OWNER_IDLE_TIMEOUT = Duration.ofSeconds(30);

  private ConnectionPool() {}

  public static HikariDataSource open(DatabaseSettings settings, String name, int size) {
    return open(settings, name, size, settings.lockTimeout(), settings.statementTimeout());
  }

  /** For whoever would rather fail than wait. */
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
   * A process that stops while it is sending is not idle, and no statement of its runs: only this
   * ends what it holds. PostgreSQL knows it since 17.
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

  /** What an owner does takes longer, and not every day: no connection is kept for it. */
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
    // a connection remembers every guild's tables that it met; it gives that back when it ends
    hikari.setMaxLifetime(settings.maxLifetime().toMillis());
    hikari.setIdleTimeout(settings.maxLifetime().toMillis() / 2);
    hikari.setConnectionTimeout(settings.connectTimeout().toMillis());
    hikari.setValidationTimeout(Math.min(1000, settings.connectTimeout().toMillis()));
    // a node starts while its database is away, and says so per request
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
    // a plan per guild costs every connection more memory than planning costs time
    hikari.addDataSourceProperty("prepareThreshold", "0");
    hikari.addDataSourceProperty("reWriteBatchedInserts", "true");
    hikari.addDataSourceProperty(
        "options",
        "-c lock_timeout="
            + lockTimeout.toMillis()
            + " -c statement_timeout="
            + statementTimeout.toMillis()
            // a process that stops in the middle of a transaction holds its guilds for so long
            + " -c idle_in_transaction_session_timeout="
            + settings.socketTimeout().toMillis()
            // and one whose machine is gone in the middle of a statement, for some ten seconds
            + " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3");
    return hikari;
  }
}
