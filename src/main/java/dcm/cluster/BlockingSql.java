package dcm.cluster;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** SQL that blocks, run on an executor. */
@FunctionalInterface
interface BlockingSql<T> {
  T call() throws SQLException;

  /** Runs the SQL; fails when it fails, or when the executor's queue is full. */
  static <T> CompletionStage<T> runOn(Executor executor, BlockingSql<T> sql) {
    try {
      return CompletableFuture.supplyAsync(
          () -> {
            try {
              return sql.call();
            } catch (SQLException failed) {
              throw new CompletionException(failed);
            }
          },
          executor);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.failedFuture(full);
    }
  }
}
