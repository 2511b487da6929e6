package dcm.journal.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed number of blocking threads with a connection each and a bounded queue. Work that does not
 * fit into the queue fails at once, and certainly was not done.
 */
public final class JdbcExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcExecutor.class);

  private final String name;
  private final HikariDataSource pool;
  private final ThreadPoolExecutor threads;

  public JdbcExecutor(String name, int size, int queue, HikariDataSource pool) {
    this.name = name;
    this.pool = pool;
    this.threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            Thread.ofPlatform().daemon().name(name + "-", 1).factory());
  }

  /** Runs the work on a connection in auto-commit mode. */
  public <T> CompletableFuture<T> read(SqlWork<T> work) {
    return submit(() -> {
      try (var connection = pool.getConnection()) {
        return work.execute(connection);
      }
    });
  }

  /** Runs the work in one transaction; completes when it is committed. */
  public <T> CompletableFuture<T> transaction(SqlWork<T> work) {
    return submit(() -> {
      try (var connection = pool.getConnection()) {
        return inTransaction(connection, work);
      }
    });
  }

  /** The same on a pooled connection; the pool resets auto-commit when it is returned. */
  public static <T> T inTransaction(Connection connection, SqlWork<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      var done = work.execute(connection);
      connection.commit();
      return done;
    } catch (Throwable failed) {
      rollBack(connection, failed);
      throw failed;
    }
  }

  private <T> CompletableFuture<T> submit(Callable<T> work) {
    var promise = new CompletableFuture<T>();
    try {
      threads.execute(() -> {
        try {
          promise.complete(work.call());
        } catch (Throwable failed) {
          promise.completeExceptionally(failed);
        }
      });
    } catch (RejectedExecutionException rejected) {
      promise.completeExceptionally(
          new RejectedExecutionException(
              "%s: queue full (%d waiting); nothing was done"
                  .formatted(name, threads.getQueue().size()),
              rejected));
    }
    return promise;
  }

  /** Rolls back; a failure of the rollback is added to the reason. */
  public static void rollBack(Connection connection, Throwable reason) {
    try {
      connection.rollback();
    } catch (SQLException rollbackFailed) {
      reason.addSuppressed(rollbackFailed);
    }
  }

  /** Accepts no more work; waits for running and queued work. */
  public void drain(Duration timeout) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{}: work still running after {}; interrupting it", name, timeout);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
