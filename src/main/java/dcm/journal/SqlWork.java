package dcm.journal;

import java.sql.Connection;
import java.sql.SQLException;

/** Something to do with a connection, on a thread that may block. */
@FunctionalInterface
public interface SqlWork<T> {
  T with(Connection connection) throws SQLException;
}
