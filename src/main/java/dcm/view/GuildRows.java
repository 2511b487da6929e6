package dcm.view;

import dcm.guild.value.GuildId;
import dcm.journal.Database;
import dcm.journal.schema.SchemaName;
import dcm.view.projection.ProjectionContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads rows of a guild's schema. */
final class GuildRows {
  private GuildRows() {}

  /** Makes a value of the current row. */
  @FunctionalInterface
  interface RowMapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /**
   * The rows that a query finds; none when the guild has no schema. The stage fails with {@link
   * ReadModelUnavailableException} while the database is unavailable.
   *
   * @param template with {@code ${guild}} in place of the schema
   * @param values of its parameters, in their order
   */
  static <T> CompletionStage<List<T>> select(
      Database database, GuildId guild, String template, RowMapper<T> mapper, Object... values) {
    var schema = new SchemaName(guild.value());
    return ReadModelUnavailableException.translated(
        database.readInSchema(
            schema, List.of(), connection -> select(connection, schema, template, mapper, values)));
  }

  /** The same within a transaction. */
  static <T> List<T> select(
      Connection connection,
      SchemaName schema,
      String template,
      RowMapper<T> mapper,
      @Nullable Object... values)
      throws SQLException {
    try (var select = connection.prepareStatement(schema.in(template))) {
      ProjectionContext.bind(select, values);
      try (var rows = select.executeQuery()) {
        var found = new ArrayList<T>();
        while (rows.next()) {
          found.add(mapper.map(rows));
        }
        return found;
      }
    }
  }
}
