package dcm.journal;

import dcm.journal.jdbc.StatementBatch;
import dcm.journal.schema.SchemaName;
import java.util.List;

/**
 * Writes to a read model in the transaction of the events. {@code dcm.journal.inline-projection}
 * names the class, which has a public constructor without parameters or with an {@link
 * org.apache.pekko.actor.ActorSystem}.
 */
public interface InlineProjection {
  /**
   * Called before {@code events} are written, which are of one guild and in order. The added
   * statements are executed after the rows were inserted, and commit or roll back with them. An
   * exception fails the write. Must not block.
   */
  void project(StatementBatch batch, SchemaName schema, List<WrittenEvent> events);
}
