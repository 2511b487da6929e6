package dcm.journal;

import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Tells a write that certainly had no effect from one of which nobody knows. */
public final class Unwritten {
  private Unwritten() {}

  /** True when nothing was tried, or PostgreSQL itself refused it and so undid it. */
  public static boolean is(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case RejectedExecutionException _, Fenced _ -> {
          return true;
        }
        case JournalFailure journal when journal.isUntried() -> {
          return true;
        }
        case SQLException sql -> {
          return !Blame.mayHaveTakenEffect(sql);
        }
        default -> {}
      }
    }
    return false;
  }
}
