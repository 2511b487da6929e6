package dcm.journal;

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

/** Takes guilds over and reads where each stands, in one transaction and one round trip. */
final class RecoveryRows {
  /** The same for all guilds, so that it is prepared once and its answers come as bytes. */
  private static final String TAKE_OVER =
      """
      select place, what, number, time, writer, adapter_manifest, serializer, manifest, payload,
             meta_serializer, meta_manifest, meta_payload
        from dcm.take_over(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final int NOT_READY = 0;
  private static final int TAKEN = 1;
  private static final int SNAPSHOT = 2;
  private static final int EVENT = 3;
  private static final int DELETED = 4;
  private static final int TAKEN_WHOLE = 5;
  private static final int FOREIGN = 6;

  private RecoveryRows() {}

  /**
   * A guild that is to be taken over.
   *
   * @param from the first event that is wanted when no snapshot is found
   */
  record Wish(
      SchemaName schema, String persistenceId, SnapshotSelectionCriteria criteria, long from) {}

  /**
   * What became of the wishes, in their order.
   *
   * @param connection in auto-commit mode
   */
  static List<Found> takeOver(Connection connection, List<Wish> wishes, Portions portions)
      throws SQLException {
    try (var take = connection.prepareStatement(TAKE_OVER)) {
      take.unwrap(PGStatement.class).setPrepareThreshold(1);
      take.setInt(1, GuildTables.NEWEST);
      take.setInt(2, portions.page());
      take.setLong(3, portions.whole());
      var columns = new Columns(take, wishes);
      columns.numbers(4, wish -> wish.schema().snowflake());
      columns.texts(5, Wish::persistenceId);
      columns.numbers(6, Wish::from);
      columns.numbers(7, wish -> wish.criteria().minSequenceNr());
      columns.numbers(8, wish -> wish.criteria().maxSequenceNr());
      columns.numbers(9, wish -> wish.criteria().minTimestamp());
      columns.numbers(10, wish -> wish.criteria().maxTimestamp());
      try (var rows = take.executeQuery()) {
        var pieces = wishes.stream().map(wish -> new Pieces(wish, portions.page())).toList();
        while (rows.next()) {
          pieces.get(rows.getInt(1) - 1).add(rows);
        }
        return pieces.stream().map(Pieces::found).toList();
      }
    }
  }

  /** One array per column. */
  private record Columns(PreparedStatement statement, List<Wish> wishes) {
    void numbers(int place, ToLongFunction<Wish> column) throws SQLException {
      set(place, "bigint", wishes.stream().map(column::applyAsLong));
    }

    void texts(int place, Function<Wish, String> column) throws SQLException {
      set(place, "text", wishes.stream().map(column));
    }

    private void set(int place, String type, Stream<?> values) throws SQLException {
      statement.setArray(place, statement.getConnection().createArrayOf(type, values.toArray()));
    }
  }

  /** The rows of one guild, as they come. */
  private static final class Pieces {
    private final Wish wish;
    private final int page;
    private final List<EventRow> events = new ArrayList<>();
    private int read;
    private long last;
    private SnapshotRows.@Nullable Row snapshot;
    private @Nullable Found found;

    Pieces(Wish wish, int page) {
      this.wish = wish;
      this.page = page;
    }

    void add(ResultSet rows) throws SQLException {
      switch (rows.getInt(2)) {
        case NOT_READY -> {
          var version = rows.getInt(7);
          found = new Found.NotReady(rows.getLong(3), rows.wasNull() ? GuildTables.NONE : version);
        }
        case TAKEN -> found = taken(rows);
        case TAKEN_WHOLE -> found = whole(rows);
        case SNAPSHOT ->
            snapshot =
                new SnapshotRows.Row(
                    rows.getLong(3), rows.getLong(4), payload(rows), EventRows.metadata(rows, 10));
        case EVENT -> {
          events.add(
              new EventRow(
                  wish.persistenceId(),
                  rows.getLong(3),
                  rows.getString(5),
                  rows.getLong(4),
                  rows.getString(6),
                  payload(rows),
                  EventRows.metadata(rows, 10)));
          count(rows);
        }
        case DELETED -> count(rows);
        case FOREIGN -> {}
        default -> throw new SQLException("dcm.take_over is not the one that this program knows");
      }
    }

    private void count(ResultSet rows) throws SQLException {
      read++;
      last = Math.max(last, rows.getLong(3));
    }

    private Found taken(ResultSet rows) throws SQLException {
      var epoch = rows.getLong(3);
      var highest = rows.getLong(4);
      var known = !rows.wasNull();
      var first = snapshot == null ? wish.from() : Math.max(wish.from(), snapshot.sequenceNr() + 1);
      var whole = read < page;
      return new Found.Taken(
          epoch,
          router(rows),
          snapshot,
          new Tail(known ? highest : last, first, events, whole ? Long.MAX_VALUE : last + 1));
    }

    private Found whole(ResultSet rows) throws SQLException {
      // a table has no order; mostly they lie as they came, and this only looks
      events.sort(Comparator.comparingLong(EventRow::sequenceNr));
      return new Found.Taken(
          rows.getLong(3), router(rows), null, new Tail(last, 1, events, Long.MAX_VALUE));
    }

    private static @Nullable Integer router(ResultSet rows) throws SQLException {
      var router = rows.getInt(7);
      return rows.wasNull() ? null : router;
    }

    private static Payload payload(ResultSet rows) throws SQLException {
      return new Payload(rows.getInt(7), rows.getString(8), rows.getBytes(9));
    }

    Found found() {
      if (found == null) {
        throw new IllegalStateException("dcm.take_over said nothing of " + wish.schema());
      }
      return found;
    }
  }
}
