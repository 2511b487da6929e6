package dcm.journal.jdbc;

import dcm.journal.ScalaFutures;
import dcm.journal.schema.SchemaName;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Failure of PostgreSQL; the message tells the operator what to do. The outcome of a write is
 * unknown when the connection broke during the commit.
 */
public class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean notAttempted;

  private JournalException(String message, Throwable cause) {
    this(message, cause, false);
  }

  protected JournalException(String message, @Nullable Throwable cause, boolean notAttempted) {
    super(message, cause);
    this.notAttempted = notAttempted;
  }

  /** True when nothing was sent to PostgreSQL. */
  boolean isNotAttempted() {
    return notAttempted;
  }

  /** Translates SQL failures; returns all others unwrapped. */
  public static Throwable translate(SchemaName schema, Throwable failed) {
    var reason = ScalaFutures.unwrap(failed);
    return reason instanceof SQLException sql ? of(schema.toString(), sql) : reason;
  }

  /** Translates an SQL failure; {@code subject} is a schema or a shared table. */
  public static JournalException of(String subject, SQLException failed) {
    return new JournalException(subject + ": " + describe(subject, failed), failed);
  }

  /** The shared schema cannot be created or migrated. */
  public static JournalException ofSharedSchema(RuntimeException failed) {
    return failed.getCause() instanceof SQLException sql && SqlFailures.isServerFailure(sql)
        ? of("dcm", sql)
        : new JournalException("dcm: " + failed.getMessage(), failed);
  }

  /**
   * A newer program migrated the shared schema.
   *
   * @param nodes running nodes, by address and version
   */
  public static JournalException ofNewerSharedSchema(
      String found, String known, List<String> nodes) {
    var runningNodes =
        nodes.isEmpty() ? "no nodes running" : "running nodes: " + String.join(", ", nodes);
    return new JournalException(
        "dcm: shared schema version %s is newer than this program's version %s (%s); start the newer program"
            .formatted(found, known, runningNodes),
        null,
        true);
  }

  /** The guild's circuit breaker is open. */
  static JournalException guildBreakerOpen(
      SchemaName schema, String operation, int failures, Throwable reason) {
    return new JournalException(
        "%s: circuit breaker open: %s failed %d times in a row; nothing was done; last failure: %s"
            .formatted(schema, operation, failures, reason.getMessage()),
        reason,
        true);
  }

  /** The server's circuit breaker is open. */
  public static JournalException serverBreakerOpen(SchemaName schema, Throwable reason) {
    return new JournalException(
        "%s: circuit breaker open: PostgreSQL unavailable (%s); nothing was done; next attempt within 1 s"
            .formatted(schema, reason.getMessage()),
        reason,
        true);
  }

  /** No connection could be opened. */
  public static JournalException unreachable(SchemaName schema, SQLException reason) {
    return new JournalException(
        "%s: PostgreSQL cannot be reached (%s); nothing was written"
            .formatted(schema, reason.getMessage()),
        reason,
        true);
  }

  /** The connection broke before the commit was confirmed. */
  public static JournalException outcomeUnknown(SchemaName schema, SQLException broken) {
    return new JournalException(
        "%s: connection to PostgreSQL lost (%s); whether the events were written is unknown"
            .formatted(schema, broken.getMessage()),
        broken);
  }

  /** Translates a duplicate sequence number; throws all other failures unchanged. */
  public static <E extends SQLException> RuntimeException translateInsert(
      SchemaName schema, E failed) throws E {
    if ("23505".equals(failed.getSQLState())) {
      return new JournalException(
          schema + ": this sequence number was already written by another writer", failed);
    }
    throw failed;
  }

  /** Codes: PostgreSQL documentation, appendix A. */
  private static String describe(String schema, SQLException sql) {
    var code = sql.getSQLState() == null ? "" : sql.getSQLState();
    return switch (code) {
      case "42P01", "3F000" -> tablesMissing(schema);
      case "55P03" -> "another session held a required lock for longer than lock-timeout";
      case "57014" -> "the statement ran longer than statement-timeout";
      case "53100" -> "PostgreSQL's disk is full";
      default ->
          code.startsWith("08") || code.startsWith("57P")
              ? "PostgreSQL cannot be reached (" + sql.getMessage() + ")"
              : sql.getMessage();
    };
  }

  protected static String tablesMissing(String schema) {
    return "dcm.guild_schemas lists this schema, but its tables are missing; restore it from a"
        + " backup, or delete the row where schema_name = '"
        + schema
        + "' to start with an empty guild";
  }
}
