package dcm.journal.jdbc;

import dcm.journal.fencing.FencedException;
import dcm.journal.write.GroupFailure;
import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Tells a write that certainly had no effect from one of which nobody knows. */
public final class UnwrittenSqlFailures {
  private UnwrittenSqlFailures() {}

  /** True when nothing was tried, or PostgreSQL itself refused it and so undid it. */
  public static boolean isCertainlyNotWritten(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case RejectedExecutionException _, FencedException _ -> {
          return true;
        }
        case JournalException journal when journal.isNotAttempted() -> {
          return true;
        }
        case SQLException sql -> {
          return !GroupFailure.mayHaveTakenEffect(sql);
        }
        default -> {}
      }
    }
    return false;
  }
}
