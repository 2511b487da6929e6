package dcm.view;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * Thrown when a read model cannot be read, but a later attempt may succeed: PostgreSQL is
 * unavailable, restarting, out of a resource or too slow, or the queue is full.
 */
public final class ReadModelUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Classes of transient SQLSTATEs: connection, rollback, resources, prerequisite state (locks),
   * operator (cancel, shutdown), system error; PostgreSQL documentation, appendix A.
   */
  private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "55", "57", "58");

  private ReadModelUnavailableException(Throwable cause) {
    super("read model unavailable: " + cause.getMessage(), cause);
  }

  /**
   * Translates transient failures to {@link ReadModelUnavailableException}; other failures remain
   * unchanged.
   */
  static <T> CompletionStage<T> translated(CompletionStage<T> result) {
    return result.exceptionallyCompose(failure ->
        CompletableFuture.failedFuture(
            isTransient(failure) ? new ReadModelUnavailableException(failure) : failure));
  }

  private static boolean isTransient(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case RejectedExecutionException _ -> {
          return true;
        }
        case SQLTransientException _ -> {
          return true;
        }
        case SQLRecoverableException _ -> {
          return true;
        }
        case SQLException sql -> {
          String state = sql.getSQLState();
          return state != null
              && state.length() == 5
              && TRANSIENT_CLASSES.contains(state.substring(0, 2));
        }
        default -> {}
      }
    }
    return false;
  }
}
