package dcm.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements on {@code event_journal}. */
final class EventRows {
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

  // the size of what PostgreSQL keeps out of line is known without fetching it
  private static final String WITHIN =
      """
      select sequence_number, writer, write_timestamp, adapter_manifest,
             event_ser_id, event_ser_manifest, event_payload,
             meta_ser_id, meta_ser_manifest, meta_payload
        from (select page.*,
                     sum(octet_length(event_payload)) over (order by sequence_number %1$s) as bytes,
                     row_number() over (order by sequence_number %1$s) as place
                from (%2$s) page) sized
       where place = 1 or bytes <= ?
       order by sequence_number %1$s
      """;

  private static final String OLDEST_FIRST_WITHIN = WITHIN.formatted("asc", OLDEST_FIRST);
  private static final String NEWEST_FIRST_WITHIN = WITHIN.formatted("desc", NEWEST_FIRST);

  // deleted rows count: a sequence number is never given twice
  static final String HIGHEST =
      """
      select sequence_number from ${guild}.event_journal
       where persistence_id = ? order by sequence_number desc limit 1
      """;

  // the last row stays as a mark, so that the highest sequence number survives
  private static final String MARK_LAST =
      """
      update ${guild}.event_journal set deleted = true
       where persistence_id = ? and sequence_number = ? and sequence_number <= ?
      """;

  private static final String DELETE =
      """
      delete from ${guild}.event_journal
       where persistence_id = ? and sequence_number <= ? and sequence_number < ?
      """;

  private EventRows() {}

  static void insert(Connection connection, SchemaName schema, List<EventRow> rows)
      throws SQLException {
    try (var insert = connection.prepareStatement(schema.in(INSERT))) {
      for (var row : rows) {
        insert.setString(1, row.persistenceId());
        insert.setLong(2, row.sequenceNr());
        insert.setString(3, row.writer());
        insert.setLong(4, row.writtenAt());
        insert.setString(5, row.adapterManifest());
        set(insert, 6, row.event());
        set(insert, 9, row.metadata());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** The highest sequence number ever written, 0 when none was. */
  static long highest(Connection connection, SchemaName schema, String persistenceId)
      throws SQLException {
    try (var select = connection.prepareStatement(schema.in(HIGHEST))) {
      select.setString(1, persistenceId);
      try (var rows = select.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  /** At most {@code limit} rows from {@code from} to {@code to}, both included. */
  static List<EventRow> oldestFirst(
      Connection connection, SchemaName schema, String persistenceId, long from, long to, int limit)
      throws SQLException {
    return select(connection, schema.in(OLDEST_FIRST), persistenceId, from, to, limit);
  }

  static List<EventRow> newestFirst(
      Connection connection, SchemaName schema, String persistenceId, long from, long to, int limit)
      throws SQLException {
    return select(connection, schema.in(NEWEST_FIRST), persistenceId, from, to, limit);
  }

  /** The same, and no more than {@code bytes} of payload together, but one row at least. */
  static List<EventRow> oldestFirst(
      Connection connection,
      SchemaName schema,
      String persistenceId,
      long from,
      long to,
      int limit,
      long bytes)
      throws SQLException {
    return select(
        connection, schema.in(OLDEST_FIRST_WITHIN), persistenceId, from, to, limit, bytes);
  }

  static List<EventRow> newestFirst(
      Connection connection,
      SchemaName schema,
      String persistenceId,
      long from,
      long to,
      int limit,
      long bytes)
      throws SQLException {
    return select(
        connection, schema.in(NEWEST_FIRST_WITHIN), persistenceId, from, to, limit, bytes);
  }

  /** Deletes up to {@code to}, included; in one transaction. */
  static @Nullable Void deleteTo(
      Connection connection, SchemaName schema, String persistenceId, long to) throws SQLException {
    var highest = highest(connection, schema, persistenceId);
    try (var mark = connection.prepareStatement(schema.in(MARK_LAST));
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
        return all(rows, persistenceId);
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
      long bytes)
      throws SQLException {
    try (var select = connection.prepareStatement(sql)) {
      select.setString(1, persistenceId);
      select.setLong(2, from);
      select.setLong(3, to);
      select.setInt(4, limit);
      select.setLong(5, bytes);
      try (var rows = select.executeQuery()) {
        return all(rows, persistenceId);
      }
    }
  }

  /** What {@link #COLUMNS} selected. */
  static List<EventRow> all(ResultSet rows, String persistenceId) throws SQLException {
    var page = new ArrayList<EventRow>();
    while (rows.next()) {
      page.add(
          new EventRow(
              persistenceId,
              rows.getLong(1),
              rows.getString(2),
              rows.getLong(3),
              rows.getString(4),
              new Payload(rows.getInt(5), rows.getString(6), rows.getBytes(7)),
              metadata(rows, 8)));
    }
    return page;
  }

  /** Sets three columns: serializer, manifest, bytes. */
  static void set(PreparedStatement statement, int first, @Nullable Payload payload)
      throws SQLException {
    if (payload == null) {
      statement.setNull(first, Types.INTEGER);
      statement.setNull(first + 1, Types.VARCHAR);
      statement.setNull(first + 2, Types.BINARY);
    } else {
      statement.setInt(first, payload.serializerId());
      statement.setString(first + 1, payload.manifest());
      statement.setBytes(first + 2, payload.bytes());
    }
  }

  static @Nullable Payload metadata(ResultSet rows, int first) throws SQLException {
    var bytes = rows.getBytes(first + 2);
    return bytes == null ? null : new Payload(rows.getInt(first), rows.getString(first + 1), bytes);
  }
}
