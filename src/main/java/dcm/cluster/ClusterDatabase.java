package dcm.cluster;

import com.typesafe.config.Config;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A connection or two of the cluster's own, so that what keeps nodes together never waits behind
 * the writes of guilds.
 */
public final class ClusterDatabase implements AutoCloseable {
  private static final int CONNECTIONS = 2;
  private static final int WAITING = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final HikariDataSource pool;
  private final ThreadPoolExecutor blocking;

  private ClusterDatabase(HikariDataSource pool, ThreadPoolExecutor blocking) {
    this.pool = pool;
    this.blocking = blocking;
  }

  /** Opens at the address of {@code dcm.journal.db}; connects when first asked. */
  public static ClusterDatabase open(Config whole) {
    var blocking =
        new ThreadPoolExecutor(
            CONNECTIONS,
            CONNECTIONS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("dcm-cluster-", 1).factory());
    blocking.allowCoreThreadTimeOut(true);
    return new ClusterDatabase(pool(whole, "dcm-cluster", CONNECTIONS), blocking);
  }

  /** Some connections that give up early, made when they are first wanted. */
  static HikariDataSource pool(Config whole, String name, int connections) {
    var db = whole.getConfig("dcm.journal.db");
    var hikari = new HikariConfig();
    hikari.setPoolName(name);
    hikari.setJdbcUrl(db.getString("url"));
    hikari.setUsername(db.getString("user"));
    hikari.setPassword(db.getString("password"));
    hikari.setMaximumPoolSize(connections);
    hikari.setMinimumIdle(0);
    hikari.setConnectionTimeout(PATIENCE.toMillis());
    // the node must open, and say what is wrong, while PostgreSQL is still starting
    hikari.setInitializationFailTimeout(-1);
    var seconds = Long.toString(PATIENCE.toSeconds());
    hikari.addDataSourceProperty("socketTimeout", seconds);
    hikari.addDataSourceProperty("connectTimeout", seconds);
    hikari.addDataSourceProperty("ApplicationName", name);
    return new HikariDataSource(hikari);
  }

  public SharedKeyRows signingKeys() {
    return new SharedKeyRows(pool, blocking);
  }

  /** A connection of its own for whoever may wait. */
  Connection connect() throws SQLException {
    return pool.getConnection();
  }

  NodeRows nodes() {
    return new NodeRows(pool);
  }

  /** Where SQL may wait. */
  Executor blocking() {
    return blocking;
  }

  @Override
  public void close() {
    blocking.shutdown();
    pool.close();
  }
}
