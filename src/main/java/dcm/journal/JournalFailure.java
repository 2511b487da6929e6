package dcm.journal;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL did not do what the journal needed; the message says what an operator can do about it.
 * Whether a write took effect is unknown when the connection broke while it was committing.
 */
public final class JournalFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean untried;

  private JournalFailure(String message, Throwable cause) {
    this(message, cause, false);
  }

  private JournalFailure(String message, @Nullable Throwable cause, boolean untried) {
    super(message, cause);
    this.untried = untried;
  }

  /** True when PostgreSQL was not even asked. */
  boolean isUntried() {
    return untried;
  }

  /** Explains SQL's failures; anything else stays what it was. */
  static Throwable explaining(SchemaName schema, Throwable failed) {
    var reason = ScalaFutures.reasonOf(failed);
    return reason instanceof SQLException sql ? of(schema.toString(), sql) : reason;
  }

  /** The same for {@code subject}, which is a schema or what all share. */
  static JournalFailure of(String subject, SQLException failed) {
    return new JournalFailure(subject + ": " + sentence(subject, failed), failed);
  }

  /** The schema that all share cannot be made or brought up to date. */
  static JournalFailure ofShared(RuntimeException failed) {
    return failed.getCause() instanceof SQLException sql && Blame.isTheServers(sql.getSQLState())
        ? of("dcm", sql)
        : new JournalFailure("dcm: " + failed.getMessage(), failed);
  }

  /**
   * A newer program brought the schema that all share further than this one knows.
   *
   * @param nodes who lives, by address and program
   */
  static JournalFailure ofNewerShared(String found, String known, List<String> nodes) {
    var who = nodes.isEmpty() ? "no node runs now" : "running now: " + String.join(", ", nodes);
    return new JournalFailure(
        "dcm: the shared schema is of version %s, and this program knows only %s (%s); start the program that brought it there, or a newer one"
            .formatted(found, known, who),
        null,
        true);
  }

  /** Nothing was tried, because it failed before, and before that. */
  static JournalFailure resting(SchemaName schema, String doing, int failures, Throwable reason) {
    return new JournalFailure(
        "%s: %s failed %d times in a row and rests for a while; the last time: %s"
            .formatted(schema, doing, failures, reason.getMessage()),
        reason,
        true);
  }

  /** Nothing was tried, because nobody was served lately. */
  static JournalFailure away(SchemaName schema, Throwable reason) {
    return new JournalFailure(
        "%s: nothing was done, for PostgreSQL served nobody lately (%s); it is tried again within a second"
            .formatted(schema, reason.getMessage()),
        reason,
        true);
  }

  /** There was no connection to try it with. */
  static JournalFailure unreached(SchemaName schema, SQLException reason) {
    return new JournalFailure(
        "%s: nothing was written, for PostgreSQL cannot be reached (%s)"
            .formatted(schema, reason.getMessage()),
        reason,
        true);
  }

  /** The connection broke before the answer came. */
  static JournalFailure unknown(SchemaName schema, SQLException broken) {
    return new JournalFailure(
        "%s: PostgreSQL cannot be reached (%s); whether this was written is not known"
            .formatted(schema, broken.getMessage()),
        broken);
  }

  /** What an insert of events means when their place is taken; other failures stay as they are. */
  static <E extends SQLException> RuntimeException explainingInsert(SchemaName schema, E failed)
      throws E {
    if ("23505".equals(failed.getSQLState())) {
      return new JournalFailure(
          schema + ": another writer has written this sequence number already", failed);
    }
    throw failed;
  }

  /** True when the schema's tables are not there. */
  static boolean tablesAreMissing(Throwable failed) {
    return ScalaFutures.reasonOf(failed) instanceof SQLException sql
        && ("42P01".equals(sql.getSQLState()) || "3F000".equals(sql.getSQLState()));
  }

  /** Codes: PostgreSQL documentation, appendix A. */
  private static String sentence(String schema, SQLException sql) {
    var code = sql.getSQLState() == null ? "" : sql.getSQLState();
    return switch (code) {
      case "42P01", "3F000" ->
          "dcm.guild_schemas lists this schema, but its tables are missing; restore it from a"
              + " backup, or delete the row where schema_name = '"
              + schema
              + "' to begin anew";
      case "55P03" -> "somebody else holds a lock on what this needs for longer than lock-timeout";
      case "57014" -> "PostgreSQL took longer than statement-timeout";
      case "53100" -> "PostgreSQL's disk is full";
      default ->
          code.startsWith("08") || code.startsWith("57P")
              ? "PostgreSQL cannot be reached (" + sql.getMessage() + ")"
              : sql.getMessage();
    };
  }
}
