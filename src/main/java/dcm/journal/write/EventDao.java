package dcm.journal.write;

import dcm.journal.schema.SchemaName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.OptionConverters;

/** Statements on {@code event_journal}. */
public final class EventDao {
  private static final String INSERT =
      """
      insert into ${guild}.event_journal
        (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
         event_ser_id, event_ser_manifest, event_payload,
         meta_ser_id, meta_ser_manifest, meta_payload)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  static final String COLUMNS =
      """
      select sequence_number, writer, write_timestamp, adapter_manifest,
             event_ser_id, event_ser_manifest, event_payload,
             meta_ser_id, meta_ser_manifest, meta_payload
        from ${guild}.event_journal
       where persistence_id = ? and sequence_number between ? and ? and not deleted
      """;

  private static final String OLDEST_FIRST = COLUMNS + " order by sequence_number limit ?";
  private static final String NEWEST_FIRST = COLUMNS + " order by sequence_number desc limit ?";

  // octet_length of a value stored out of line does not fetch it
  private static final String WITHIN_BYTES =
      """
      select sequence_number, writer, write_timestamp, adapter_manifest,
             event_ser_id, event_ser_manifest, event_payload,
             meta_ser_id, meta_ser_manifest, meta_payload
        from (select page.*,
                     sum(octet_length(event_payload)) over (order by sequence_number %1$s) as bytes,
                     row_number() over (order by sequence_number %1$s) as row_index
                from (%2$s) page) sized
       where row_index = 1 or bytes <= ?
       order by sequence_number %1$s
      """;

  private static final String OLDEST_FIRST_WITHIN_BYTES =
      WITHIN_BYTES.formatted("asc", OLDEST_FIRST);
  private static final String NEWEST_FIRST_WITHIN_BYTES =
      WITHIN_BYTES.formatted("desc", NEWEST_FIRST);

  // deleted rows count: a sequence number is never reused
  static final String HIGHEST_SEQUENCE_NR =
      """
      select sequence_number from ${guild}.event_journal
       where persistence_id = ? order by sequence_number desc limit 1
      """;

  // the last row is kept and marked deleted, which preserves the highest sequence number
  private static final String MARK_LAST_DELETED =
      """
      update ${guild}.event_journal set deleted = true
       where persistence_id = ? and sequence_number = ? and sequence_number <= ?
      """;

  private static final String DELETE =
      """
      delete from ${guild}.event_journal
       where persistence_id = ? and sequence_number <= ? and sequence_number < ?
      """;

  private EventDao() {}

  public static void insert(Connection connection, SchemaName schema, List<EventRow> rows)
      throws SQLException {
    try (var insert = connection.prepareStatement(schema.in(INSERT))) {
      for (var row : rows) {
        insert.setString(1, row.persistenceId());
        insert.setLong(2, row.sequenceNr());
        insert.setString(3, row.writer());
        insert.setLong(4, row.writtenAt());
        insert.setString(5, row.adapterManifest());
        bindPayload(insert, 6, row.event());
        bindPayload(insert, 9, row.metadata());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** The highest sequence number ever written; 0 before the first event. */
  public static long highestSequenceNr(
      Connection connection, SchemaName schema, String persistenceId) throws SQLException {
    try (var select = connection.prepareStatement(schema.in(HIGHEST_SEQUENCE_NR))) {
      select.setString(1, persistenceId);
      try (var rows = select.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  /** At most {@code limit} rows from {@code from} to {@code to}, both inclusive. */
  public static List<EventRow> oldestFirst(
      Connection connection, SchemaName schema, String persistenceId, long from, long to, int limit)
      throws SQLException {
    return select(connection, schema.in(OLDEST_FIRST), persistenceId, from, to, limit);
  }

  public static List<EventRow> newestFirst(
      Connection connection, SchemaName schema, String persistenceId, long from, long to, int limit)
      throws SQLException {
    return select(connection, schema.in(NEWEST_FIRST), persistenceId, from, to, limit);
  }

  /** The same with at most {@code maxBytes} of payload in total, but at least one row. */
  public static List<EventRow> oldestFirst(
      Connection connection,
      SchemaName schema,
      String persistenceId,
      long from,
      long to,
      int limit,
      long maxBytes)
      throws SQLException {
    return select(
        connection, schema.in(OLDEST_FIRST_WITHIN_BYTES), persistenceId, from, to, limit, maxBytes);
  }

  public static List<EventRow> newestFirst(
      Connection connection,
      SchemaName schema,
      String persistenceId,
      long from,
      long to,
      int limit,
      long maxBytes)
      throws SQLException {
    return select(
        connection, schema.in(NEWEST_FIRST_WITHIN_BYTES), persistenceId, from, to, limit, maxBytes);
  }

  /** Deletes events up to and including {@code to}, in the current transaction. */
  public static @Nullable Void deleteTo(
      Connection connection, SchemaName schema, String persistenceId, long to) throws SQLException {
    var highest = highestSequenceNr(connection, schema, persistenceId);
    try (var mark = connection.prepareStatement(schema.in(MARK_LAST_DELETED));
        var delete = connection.prepareStatement(schema.in(DELETE))) {
      mark.setString(1, persistenceId);
      mark.setLong(2, highest);
      mark.setLong(3, to);
      mark.executeUpdate();
      delete.setString(1, persistenceId);
      delete.setLong(2, to);
      delete.setLong(3, highest);
      delete.executeUpdate();
    }
    return null;
  }

  private static List<EventRow> select(
      Connection connection, String sql, String persistenceId, long from, long to, int limit)
      throws SQLException {
    try (var select = connection.prepareStatement(sql)) {
      select.setString(1, persistenceId);
      select.setLong(2, from);
      select.setLong(3, to);
      select.setInt(4, limit);
      try (var rows = select.executeQuery()) {
        return readAll(rows, persistenceId);
      }
    }
  }

  private static List<EventRow> select(
      Connection connection,
      String sql,
      String persistenceId,
      long from,
      long to,
      int limit,
      long maxBytes)
      throws SQLException {
    try (var select = connection.prepareStatement(sql)) {
      select.setString(1, persistenceId);
      select.setLong(2, from);
      select.setLong(3, to);
      select.setInt(4, limit);
      select.setLong(5, maxBytes);
      try (var rows = select.executeQuery()) {
        return readAll(rows, persistenceId);
      }
    }
  }

  /** Reads the rows of a {@link #COLUMNS} query. */
  static List<EventRow> readAll(ResultSet rows, String persistenceId) throws SQLException {
    var page = new ArrayList<EventRow>();
    while (rows.next()) {
      page.add(
          new EventRow(
              persistenceId,
              rows.getLong(1),
              rows.getString(2),
              rows.getLong(3),
              rows.getString(4),
              new PayloadSerializer.SerializedPayload(
                  rows.getInt(5), rows.getString(6), rows.getBytes(7)),
              readMetadata(rows, 8)));
    }
    return page;
  }

  /** Binds three columns: serializer, manifest, bytes. */
  public static void bindPayload(
      PreparedStatement statement,
      int firstIndex,
      PayloadSerializer.@Nullable SerializedPayload payload)
      throws SQLException {
    if (payload == null) {
      statement.setNull(firstIndex, Types.INTEGER);
      statement.setNull(firstIndex + 1, Types.VARCHAR);
      statement.setNull(firstIndex + 2, Types.BINARY);
    } else {
      statement.setInt(firstIndex, payload.serializerId());
      statement.setString(firstIndex + 1, payload.manifest());
      statement.setBytes(firstIndex + 2, payload.bytes());
    }
  }

  public static PayloadSerializer.@Nullable SerializedPayload readMetadata(
      ResultSet rows, int firstIndex) throws SQLException {
    var bytes = rows.getBytes(firstIndex + 2);
    return bytes == null
        ? null
        : new PayloadSerializer.SerializedPayload(
            rows.getInt(firstIndex), rows.getString(firstIndex + 1), bytes);
  }

  /**
   * A row of {@code event_journal}.
   *
   * @param writtenAt milliseconds since 1970
   * @param adapterManifest manifest of the event adapter; empty without one
   */
  public record EventRow(
      String persistenceId,
      long sequenceNr,
      String writer,
      long writtenAt,
      String adapterManifest,
      PayloadSerializer.SerializedPayload event,
      PayloadSerializer.@Nullable SerializedPayload metadata) {

    static EventRow of(PersistentRepr message, long writtenAt, PayloadSerializer serializer) {
      var metadata = OptionConverters.toJava(message.metadata());
      return new EventRow(
          message.persistenceId(),
          message.sequenceNr(),
          message.writerUuid(),
          writtenAt,
          message.manifest(),
          serializer.serialize(eventOf(message)),
          metadata.map(serializer::serialize).orElse(null));
    }

    /** The payload without tags: a guild is one stream, so tags are not stored. */
    static Object eventOf(PersistentRepr message) {
      return message.payload() instanceof Tagged tagged ? tagged.payload() : message.payload();
    }

    public PersistentRepr toMessage(PayloadSerializer serializer) {
      var message =
          PersistentRepr.apply(
                  serializer.deserialize(event),
                  sequenceNr,
                  persistenceId,
                  adapterManifest,
                  false,
                  ActorRef.noSender(),
                  writer)
              .withTimestamp(writtenAt);
      return metadata == null ? message : message.withMetadata(serializer.deserialize(metadata));
    }
  }
}
