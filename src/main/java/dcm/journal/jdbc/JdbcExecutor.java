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
 * A few threads that may block, a connection for each, and a bounded queue before them. What does
 * not fit in the queue fails at once: the caller knows that nothing was done.
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

  /** Each statement on its own; for reading. */
  public <T> CompletableFuture<T> read(SqlWork<T> work) {
    return submit(() -> {
      try (var connection = pool.getConnection()) {
        return work.execute(connection);
      }
    });
  }

  /** All or nothing; an answer means that it is on disk. */
  public <T> CompletableFuture<T> transaction(SqlWork<T> work) {
    return submit(() -> {
      try (var connection = pool.getConnection()) {
        return inTransaction(connection, work);
      }
    });
  }

  /** The same with a connection that goes back to a pool afterwards, which mends its mode. */
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

  /** A rollback that fails must not hide why it was needed. */
  public static void rollBack(Connection connection, Throwable reason) {
    try {
      connection.rollback();
    } catch (SQLException rollbackFailed) {
      reason.addSuppressed(rollbackFailed);
    }
  }

  /** Takes nothing more; returns when all that was begun or waiting has ended. */
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
