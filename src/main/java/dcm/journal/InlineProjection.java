package dcm.journal;

import dcm.journal.jdbc.StatementBatch;
import dcm.journal.schema.SchemaName;
import java.util.List;

/**
 * Writes something else in the transaction of the events: {@code dcm.journal.hook} names the class,
 * which has a public constructor without parameters or with an {@link
 * org.apache.pekko.actor.ActorSystem}.
 */
public interface InlineProjection {
  /**
   * Called before {@code events} are written, which are of one guild and in order. What is added is
   * executed after their rows were inserted and commits with them or not at all. An exception means
   * that nothing is written; the guild then knows. Never block.
   */
  void project(StatementBatch batch, SchemaName schema, List<WrittenEvent> events);
}
