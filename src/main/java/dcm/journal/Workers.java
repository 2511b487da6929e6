package dcm.journal;

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
final class Workers {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private final String name;
  private final HikariDataSource pool;
  private final ThreadPoolExecutor threads;

  Workers(String name, int size, int queue, HikariDataSource pool) {
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
  <T> CompletableFuture<T> read(SqlWork<T> work) {
    return run(() -> {
      try (var connection = pool.getConnection()) {
        return work.with(connection);
      }
    });
  }

  /** All or nothing; an answer means that it is on disk. */
  <T> CompletableFuture<T> transaction(SqlWork<T> work) {
    return run(() -> {
      try (var connection = pool.getConnection()) {
        return inTransaction(connection, work);
      }
    });
  }

  /** The same with a connection that goes back to a pool afterwards, which mends its mode. */
  static <T> T inTransaction(Connection connection, SqlWork<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      var done = work.with(connection);
      connection.commit();
      return done;
    } catch (Throwable failed) {
      rollBack(connection, failed);
      throw failed;
    }
  }

  private <T> CompletableFuture<T> run(Callable<T> work) {
    var promise = new CompletableFuture<T>();
    try {
      threads.execute(() -> {
        try {
          promise.complete(work.call());
        } catch (Throwable failed) {
          promise.completeExceptionally(failed);
        }
      });
    } catch (RejectedExecutionException full) {
      promise.completeExceptionally(
          new RejectedExecutionException(
              "%s: %d pieces of work are waiting already; nothing was done"
                  .formatted(name, threads.getQueue().size()),
              full));
    }
    return promise;
  }

  /** A rollback that fails must not hide why it was needed. */
  static void rollBack(Connection connection, Throwable reason) {
    try {
      connection.rollback();
    } catch (SQLException broken) {
      reason.addSuppressed(broken);
    }
  }

  /** Takes nothing more; returns when all that was begun or waiting has ended. */
  void drain(Duration patience) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{}: work was still under way after {}; it is cut off", name, patience);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
