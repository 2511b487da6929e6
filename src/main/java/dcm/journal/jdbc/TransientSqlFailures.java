package dcm.journal.jdbc;

import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what passes by itself, like a storm, from what stays until somebody mends it. Both keep a
 * guild from being read; only the second is the guild's own.
 */
public final class TransientSqlFailures {
  private TransientSqlFailures() {}

  /**
   * True when the database is away, too busy, or somebody holds a lock; false when it answered and
   * the answer is of no use: tables are missing, a page is damaged, an event cannot be read.
   */
  public static boolean isTransient(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case SQLException sql -> {
          return isTransientSqlState(sql.getSQLState());
        }
        case RejectedExecutionException _, TimeoutException _ -> {
          return true;
        }
        default -> {}
      }
    }
    return false;
  }

  /** Classes: PostgreSQL documentation, appendix A. A pool that has no connection names none. */
  private static boolean isTransientSqlState(@Nullable String code) {
    return code == null
        || !(code.startsWith("22") // data that it cannot make sense of
            || code.startsWith("3F") // the schema is missing
            || code.startsWith("42") // a table or column is missing
            || code.startsWith("XX")); // damaged files
  }
}
