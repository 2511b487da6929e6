package dcm.journal.write;

import dcm.journal.jdbc.JdbcExecutor;
import dcm.journal.jdbc.StatementBatch;
import dcm.journal.jdbc.StatementPipeline;
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

/** The statement that appends the events of many guilds. */
final class GroupAppendDao {
  /** The same text for all guilds: the only statement whose plan is cached. */
  private static final String APPEND =
      "select dcm.append_events(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String WARM_UP = "select dcm.warm_up_partitions(?, ?)";

  private GroupAppendDao() {}

  /** Loads plans and partition bounds into the connection of one of {@code lanes} lanes. */
  static void warmUp(Connection connection, int lane, int lanes) throws SQLException {
    try (var statement = connection.prepareStatement(WARM_UP)) {
      statement.setInt(1, lane);
      statement.setInt(2, lanes);
      statement.execute();
    }
  }

  /**
   * Writes the group in one transaction. Without projection statements, insert and commit are one
   * round trip.
   */
  static void write(Connection connection, List<PendingWrite> group) throws SQLException {
    var statements = new ArrayList<StatementBatch.Statement>();
    group.forEach(write -> statements.addAll(write.batch().projectionStatements().statements()));
    if (statements.isEmpty()) {
      append(connection, group);
    } else {
      connection.setAutoCommit(false);
      try {
        append(connection, group);
        StatementPipeline.execute(connection, statements);
        connection.commit();
      } catch (SQLException | RuntimeException failed) {
        JdbcExecutor.rollBack(connection, failed);
        throw failed;
      }
    }
  }

  private static void append(Connection connection, List<PendingWrite> group) throws SQLException {
    var rows = group.stream().flatMap(write -> write.batch().rows().stream()).toList();
    try (var statement = connection.prepareStatement(APPEND)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(1);
      var columns = new Columns(statement, connection.unwrap(PGConnection.class), rows);
      columns.texts(EventDao.EventRow::persistenceId);
      columns.numbers(EventDao.EventRow::sequenceNr);
      columns.texts(EventDao.EventRow::writer);
      columns.numbers(EventDao.EventRow::writtenAt);
      columns.texts(EventDao.EventRow::adapterManifest);
      columns.payloads(EventDao.EventRow::event);
      columns.payloads(EventDao.EventRow::metadata);
      columns.set("int8", group.stream().mapToLong(write -> write.schema().snowflake()).toArray());
      columns.set("int8", group.stream().mapToLong(PendingWrite::epoch).toArray());
      statement.execute();
    }
  }

  /** Binds one array per column, in the order of the parameters. */
  private static final class Columns {
    private final PreparedStatement statement;
    private final PGConnection connection;
    private final List<EventDao.EventRow> rows;
    private int index = 1;

    Columns(PreparedStatement statement, PGConnection connection, List<EventDao.EventRow> rows) {
      this.statement = statement;
      this.connection = connection;
      this.rows = rows;
    }

    void texts(Function<EventDao.EventRow, String> column) throws SQLException {
      set("text", rows.stream().map(column).toArray(String[]::new));
    }

    void numbers(ToLongFunction<EventDao.EventRow> column) throws SQLException {
      set("int8", rows.stream().mapToLong(column).toArray());
    }

    /** Three columns: serializer, manifest, bytes; null when no row has a payload. */
    void payloads(Function<EventDao.EventRow, PayloadSerializer.@Nullable SerializedPayload> column)
        throws SQLException {
      var payloads = new ArrayList<PayloadSerializer.@Nullable SerializedPayload>(rows.size());
      var anyPresent = false;
      for (var row : rows) {
        var payload = column.apply(row);
        payloads.add(payload);
        anyPresent |= payload != null;
      }
      if (!anyPresent) {
        for (var type : new String[] {"int4[]", "text[]", "bytea[]"}) {
          statement.setNull(index++, java.sql.Types.ARRAY, type);
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
      statement.setArray(index++, array);
    }
  }
}
