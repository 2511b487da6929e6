package dcm.journal;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/** Writes the events of many guilds with one statement. */
final class GroupRows {
  /** The same for all guilds: the one statement here whose plan is worth keeping. */
  private static final String APPEND = "select dcm.append(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String MEET = "select dcm.meet_tree(?, ?)";

  private GroupRows() {}

  /** What the connection of one of {@code lanes} lanes learns before it writes. */
  static void meet(Connection connection, int lane, int lanes) throws SQLException {
    try (var meet = connection.prepareStatement(MEET)) {
      meet.setInt(1, lane);
      meet.setInt(2, lanes);
      meet.execute();
    }
  }

  /**
   * All or nothing. When no hook has anything to add, writing and committing are one round trip.
   */
  static void write(Connection connection, List<PendingWrite> group) throws SQLException {
    var also = new ArrayList<Also.Statement>();
    group.forEach(write -> also.addAll(write.batch().also().statements()));
    if (also.isEmpty()) {
      append(connection, group);
    } else {
      connection.setAutoCommit(false);
      try {
        append(connection, group);
        Pipeline.execute(connection, also);
        connection.commit();
      } catch (SQLException | RuntimeException failed) {
        Workers.rollBack(connection, failed);
        throw failed;
      }
    }
  }

  private static void append(Connection connection, List<PendingWrite> group) throws SQLException {
    var rows = group.stream().flatMap(write -> write.batch().rows().stream()).toList();
    try (var append = connection.prepareStatement(APPEND)) {
      append.unwrap(PGStatement.class).setPrepareThreshold(1);
      var columns = new Columns(append, connection.unwrap(PGConnection.class), rows);
      columns.texts(EventRow::persistenceId);
      columns.numbers(EventRow::sequenceNr);
      columns.texts(EventRow::writer);
      columns.numbers(EventRow::writtenAt);
      columns.texts(EventRow::adapterManifest);
      columns.payloads(EventRow::event);
      columns.payloads(EventRow::metadata);
      columns.set("int8", group.stream().mapToLong(write -> write.schema().snowflake()).toArray());
      columns.set("int8", group.stream().mapToLong(PendingWrite::epoch).toArray());
      append.execute();
    }
  }

  /** One array per column, in the order of the question marks. */
  private static final class Columns {
    private final PreparedStatement statement;
    private final PGConnection connection;
    private final List<EventRow> rows;
    private int place = 1;

    Columns(PreparedStatement statement, PGConnection connection, List<EventRow> rows) {
      this.statement = statement;
      this.connection = connection;
      this.rows = rows;
    }

    void texts(Function<EventRow, String> column) throws SQLException {
      set("text", rows.stream().map(column).toArray(String[]::new));
    }

    void numbers(ToLongFunction<EventRow> column) throws SQLException {
      set("int8", rows.stream().mapToLong(column).toArray());
    }

    /** Three columns: serializer, manifest, bytes; null when no row has any. */
    void payloads(Function<EventRow, @Nullable Payload> column) throws SQLException {
      var payloads = new ArrayList<@Nullable Payload>(rows.size());
      var some = false;
      for (var row : rows) {
        var payload = column.apply(row);
        payloads.add(payload);
        some |= payload != null;
      }
      if (!some) {
        for (var type : new String[] {"int4[]", "text[]", "bytea[]"}) {
          statement.setNull(place++, java.sql.Types.ARRAY, type);
        }
        return;
      }
      var serializers = new @Nullable Integer[payloads.size()];
      var manifests = new @Nullable String[payloads.size()];
      var bytes = new byte[payloads.size()][];
      for (var i = 0; i < serializers.length; i++) {
        var payload = payloads.get(i);
        if (payload != null) {
          serializers[i] = payload.serializerId();
          manifests[i] = payload.manifest();
          bytes[i] = payload.bytes();
        }
      }
      set("int4", serializers);
      set("text", manifests);
      set("bytea", bytes);
    }

    void set(String type, Object elements) throws SQLException {
      Array array = connection.createArrayOf(type, elements);
      statement.setArray(place++, array);
    }
  }
}
