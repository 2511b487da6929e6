package dcm.journal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Something to do with a connection, on a thread that may block. */
@FunctionalInterface
public interface SqlWork<T> {
  T execute(Connection connection) throws SQLException;
}
