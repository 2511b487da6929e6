package dcm.view;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * The notice-board cannot be read at the moment, and asking again later makes sense: PostgreSQL is
 * away, restarts, is out of something, took too long, or too much is waiting for it.
 */
public final class BoardAway extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Classes of SQLSTATE that pass: connection, rollback, resources, prerequisite state (locks),
   * operator (cancel, shutdown), system error; PostgreSQL documentation, appendix A.
   */
  private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58");

  private BoardAway(Throwable cause) {
    super("The notice-board cannot be read: " + cause.getMessage(), cause);
  }

  /** What passes becomes a {@link BoardAway}; our own faults stay what they are. */
  static <T> CompletionStage<T> told(CompletionStage<T> answer) {
    return answer.exceptionallyCompose(failure ->
        CompletableFuture.failedFuture(passes(failure) ? new BoardAway(failure) : failure));
  }

  private static boolean passes(Throwable failure) {
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
          return state != null && state.length() == 5 && PASSING.contains(state.substring(0, 2));
        }
        default -> {}
      }
    }
    return false;
  }
}
