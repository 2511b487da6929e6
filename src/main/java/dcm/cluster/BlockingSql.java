package dcm.cluster;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** SQL that somebody waits for without waiting. */
@FunctionalInterface
interface BlockingSql<T> {
  T call() throws SQLException;

  /** Fails when the SQL does, or when there is no room to wait. */
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
