package dcm.journal.jdbc;

import dcm.journal.ScalaFutures;
import dcm.journal.fencing.FencedException;
import dcm.journal.schema.GuildSchemaException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Classification of failures by SQLSTATE. Codes: PostgreSQL documentation, appendix A. */
public final class SqlFailures {
  /**
   * Classes of failures that concern all guilds and end without a change to one guild's data:
   * connection, read-only server, login, unknown database, rollback, resources, prerequisite state
   * (locks), operator intervention (cancel, shutdown), system error.
   */
  private static final Set<String> TRANSIENT_CLASSES =
      Set.of("08", "25", "28", "3D", "40", "53", "55", "57", "58");

  private SqlFailures() {}

  /**
   * True when the database is unavailable or overloaded, or another session holds a lock, so that a
   * later attempt may succeed. False when PostgreSQL answered and the answer is unusable: missing
   * tables, a damaged page, an unreadable event. A failure that cannot be classified is not
   * transient.
   */
  public static boolean isTransient(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case RejectedExecutionException _,
            TimeoutException _,
            SQLTransientException _,
            SQLRecoverableException _ -> {
          return true;
        }
        case SQLException sql -> {
          var state = sql.getSQLState();
          return state != null
              && state.length() == 5
              && TRANSIENT_CLASSES.contains(state.substring(0, 2));
        }
        case GuildSchemaException schema -> {
          return schema.isNewer();
        }
        default -> {}
      }
    }
    return false;
  }

  /** True when a write was not attempted, or PostgreSQL rejected it and so rolled it back. */
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
          return !mayHaveTakenEffect(sql);
        }
        default -> {}
      }
    }
    return false;
  }

  /** True when the outcome of a commit in progress is unknown; false when it was rejected. */
  public static boolean mayHaveTakenEffect(SQLException failed) {
    var code = failed.getSQLState();
    return code == null || code.startsWith("08") || code.startsWith("57P");
  }

  /** True when every guild would meet the same failure. */
  public static boolean isServerFailure(SQLException failed) {
    var code = failed.getSQLState();
    return code == null
        || code.startsWith("08") // connection
        || code.startsWith("57P") // shutdown, start-up
        || code.startsWith("53") // disk, memory, connections
        || code.startsWith("58") // operating system
        || code.startsWith("25"); // read-only server
  }

  /** True when PostgreSQL cancelled the statement because of lock-timeout or statement-timeout. */
  public static boolean isTimeout(Throwable failed) {
    return ScalaFutures.unwrap(failed) instanceof SQLException sql
        && ("55P03".equals(sql.getSQLState()) || "57014".equals(sql.getSQLState()));
  }

  /** True when the lock was not granted within lock-timeout. */
  public static boolean isLockTimeout(SQLException failed) {
    return "55P03".equals(failed.getSQLState());
  }

  /** True when the schema or one of its tables is missing. */
  public static boolean areTablesMissing(Throwable failed) {
    return ScalaFutures.unwrap(failed) instanceof SQLException sql
        && ("42P01".equals(sql.getSQLState()) || "3F000".equals(sql.getSQLState()));
  }
}
