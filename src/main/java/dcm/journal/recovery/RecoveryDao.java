package dcm.journal.recovery;

import dcm.journal.schema.GuildTables;
import dcm.journal.schema.SchemaName;
import dcm.journal.write.EventDao;
import dcm.journal.write.PayloadSerializer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/** Acquires epochs and reads histories of many guilds in one transaction and one round trip. */
final class RecoveryDao {
  /** The same text for all guilds: prepared once, with results in binary format. */
  private static final String TAKE_OVER =
      """
      select request_index, row_type, number, written_at, writer, adapter_manifest,
             serializer_id, manifest, payload, meta_serializer_id, meta_manifest, meta_payload
        from dcm.take_over(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final int NOT_READY = 0;
  private static final int ACQUIRED = 1;
  private static final int SNAPSHOT = 2;
  private static final int EVENT = 3;
  private static final int DELETED = 4;
  private static final int ACQUIRED_FULL_SCAN = 5;
  private static final int FOREIGN = 6;

  private RecoveryDao() {}

  /**
   * A guild to take over.
   *
   * @param from the first event to read when no snapshot matches
   */
  record TakeoverRequest(
      SchemaName schema, String persistenceId, SnapshotSelectionCriteria criteria, long from) {}

  /**
   * Takes over many guilds.
   *
   * @param connection in auto-commit mode
   * @return in the order of {@code requests}
   */
  static List<TakeoverResult> takeOver(
      Connection connection, List<TakeoverRequest> requests, ReplayLimits limits)
      throws SQLException {
    try (var statement = connection.prepareStatement(TAKE_OVER)) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(1);
      statement.setInt(1, GuildTables.LATEST_VERSION);
      statement.setInt(2, limits.pageSize());
      statement.setLong(3, limits.fullScanMaxBytes());
      var columns = new Columns(statement, requests);
      columns.numbers(4, request -> request.schema().snowflake());
      columns.texts(5, TakeoverRequest::persistenceId);
      columns.numbers(6, TakeoverRequest::from);
      columns.numbers(7, request -> request.criteria().minSequenceNr());
      columns.numbers(8, request -> request.criteria().maxSequenceNr());
      columns.numbers(9, request -> request.criteria().minTimestamp());
      columns.numbers(10, request -> request.criteria().maxTimestamp());
      try (var rows = statement.executeQuery()) {
        var assemblers =
            requests.stream()
                .map(request -> new ResultAssembler(request, limits.pageSize()))
                .toList();
        while (rows.next()) {
          assemblers.get(rows.getInt(1) - 1).addRow(rows);
        }
        return assemblers.stream().map(ResultAssembler::result).toList();
      }
    }
  }

  /** Binds one array per column. */
  private record Columns(PreparedStatement statement, List<TakeoverRequest> requests) {
    void numbers(int index, ToLongFunction<TakeoverRequest> column) throws SQLException {
      set(index, "bigint", requests.stream().map(column::applyAsLong));
    }

    void texts(int index, Function<TakeoverRequest, String> column) throws SQLException {
      set(index, "text", requests.stream().map(column));
    }

    private void set(int index, String type, Stream<?> values) throws SQLException {
      statement.setArray(index, statement.getConnection().createArrayOf(type, values.toArray()));
    }
  }

  /** Collects the rows of one guild. */
  private static final class ResultAssembler {
    private final TakeoverRequest request;
    private final int pageSize;
    private final List<EventDao.EventRow> events = new ArrayList<>();
    private int rowsRead;
    private long lastSequenceNr;
    private SnapshotDao.@Nullable Row snapshot;
    private @Nullable TakeoverResult result;

    ResultAssembler(TakeoverRequest request, int pageSize) {
      this.request = request;
      this.pageSize = pageSize;
    }

    void addRow(ResultSet rows) throws SQLException {
      switch (rows.getInt(2)) {
        case NOT_READY -> {
          var version = rows.getInt(7);
          result =
              new TakeoverResult.NotReady(
                  rows.getLong(3), rows.wasNull() ? GuildTables.NO_VERSION : version);
        }
        case ACQUIRED -> result = acquired(rows);
        case ACQUIRED_FULL_SCAN -> result = acquiredFullScan(rows);
        case SNAPSHOT ->
            snapshot =
                new SnapshotDao.Row(
                    rows.getLong(3),
                    rows.getLong(4),
                    payload(rows),
                    EventDao.readMetadata(rows, 10));
        case EVENT -> {
          events.add(
              new EventDao.EventRow(
                  request.persistenceId(),
                  rows.getLong(3),
                  rows.getString(5),
                  rows.getLong(4),
                  rows.getString(6),
                  payload(rows),
                  EventDao.readMetadata(rows, 10)));
          countRow(rows);
        }
        case DELETED -> countRow(rows);
        case FOREIGN -> {}
        default -> throw new IllegalStateException("dcm.take_over returned an unknown row type");
      }
    }

    private void countRow(ResultSet rows) throws SQLException {
      rowsRead++;
      lastSequenceNr = Math.max(lastSequenceNr, rows.getLong(3));
    }

    private TakeoverResult acquired(ResultSet rows) throws SQLException {
      var epoch = rows.getLong(3);
      var highest = rows.getLong(4);
      var highestKnown = !rows.wasNull();
      var firstSequenceNr =
          snapshot == null ? request.from() : Math.max(request.from(), snapshot.sequenceNr() + 1);
      var complete = rowsRead < pageSize;
      return new TakeoverResult.Acquired(
          epoch,
          partition(rows),
          snapshot,
          new ReadAhead.PrefetchedEvents(
              highestKnown ? highest : lastSequenceNr,
              firstSequenceNr,
              events,
              complete ? Long.MAX_VALUE : lastSequenceNr + 1));
    }

    private TakeoverResult acquiredFullScan(ResultSet rows) throws SQLException {
      // a full scan returns rows in physical order, which usually is that of the events
      events.sort(Comparator.comparingLong(EventDao.EventRow::sequenceNr));
      return new TakeoverResult.Acquired(
          rows.getLong(3),
          partition(rows),
          null,
          new ReadAhead.PrefetchedEvents(lastSequenceNr, 1, events, Long.MAX_VALUE));
    }

    private static @Nullable Integer partition(ResultSet rows) throws SQLException {
      var partition = rows.getInt(7);
      return rows.wasNull() ? null : partition;
    }

    private static PayloadSerializer.SerializedPayload payload(ResultSet rows) throws SQLException {
      return new PayloadSerializer.SerializedPayload(
          rows.getInt(7), rows.getString(8), rows.getBytes(9));
    }

    TakeoverResult result() {
      if (result == null) {
        throw new IllegalStateException("dcm.take_over returned no result for " + request.schema());
      }
      return result;
    }
  }

  /** The result of a takeover. */
  sealed interface TakeoverResult {
    /**
     * This process is the owner.
     *
     * @param epoch the new epoch
     * @param partition the partition to which the guild's journal is attached; null: none
     * @param snapshot the latest matching snapshot; null: none
     */
    record Acquired(
        long epoch,
        @Nullable Integer partition,
        SnapshotDao.@Nullable Row snapshot,
        ReadAhead.PrefetchedEvents events)
        implements TakeoverResult {}

    /**
     * The tables are missing or not of the latest version; no epoch was acquired.
     *
     * @param epoch the current epoch, 0 when there is none
     * @param version of the tables, {@link GuildTables#NO_VERSION} when there are none
     */
    record NotReady(long epoch, int version) implements TakeoverResult {}
  }
}
