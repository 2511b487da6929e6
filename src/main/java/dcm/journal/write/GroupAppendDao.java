package dcm.journal.write;

import dcm.journal.jdbc.JdbcExecutor;
import dcm.journal.jdbc.PipelinedStatement;
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
  /** The same text for all guilds: the only statement whose plan may be cached. */
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
   * Writes the group in one transaction. Append, projection and commit are one round trip, unless
   * the projection of a large group has too many statements for one.
   */
  static void write(Connection connection, List<PendingWrite> group) throws SQLException {
    var append = new AppendStatement(group);
    var projection = new ArrayList<PipelinedStatement>();
    group.forEach(write -> projection.addAll(write.batch().projectionStatements().statements()));
    if (projection.isEmpty()) {
      append.executePrepared(connection);
    } else if (projection.size() < StatementPipeline.MAX_STATEMENTS) {
      projection.addFirst(append);
      StatementPipeline.executeAndCommit(connection, projection);
    } else {
      connection.setAutoCommit(false);
      try {
        append.executePrepared(connection);
        StatementPipeline.execute(connection, projection);
        connection.commit();
      } catch (SQLException | RuntimeException failed) {
        JdbcExecutor.rollBack(connection, failed);
        throw failed;
      }
    }
  }

  /** Inserts the rows of all guilds and compares their epochs. */
  private record AppendStatement(List<PendingWrite> group) implements PipelinedStatement {
    @Override
    public String sql() {
      return APPEND;
    }

    @Override
    public int bind(PreparedStatement prepared, int firstIndex) throws SQLException {
      var rows = group.stream().flatMap(write -> write.batch().rows().stream()).toList();
      var connection = prepared.getConnection().unwrap(PGConnection.class);
      var columns = new Columns(prepared, connection, rows, firstIndex);
      columns.texts(EventDao.EventRow::persistenceId);
      columns.numbers(EventDao.EventRow::sequenceNr);
      columns.texts(EventDao.EventRow::writer);
      columns.numbers(EventDao.EventRow::writtenAt);
      columns.texts(EventDao.EventRow::adapterManifest);
      columns.payloads(EventDao.EventRow::event);
      columns.payloads(EventDao.EventRow::metadata);
      columns.set("int8", group.stream().mapToLong(write -> write.schema().snowflake()).toArray());
      columns.set("int8", group.stream().mapToLong(PendingWrite::epoch).toArray());
      return columns.index;
    }

    /** Alone, the statement is prepared on the server. */
    void executePrepared(Connection connection) throws SQLException {
      try (var statement = connection.prepareStatement(APPEND)) {
        statement.unwrap(PGStatement.class).setPrepareThreshold(1);
        bind(statement, 1);
        statement.execute();
      }
    }
  }

  /** Binds one array per column, in the order of the parameters. */
  private static final class Columns {
    private final PreparedStatement statement;
    private final PGConnection connection;
    private final List<EventDao.EventRow> rows;
    private int index;

    Columns(
        PreparedStatement statement,
        PGConnection connection,
        List<EventDao.EventRow> rows,
        int firstIndex) {
      this.statement = statement;
      this.connection = connection;
      this.rows = rows;
      this.index = firstIndex;
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
