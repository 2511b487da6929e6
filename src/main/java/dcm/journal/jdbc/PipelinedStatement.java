package dcm.journal.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * An SQL statement with its values, to be sent together with others ({@link StatementPipeline}).
 */
public interface PipelinedStatement {
  /** One statement with a question mark per value. */
  String sql();

  /** Binds the values from this index on; returns the index after the last. */
  int bind(PreparedStatement prepared, int firstIndex) throws SQLException;
}
