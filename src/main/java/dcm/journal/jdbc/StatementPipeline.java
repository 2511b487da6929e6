package dcm.journal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sends many statements in few round trips: pgjdbc sends "one; two; three" with all values as one
 * prepared statement and waits once for the results.
 */
public final class StatementPipeline {
  /**
   * Beyond some 250 results pgjdbc waits in between, because both sides could block on full
   * buffers; larger batches gain nothing. In auto-commit mode waiting would also commit.
   */
  public static final int MAX_STATEMENTS = 100;

  private StatementPipeline() {}

  /** Executes the statements in the current transaction; stops at the first failure. */
  public static void execute(Connection connection, List<? extends PipelinedStatement> statements)
      throws SQLException {
    for (var from = 0; from < statements.size(); from += MAX_STATEMENTS) {
      send(
          connection, statements.subList(from, Math.min(from + MAX_STATEMENTS, statements.size())));
    }
  }

  /**
   * Executes the statements in a transaction of their own and commits, all in one round trip:
   * PostgreSQL commits what it received up to the end of the pipeline, or nothing if a statement
   * fails.
   *
   * @param connection in auto-commit mode
   * @param statements at most {@link #MAX_STATEMENTS}
   */
  public static void executeAndCommit(
      Connection connection, List<? extends PipelinedStatement> statements) throws SQLException {
    if (!connection.getAutoCommit() || statements.size() > MAX_STATEMENTS) {
      throw new IllegalArgumentException(
          "%d statements, at most %d; auto-commit: %b"
              .formatted(statements.size(), MAX_STATEMENTS, connection.getAutoCommit()));
    }
    send(connection, statements);
  }

  private static void send(Connection connection, List<? extends PipelinedStatement> statements)
      throws SQLException {
    var all = statements.stream().map(PipelinedStatement::sql).collect(Collectors.joining(";\n"));
    try (var prepared = connection.prepareStatement(all)) {
      var index = 1;
      for (var statement : statements) {
        index = statement.bind(prepared, index);
      }
      prepared.execute();
    }
  }
}
