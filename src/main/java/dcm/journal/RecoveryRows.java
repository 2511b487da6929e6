package dcm.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;

/** Takes a guild over and reads where it stands, in one round trip. */
final class RecoveryRows {
  private static final String SNAPSHOTS =
      """
      from ${guild}.snapshot
       where persistence_id = ? and sequence_number between ? and ? and created between ? and ?
       order by sequence_number desc limit 1
      """;

  // One transaction: pgjdbc sends the statements one behind the other, and with the last of them
  // the commit that auto-commit mode means. Each sees what was committed before it began. For all
  // after the first that is the same: it has a lock without which nobody may write the guild's
  // events or snapshots.
  private static final String TAKE_OVER =
      """
      select dcm.own(?);
      select sequence_number, created,
             snapshot_ser_id, snapshot_ser_manifest, snapshot_payload,
             meta_ser_id, meta_ser_manifest, meta_payload
      """
          + SNAPSHOTS
          + ";"
          + EventRows.HIGHEST
          + ";"
          + EventRows.COLUMNS
          + " and sequence_number > coalesce((select sequence_number "
          + SNAPSHOTS
          + "), 0) order by sequence_number limit ?";

  private RecoveryRows() {}

  /**
   * @param connection in auto-commit mode
   * @param from the first event that is wanted when no snapshot is found
   * @param limit events, at most
   */
  static Recovered takeOver(
      Connection connection,
      SchemaName schema,
      String persistenceId,
      SnapshotSelectionCriteria criteria,
      long from,
      int limit)
      throws SQLException {
    try (var take = connection.prepareStatement(schema.in(TAKE_OVER))) {
      take.setLong(1, schema.snowflake());
      select(take, 2, persistenceId, criteria);
      take.setString(7, persistenceId);
      take.setString(8, persistenceId);
      take.setLong(9, from);
      take.setLong(10, Long.MAX_VALUE);
      select(take, 11, persistenceId, criteria);
      take.setInt(16, limit);
      take.execute();
      var epoch = number(take);
      take.getMoreResults();
      var snapshot = SnapshotRows.first(take.getResultSet());
      take.getMoreResults();
      var highest = number(take);
      take.getMoreResults();
      var tail = EventRows.all(take.getResultSet(), persistenceId);
      var first = snapshot == null ? from : Math.max(from, snapshot.sequenceNr() + 1);
      return new Recovered(epoch, snapshot, new Tail(highest, first, tail, tail.size() < limit));
    }
  }

  /** Five values. */
  private static void select(
      PreparedStatement statement,
      int place,
      String persistenceId,
      SnapshotSelectionCriteria criteria)
      throws SQLException {
    statement.setString(place, persistenceId);
    statement.setLong(place + 1, criteria.minSequenceNr());
    statement.setLong(place + 2, criteria.maxSequenceNr());
    statement.setLong(place + 3, criteria.minTimestamp());
    statement.setLong(place + 4, criteria.maxTimestamp());
  }

  /** The only one, or 0. */
  private static long number(PreparedStatement statement) throws SQLException {
    ResultSet rows = statement.getResultSet();
    return rows.next() ? rows.getLong(1) : 0;
  }
}
