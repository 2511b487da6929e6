package dcm.view;

import dcm.journal.jdbc.SqlFailures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The read model cannot be read at the moment and a later attempt may succeed: PostgreSQL is
 * unavailable, restarts, lacks a resource or took too long, or too many reads are queued.
 */
public final class ReadModelUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private ReadModelUnavailableException(Throwable cause) {
    super("read model unavailable: " + cause.getMessage(), cause);
  }

  /** Translates transient failures to {@link ReadModelUnavailableException}; keeps all others. */
  public static <T> CompletionStage<T> translated(CompletionStage<T> result) {
    return result.exceptionallyCompose(failure ->
        CompletableFuture.failedFuture(
            SqlFailures.isTransient(failure)
                ? new ReadModelUnavailableException(failure)
                : failure));
  }
}
