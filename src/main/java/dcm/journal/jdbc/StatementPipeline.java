package dcm.journal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sends many statements in few round trips: pgjdbc takes "one; two; three" with all their values as
 * one prepared statement, sends them one behind the other and then waits once.
 */
public final class StatementPipeline {
  /**
   * Beyond some 250 answers pgjdbc waits in between, lest both sides block on full buffers; a text
   * of thousands of statements gains nothing more.
   */
  private static final int MAX_STATEMENTS = 100;

  private StatementPipeline() {}

  /** In the transaction at hand; the first that fails is the last that was tried. */
  public static void execute(Connection connection, List<StatementBatch.Statement> statements)
      throws SQLException {
    for (var from = 0; from < statements.size(); from += MAX_STATEMENTS) {
      send(
          connection, statements.subList(from, Math.min(from + MAX_STATEMENTS, statements.size())));
    }
  }

  private static void send(Connection connection, List<StatementBatch.Statement> statements)
      throws SQLException {
    var all =
        statements.stream().map(StatementBatch.Statement::sql).collect(Collectors.joining(";\n"));
    try (var prepared = connection.prepareStatement(all)) {
      var index = 1;
      for (var statement : statements) {
        index = statement.bind(prepared, index);
      }
      prepared.execute();
    }
  }
}
