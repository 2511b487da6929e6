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
import javax.sql.DataSource;

/**
 * The cluster module's own pool of two connections, so that heartbeats and leases never queue
 * behind the writes of guilds.
 */
public final class ClusterDatabase implements AutoCloseable {
  private static final int CONNECTIONS = 2;
  private static final int QUEUE_SIZE = 100;
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final HikariDataSource pool;
  private final ThreadPoolExecutor executor;

  private ClusterDatabase(HikariDataSource pool, ThreadPoolExecutor executor) {
    this.pool = pool;
    this.executor = executor;
  }

  /** Opens the pool for the database of {@code dcm.journal.db}; connects on first use. */
  public static ClusterDatabase open(Config root) {
    var executor =
        new ThreadPoolExecutor(
            CONNECTIONS,
            CONNECTIONS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_SIZE),
            Thread.ofPlatform().daemon().name("dcm-cluster-", 1).factory());
    executor.allowCoreThreadTimeOut(true);
    return new ClusterDatabase(pool(root, "dcm-cluster", CONNECTIONS), executor);
  }

  /** A pool with short timeouts that connects on first use. */
  static HikariDataSource pool(Config root, String name, int connections) {
    var db = root.getConfig("dcm.journal.db");
    var hikari = new HikariConfig();
    hikari.setPoolName(name);
    hikari.setJdbcUrl(db.getString("url"));
    hikari.setUsername(db.getString("user"));
    hikari.setPassword(db.getString("password"));
    hikari.setMaximumPoolSize(connections);
    hikari.setMinimumIdle(0);
    hikari.setConnectionTimeout(TIMEOUT.toMillis());
    // a node opens, and reports the problem, while PostgreSQL is still starting
    hikari.setInitializationFailTimeout(-1);
    var seconds = Long.toString(TIMEOUT.toSeconds());
    hikari.addDataSourceProperty("socketTimeout", seconds);
    hikari.addDataSourceProperty("connectTimeout", seconds);
    hikari.addDataSourceProperty("ApplicationName", name);
    return new HikariDataSource(hikari);
  }

  public DataSource dataSource() {
    return pool;
  }

  /** Returns a pooled connection; blocks until one is free. */
  Connection connect() throws SQLException {
    return pool.getConnection();
  }

  NodeDao nodes() {
    return new NodeDao(pool);
  }

  /** Runs SQL that blocks; rejects work when its queue is full. */
  public Executor executor() {
    return executor;
  }

  @Override
  public void close() {
    executor.shutdown();
    pool.close();
  }
}
