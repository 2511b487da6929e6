package dcm.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What one guild writes at once, as rows, and what the hook writes with them. A write whose event
 * cannot be serialized is rejected as a whole, and the others go on (the contract of {@code
 * AsyncWriteJournal.doAsyncWriteMessages}).
 *
 * @param results per write: empty, or why it was rejected
 */
record WriteBatch(List<EventRow> rows, Also also, List<Optional<Exception>> results) {

  static WriteBatch of(
      SchemaName schema,
      List<AtomicWrite> writes,
      Instant now,
      Payloads payloads,
      JournalHook hook) {
    var rows = new ArrayList<EventRow>();
    var events = new ArrayList<WrittenEvent>();
    var results = new ArrayList<Optional<Exception>>();
    for (var write : writes) {
      var messages = CollectionConverters.asJava(write.payload());
      try {
        rows.addAll(
            messages.stream()
                .map(message -> EventRow.of(message, now.toEpochMilli(), payloads))
                .toList());
        messages.forEach(message -> events.add(written(message, now)));
        results.add(Optional.empty());
      } catch (Exception unserializable) {
        results.add(Optional.of(unserializable));
      }
    }
    var also = new Also(schema);
    hook.written(also, schema, events);
    return new WriteBatch(rows, also, results);
  }

  /** Roughly how much is sent. */
  long bytes() {
    return rows.stream().mapToLong(row -> row.event().bytes().length).sum();
  }

  /** Straight into the guild's own table, in a transaction of the caller's. */
  void write(Connection connection, SchemaName schema, long epoch) throws SQLException {
    try {
      EventRows.insert(connection, schema, rows);
    } catch (SQLException failed) {
      throw JournalFailure.explainingInsert(schema, failed);
    }
    FenceRows.confirm(connection, schema, epoch);
    also.execute(connection);
  }

  private static WrittenEvent written(PersistentRepr message, Instant now) {
    return new WrittenEvent(
        message.persistenceId(), message.sequenceNr(), now, EventRow.eventOf(message));
  }
}
