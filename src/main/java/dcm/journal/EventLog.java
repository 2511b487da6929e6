package dcm.journal;

import dcm.journal.jdbc.JournalException;
import dcm.journal.jdbc.SqlWork;
import dcm.journal.recovery.SnapshotDao;
import dcm.journal.write.EventDao;
import dcm.journal.write.PayloadSerializer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ClassicActorSystemProvider;

/**
 * Reads a guild's events without the entity: for clients that reconnect, for the audit log, for
 * rebuilding read models. Failures complete the stage with {@link JournalException}.
 */
public final class EventLog {
  private final Database database;
  private final SchemaResolver resolver;
  private final PayloadSerializer serializer;

  public EventLog(ClassicActorSystemProvider system) {
    ActorSystem classic = system.classicSystem();
    database = Database.get(classic);
    resolver =
        JournalSettings.from(classic.settings().config(), new ArrayList<>()).resolver(classic);
    serializer = new PayloadSerializer(classic);
  }

  /**
   * A page of events, oldest first; shorter than {@code limit} only when no more follow.
   *
   * @param from first sequence number, included
   * @param to last sequence number, included
   */
  public CompletionStage<List<StoredEvent>> oldestFirst(
      String persistenceId, long from, long to, int limit) {
    var schema = resolver.schemaOf(persistenceId);
    return read(
        persistenceId,
        connection -> EventDao.oldestFirst(connection, schema, persistenceId, from, to, limit));
  }

  /**
   * The same with at most {@code bytes} of stored payload, but at least one event. Only an empty
   * page means that no more events follow.
   */
  public CompletionStage<List<StoredEvent>> oldestFirst(
      String persistenceId, long from, long to, int limit, long bytes) {
    var schema = resolver.schemaOf(persistenceId);
    return read(
        persistenceId,
        connection ->
            EventDao.oldestFirst(connection, schema, persistenceId, from, to, limit, bytes));
  }

  /** The same, newest first. */
  public CompletionStage<List<StoredEvent>> newestFirst(
      String persistenceId, long from, long to, int limit, long bytes) {
    var schema = resolver.schemaOf(persistenceId);
    return read(
        persistenceId,
        connection ->
            EventDao.newestFirst(connection, schema, persistenceId, from, to, limit, bytes));
  }

  /** A page, newest first; shorter than {@code limit} only when no more follow. */
  public CompletionStage<List<StoredEvent>> newestFirst(
      String persistenceId, long from, long to, int limit) {
    var schema = resolver.schemaOf(persistenceId);
    return read(
        persistenceId,
        connection -> EventDao.newestFirst(connection, schema, persistenceId, from, to, limit));
  }

  /**
   * A page of events without deserialization, oldest first; shorter than {@code limit} only when no
   * more follow. For the analysis of events that cannot be read.
   *
   * @param from first sequence number, included
   */
  public CompletionStage<List<RawStoredRow>> rawEvents(String persistenceId, long from, int limit) {
    var schema = resolver.schemaOf(persistenceId);
    return rows(
            persistenceId,
            connection ->
                EventDao.oldestFirst(
                    connection, schema, persistenceId, from, Long.MAX_VALUE, limit))
        .thenApply(rows ->
            rows.stream()
                .map(row -> RawStoredRow.of(row.sequenceNr(), row.writtenAt(), row.event()))
                .toList());
  }

  /** The snapshot that a recovery starts from, without deserialization. */
  public CompletionStage<Optional<RawStoredRow>> newestSnapshot(String persistenceId) {
    var schema = resolver.schemaOf(persistenceId);
    SqlWork<Optional<RawStoredRow>> query =
        connection ->
            Optional.ofNullable(SnapshotDao.newest(connection, schema, persistenceId))
                .map(row -> RawStoredRow.of(row.sequenceNr(), row.created(), row.snapshot()));
    return database
        .schemas()
        .ifSchemaExists(schema, persistenceId, Optional.empty(), () -> database.read(query));
  }

  /** Deserializes a row; throws the serializer's exceptions, checked or not. */
  public Object read(RawStoredRow row) {
    return serializer.deserialize(
        new PayloadSerializer.SerializedPayload(row.serializerId(), row.manifest(), row.bytes()));
  }

  /** The last sequence number, 0 before the first event. */
  public CompletionStage<Long> highestSequenceNr(String persistenceId) {
    var schema = resolver.schemaOf(persistenceId);
    SqlWork<Long> query =
        connection -> EventDao.highestSequenceNr(connection, schema, persistenceId);
    return database
        .schemas()
        .ifSchemaExists(schema, persistenceId, 0L, () -> database.readGuarded(schema, query));
  }

  /** A page, oldest first, in the caller's transaction. Blocks. */
  public List<StoredEvent> oldestFirst(
      Connection connection, String persistenceId, long from, int limit) throws SQLException {
    return toStoredEvents(
        EventDao.oldestFirst(
            connection,
            resolver.schemaOf(persistenceId),
            persistenceId,
            from,
            Long.MAX_VALUE,
            limit));
  }

  private CompletionStage<List<StoredEvent>> read(
      String persistenceId, SqlWork<List<EventDao.EventRow>> query) {
    return rows(persistenceId, query).thenApply(this::toStoredEvents);
  }

  private CompletionStage<List<EventDao.EventRow>> rows(
      String persistenceId, SqlWork<List<EventDao.EventRow>> query) {
    return database
        .schemas()
        .ifSchemaExists(
            resolver.schemaOf(persistenceId),
            persistenceId,
            List.of(),
            () -> database.readGuarded(resolver.schemaOf(persistenceId), query));
  }

  private List<StoredEvent> toStoredEvents(List<EventDao.EventRow> rows) {
    return rows.stream()
        .map(row ->
            new StoredEvent(
                row.sequenceNr(),
                Instant.ofEpochMilli(row.writtenAt()),
                serializer.deserialize(row.event()),
                row.event().bytes().length))
        .toList();
  }

  /**
   * An event of the journal.
   *
   * @param bytes size of its stored payload
   */
  public record StoredEvent(long sequenceNr, Instant writtenAt, Object payload, int bytes) {}

  @SuppressWarnings("ArrayRecordComponent")
  public record RawStoredRow(
      long sequenceNr, Instant writtenAt, int serializerId, String manifest, byte[] bytes) {
    static RawStoredRow of(
        long sequenceNr, long writtenAt, PayloadSerializer.SerializedPayload payload) {
      return new RawStoredRow(
          sequenceNr,
          Instant.ofEpochMilli(writtenAt),
          payload.serializerId(),
          payload.manifest(),
          payload.bytes());
    }
  }
}
