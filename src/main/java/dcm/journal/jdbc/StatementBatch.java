package dcm.journal.jdbc;

import dcm.journal.schema.SchemaName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written in a guild's transaction beside its events: statements, in the order in
 * which they were added. Nothing here waits for PostgreSQL until {@link #execute}.
 */
public final class StatementBatch {
  private final SchemaName schema;
  private final List<Statement> statements = new ArrayList<>();

  /** Nothing yet, in the transaction of this guild. */
  public StatementBatch(SchemaName schema) {
    this.schema = schema;
  }

  /**
   * One statement more, which answers with no rows.
   *
   * @param template a constant in which {@code ${guild}} stands before the name of each table of
   *     the guild's, and a question mark for each value
   * @param values null, an {@link Instant}, {@code long[]} for a {@code bigint[]}, {@code String[]}
   *     for a {@code text[]}, or what JDBC itself takes
   */
  public void add(String template, @Nullable Object... values) {
    statements.add(new Statement(schema.in(template), values));
  }

  /** Sends them all, for whoever has a transaction of its own. */
  public void execute(Connection connection) throws SQLException {
    StatementPipeline.execute(connection, statements);
  }

  public List<Statement> statements() {
    return statements;
  }

  /** SQL and the values of its question marks. */
  // arrays compare by identity; nobody compares statements
  @SuppressWarnings("ArrayRecordComponent")
  public record Statement(String sql, @Nullable Object[] values) {
    /** Sets the values from this place on; returns the place after the last. */
    int bind(PreparedStatement prepared, int firstIndex) throws SQLException {
      var index = firstIndex;
      for (var value : values) {
        prepared.setObject(index++, toJdbcValue(prepared, value));
      }
      return index;
    }

    private static @Nullable Object toJdbcValue(PreparedStatement prepared, @Nullable Object value)
        throws SQLException {
      return switch (value) {
        // JDBC knows no instants; this is what it takes for a timestamptz
        case Instant instant -> instant.atOffset(ZoneOffset.UTC);
        case long[] numbers -> prepared.getConnection().createArrayOf("bigint", boxed(numbers));
        case String[] texts -> prepared.getConnection().createArrayOf("text", texts);
        case null, default -> value;
      };
    }

    private static Object[] boxed(long[] numbers) {
      var boxed = new Object[numbers.length];
      for (var i = 0; i < numbers.length; i++) {
        boxed[i] = numbers[i];
      }
      return boxed;
    }
  }
}
