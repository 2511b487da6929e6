package dcm.journal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Work on a connection, run on a thread that may block. */
@FunctionalInterface
public interface SqlWork<T> {
  T execute(Connection connection) throws SQLException;
}
