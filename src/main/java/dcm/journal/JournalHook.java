package dcm.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes something else in the transaction of the events: {@code dcm.journal.hook} names the class,
 * which has a public constructor without parameters or with an {@link
 * org.apache.pekko.actor.ActorSystem}.
 */
public interface JournalHook {
  /**
   * Called after the rows of {@code events} were inserted and before they are committed, on a
   * thread that may block. Events are of one guild, in order. An exception undoes them all; the
   * guild then knows that nothing was written. Never commit, roll back or keep the connection.
   */
  void written(Connection connection, SchemaName schema, List<WrittenEvent> events)
      throws SQLException;
}
