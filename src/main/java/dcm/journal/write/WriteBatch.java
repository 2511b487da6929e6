package dcm.journal.write;

import dcm.journal.InlineProjection;
import dcm.journal.WrittenEvent;
import dcm.journal.fencing.FenceDao;
import dcm.journal.jdbc.JournalException;
import dcm.journal.jdbc.StatementBatch;
import dcm.journal.schema.SchemaName;
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
 * The rows of one guild's write and the statements of the inline projection. An atomic write with
 * an event that cannot be serialized is rejected as a whole without affecting the others (the
 * contract of {@code AsyncWriteJournal.doAsyncWriteMessages}).
 *
 * @param results per atomic write: empty, or the reason of its rejection
 */
public record WriteBatch(
    List<EventDao.EventRow> rows,
    StatementBatch projectionStatements,
    List<Optional<Exception>> results) {

  public static WriteBatch of(
      SchemaName schema,
      List<AtomicWrite> writes,
      Instant now,
      PayloadSerializer serializer,
      InlineProjection projection) {
    var rows = new ArrayList<EventDao.EventRow>();
    var events = new ArrayList<WrittenEvent>();
    var results = new ArrayList<Optional<Exception>>();
    for (var write : writes) {
      var messages = CollectionConverters.asJava(write.payload());
      try {
        rows.addAll(
            messages.stream()
                .map(message -> EventDao.EventRow.of(message, now.toEpochMilli(), serializer))
                .toList());
        messages.forEach(message -> events.add(toWrittenEvent(message, now)));
        results.add(Optional.empty());
      } catch (Exception unserializable) {
        results.add(Optional.of(unserializable));
      }
    }
    var statements = new StatementBatch(schema);
    projection.project(statements, schema, events);
    return new WriteBatch(rows, statements, results);
  }

  /** Approximate number of bytes sent. */
  long bytes() {
    return rows.stream().mapToLong(row -> row.event().bytes().length).sum();
  }

  /** Writes directly into the guild's own table, in the caller's transaction. */
  void write(Connection connection, SchemaName schema, long epoch) throws SQLException {
    try {
      EventDao.insert(connection, schema, rows);
    } catch (SQLException failed) {
      throw JournalException.translateInsert(schema, failed);
    }
    FenceDao.verifyEpoch(connection, schema, epoch);
    projectionStatements.execute(connection);
  }

  private static WrittenEvent toWrittenEvent(PersistentRepr message, Instant now) {
    return new WrittenEvent(
        message.persistenceId(), message.sequenceNr(), now, EventDao.EventRow.eventOf(message));
  }
}
