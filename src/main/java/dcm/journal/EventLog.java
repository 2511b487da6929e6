package dcm.journal;

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
 * Reads what a guild wrote, apart from the guild: for whoever reconnects, for the audit log, for
 * writing read tables anew. Failures arrive as {@link JournalFailure} in the stage.
 */
public final class EventLog {
  private final Database database;
  private final SchemaResolver resolver;
  private final Payloads payloads;

  public EventLog(ClassicActorSystemProvider system) {
    ActorSystem classic = system.classicSystem();
    database = Database.get(classic);
    resolver =
        JournalSettings.from(classic.settings().config(), new ArrayList<>()).resolver(classic);
    payloads = new Payloads(classic);
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
        connection -> EventRows.oldestFirst(connection, schema, persistenceId, from, to, limit));
  }

  /**
   * The same, and no more than {@code bytes} of events as they are stored, but one event at least:
   * a page that is empty says that no more follow, a page that is short says nothing.
   */
  public CompletionStage<List<StoredEvent>> oldestFirst(
      String persistenceId, long from, long to, int limit, long bytes) {
    var schema = resolver.schemaOf(persistenceId);
    return read(
        persistenceId,
        connection ->
            EventRows.oldestFirst(connection, schema, persistenceId, from, to, limit, bytes));
  }

  /** The same, newest first. */
  public CompletionStage<List<StoredEvent>> newestFirst(
      String persistenceId, long from, long to, int limit, long bytes) {
    var schema = resolver.schemaOf(persistenceId);
    return read(
        persistenceId,
        connection ->
            EventRows.newestFirst(connection, schema, persistenceId, from, to, limit, bytes));
  }

  /** A page, newest first; shorter than {@code limit} only when no more follow. */
  public CompletionStage<List<StoredEvent>> newestFirst(
      String persistenceId, long from, long to, int limit) {
    var schema = resolver.schemaOf(persistenceId);
    return read(
        persistenceId,
        connection -> EventRows.newestFirst(connection, schema, persistenceId, from, to, limit));
  }

  /**
   * A page of events as their rows have them, oldest first; shorter than {@code limit} only when no
   * more follow. For looking at what cannot be read.
   *
   * @param from first sequence number, included
   */
  public CompletionStage<List<RawRow>> raw(String persistenceId, long from, int limit) {
    var schema = resolver.schemaOf(persistenceId);
    return rows(
            persistenceId,
            connection ->
                EventRows.oldestFirst(
                    connection, schema, persistenceId, from, Long.MAX_VALUE, limit))
        .thenApply(rows ->
            rows.stream()
                .map(row -> RawRow.of(row.sequenceNr(), row.writtenAt(), row.event()))
                .toList());
  }

  /** The snapshot that a recovery begins with, as its row has it. */
  public CompletionStage<Optional<RawRow>> newestSnapshot(String persistenceId) {
    var schema = resolver.schemaOf(persistenceId);
    SqlWork<Optional<RawRow>> newest =
        connection ->
            Optional.ofNullable(SnapshotRows.newest(connection, schema, persistenceId))
                .map(row -> RawRow.of(row.sequenceNr(), row.created(), row.snapshot()));
    return database
        .schemas()
        .ifThere(schema, persistenceId, Optional.empty(), () -> database.read(newest));
  }

  /** What was written; throws what the serializer throws, checked or not. */
  public Object read(RawRow row) {
    return payloads.read(new Payload(row.serializerId(), row.manifest(), row.bytes()));
  }

  /** The number of the last event, 0 before the first. */
  public CompletionStage<Long> highest(String persistenceId) {
    var schema = resolver.schemaOf(persistenceId);
    SqlWork<Long> highest = connection -> EventRows.highest(connection, schema, persistenceId);
    return database
        .schemas()
        .ifThere(schema, persistenceId, 0L, () -> database.reading(schema, highest));
  }

  /** A page, oldest first, in a transaction of the caller's, on a thread that may block. */
  public List<StoredEvent> oldestFirst(
      Connection connection, String persistenceId, long from, int limit) throws SQLException {
    return stored(
        EventRows.oldestFirst(
            connection,
            resolver.schemaOf(persistenceId),
            persistenceId,
            from,
            Long.MAX_VALUE,
            limit));
  }

  private CompletionStage<List<StoredEvent>> read(
      String persistenceId, SqlWork<List<EventRow>> page) {
    return rows(persistenceId, page).thenApply(this::stored);
  }

  private CompletionStage<List<EventRow>> rows(String persistenceId, SqlWork<List<EventRow>> page) {
    return database
        .schemas()
        .ifThere(
            resolver.schemaOf(persistenceId),
            persistenceId,
            List.of(),
            () -> database.reading(resolver.schemaOf(persistenceId), page));
  }

  private List<StoredEvent> stored(List<EventRow> rows) {
    return rows.stream()
        .map(row ->
            new StoredEvent(
                row.sequenceNr(),
                Instant.ofEpochMilli(row.writtenAt()),
                payloads.read(row.event()),
                row.event().bytes().length))
        .toList();
  }
}
