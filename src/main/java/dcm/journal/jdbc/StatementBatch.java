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
 * Statements to execute in a guild's transaction together with its events, in the order in which
 * they were added. Nothing is sent before {@link #execute}.
 */
public final class StatementBatch {
  private final SchemaName schema;
  private final List<Statement> statements = new ArrayList<>();

  /** An empty batch for this guild. */
  public StatementBatch(SchemaName schema) {
    this.schema = schema;
  }

  /**
   * Adds a statement that returns no rows.
   *
   * @param template a constant with {@code ${guild}} before the name of each table of the guild,
   *     and a question mark per value
   * @param values null, an {@link Instant}, {@code long[]} for a {@code bigint[]}, {@code String[]}
   *     for a {@code text[]}, or a value that JDBC accepts
   */
  public void add(String template, @Nullable Object... values) {
    statements.add(new Statement(schema.in(template), values));
  }

  /** Executes all statements in the current transaction. */
  public void execute(Connection connection) throws SQLException {
    StatementPipeline.execute(connection, statements);
  }

  public List<Statement> statements() {
    return statements;
  }

  /** An SQL statement and its values. */
  // arrays compare by identity; statements are never compared
  @SuppressWarnings("ArrayRecordComponent")
  public record Statement(String sql, @Nullable Object[] values) implements PipelinedStatement {
    @Override
    public int bind(PreparedStatement prepared, int firstIndex) throws SQLException {
      var index = firstIndex;
      for (var value : values) {
        prepared.setObject(index++, toJdbcValue(prepared, value));
      }
      return index;
    }

    private static @Nullable Object toJdbcValue(PreparedStatement prepared, @Nullable Object value)
        throws SQLException {
      return switch (value) {
        // JDBC has no Instant; an OffsetDateTime maps to timestamptz
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
