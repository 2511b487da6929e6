package dcm.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;

/** Takes a guild over and reads where it stands, in one round trip. */
final class RecoveryRows {
  // Two statements, one transaction: pgjdbc sends them one behind the other, and the commit that
  // auto-commit mode means with the last. The second sees what was committed while the first
  // waited for those who were still writing; and being one statement, it sees snapshot and events
  // as of one moment.
  private static final String TAKE_OVER =
      """
      select dcm.own(?);
      with latest as materialized (
        select sequence_number, created,
               snapshot_ser_id, snapshot_ser_manifest, snapshot_payload,
               meta_ser_id, meta_ser_manifest, meta_payload
          from ${guild}.snapshot
         where persistence_id = ? and sequence_number between ? and ? and created between ? and ?
         order by sequence_number desc limit 1
      ), tail as materialized (
        select sequence_number, write_timestamp,
               event_ser_id, event_ser_manifest, event_payload,
               meta_ser_id, meta_ser_manifest, meta_payload, writer, adapter_manifest
          from ${guild}.event_journal
         where persistence_id = ? and not deleted
           and sequence_number >= greatest(?, (select sequence_number + 1 from latest))
         order by sequence_number limit ?
      )
      select 1 as kind, latest.*, null as writer, null as adapter_manifest from latest
      union all
      select 2, tail.* from tail
      union all
      select 3, sequence_number, 0, 0, '', ''::bytea, null, null, null, null, null
        from (select sequence_number from ${guild}.event_journal
               where persistence_id = ? order by sequence_number desc limit 1) as highest
      order by kind, sequence_number
      """;

  private static final int SNAPSHOT = 1;
  private static final int EVENT = 2;

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
      take.setString(2, persistenceId);
      take.setLong(3, criteria.minSequenceNr());
      take.setLong(4, criteria.maxSequenceNr());
      take.setLong(5, criteria.minTimestamp());
      take.setLong(6, criteria.maxTimestamp());
      take.setString(7, persistenceId);
      take.setLong(8, from);
      take.setInt(9, limit);
      take.setString(10, persistenceId);
      take.execute();
      long epoch;
      try (var own = take.getResultSet()) {
        own.next();
        epoch = own.getLong(1);
      }
      take.getMoreResults();
      try (var rows = take.getResultSet()) {
        return recovered(rows, epoch, persistenceId, from, limit);
      }
    }
  }

  private static Recovered recovered(
      ResultSet rows, long epoch, String persistenceId, long from, int limit) throws SQLException {
    SnapshotRows.Row snapshot = null;
    var tail = new ArrayList<EventRow>();
    var highest = 0L;
    while (rows.next()) {
      switch (rows.getInt(1)) {
        case SNAPSHOT ->
            snapshot =
                new SnapshotRows.Row(
                    rows.getLong(2), rows.getLong(3), payload(rows), EventRows.metadata(rows, 7));
        case EVENT ->
            tail.add(
                new EventRow(
                    persistenceId,
                    rows.getLong(2),
                    rows.getString(10),
                    rows.getLong(3),
                    rows.getString(11),
                    payload(rows),
                    EventRows.metadata(rows, 7)));
        default -> highest = rows.getLong(2);
      }
    }
    var first = snapshot == null ? from : Math.max(from, snapshot.sequenceNr() + 1);
    return new Recovered(epoch, snapshot, new Tail(highest, first, tail, tail.size() < limit));
  }

  private static Payload payload(ResultSet rows) throws SQLException {
    return new Payload(rows.getInt(4), rows.getString(5), rows.getBytes(6));
  }
}
