package dcm.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sends many statements in few round trips: pgjdbc takes "one; two; three" with all their values as
 * one prepared statement, sends them one behind the other and then waits once.
 */
final class Pipeline {
  /**
   * Beyond some 250 answers pgjdbc waits in between, lest both sides block on full buffers; a text
   * of thousands of statements gains nothing more.
   */
  private static final int AT_ONCE = 100;

  private Pipeline() {}

  /** In the transaction at hand; the first that fails is the last that was tried. */
  static void execute(Connection connection, List<Also.Statement> statements) throws SQLException {
    for (var from = 0; from < statements.size(); from += AT_ONCE) {
      send(connection, statements.subList(from, Math.min(from + AT_ONCE, statements.size())));
    }
  }

  private static void send(Connection connection, List<Also.Statement> statements)
      throws SQLException {
    var all = statements.stream().map(Also.Statement::sql).collect(Collectors.joining(";\n"));
    try (var prepared = connection.prepareStatement(all)) {
      var place = 1;
      for (var statement : statements) {
        place = statement.bind(prepared, place);
      }
      prepared.execute();
    }
  }
}
