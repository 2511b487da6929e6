package dcm.journal.recovery;

import dcm.journal.fencing.FenceDao;
import dcm.journal.schema.SchemaName;
import dcm.journal.write.EventDao;
import dcm.journal.write.PayloadSerializer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.jspecify.annotations.Nullable;

/** Statements on {@code snapshot}. */
public final class SnapshotDao {
  private static final String UPSERT =
      """
      insert into ${guild}.snapshot
        (persistence_id, sequence_number, created,
         snapshot_ser_id, snapshot_ser_manifest, snapshot_payload,
         meta_ser_id, meta_ser_manifest, meta_payload)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (persistence_id, sequence_number) do update set
         created = excluded.created,
         snapshot_ser_id = excluded.snapshot_ser_id,
         snapshot_ser_manifest = excluded.snapshot_ser_manifest,
         snapshot_payload = excluded.snapshot_payload,
         meta_ser_id = excluded.meta_ser_id,
         meta_ser_manifest = excluded.meta_ser_manifest,
         meta_payload = excluded.meta_payload
      """;

  private static final String DELETE =
      """
      delete from ${guild}.snapshot
       where persistence_id = ? and sequence_number between ? and ? and created between ? and ?
      """;

  private static final String DELETE_OLDEST =
      """
      delete from ${guild}.snapshot
       where persistence_id = ?
         and sequence_number < (
           select min(sequence_number)
             from (select sequence_number from ${guild}.snapshot
                    where persistence_id = ? order by sequence_number desc limit ?) newest)
      """;

  private static final String NEWEST =
      """
      select sequence_number, created,
             snapshot_ser_id, snapshot_ser_manifest, snapshot_payload,
             meta_ser_id, meta_ser_manifest, meta_payload
        from ${guild}.snapshot
       where persistence_id = ? order by sequence_number desc limit 1
      """;

  private SnapshotDao() {}

  /** A row of {@code snapshot}. */
  public record Row(
      long sequenceNr,
      long created,
      PayloadSerializer.SerializedPayload snapshot,
      PayloadSerializer.@Nullable SerializedPayload metadata) {}

  /** Reads a row with columns in the order of the record's components; null when there is none. */
  static @Nullable Row readFirst(ResultSet rows) throws SQLException {
    return rows.next()
        ? new Row(
            rows.getLong(1),
            rows.getLong(2),
            new PayloadSerializer.SerializedPayload(
                rows.getInt(3), rows.getString(4), rows.getBytes(5)),
            EventDao.readMetadata(rows, 6))
        : null;
  }

  /** The snapshot that a recovery starts from; null when there is none. */
  public static @Nullable Row newest(Connection connection, SchemaName schema, String persistenceId)
      throws SQLException {
    try (var select = connection.prepareStatement(schema.in(NEWEST))) {
      select.setString(1, persistenceId);
      try (var rows = select.executeQuery()) {
        return readFirst(rows);
      }
    }
  }

  /**
   * Saves a snapshot in the current transaction; fails when {@code epoch} is not the current one.
   */
  public static @Nullable Void save(
      Connection connection, SchemaName schema, String persistenceId, Row row, OptionalLong epoch)
      throws SQLException {
    verifyOwnership(connection, schema, epoch);
    try (var upsert = connection.prepareStatement(schema.in(UPSERT))) {
      upsert.setString(1, persistenceId);
      upsert.setLong(2, row.sequenceNr());
      upsert.setLong(3, row.created());
      EventDao.bindPayload(upsert, 4, row.snapshot());
      EventDao.bindPayload(upsert, 7, row.metadata());
      upsert.executeUpdate();
    }
    return null;
  }

  /** As for {@link #save}. */
  public static @Nullable Void delete(
      Connection connection,
      SchemaName schema,
      String persistenceId,
      SnapshotSelectionCriteria criteria,
      OptionalLong epoch)
      throws SQLException {
    verifyOwnership(connection, schema, epoch);
    try (var delete = connection.prepareStatement(schema.in(DELETE))) {
      delete.setString(1, persistenceId);
      delete.setLong(2, criteria.minSequenceNr());
      delete.setLong(3, criteria.maxSequenceNr());
      delete.setLong(4, criteria.minTimestamp());
      delete.setLong(5, criteria.maxTimestamp());
      delete.executeUpdate();
    }
    return null;
  }

  /**
   * Deletes a persistence id's snapshots except the newest, in the transaction that saved one.
   *
   * @param kept number of snapshots that remain
   */
  public static void deleteAllButNewest(
      Connection connection, SchemaName schema, String persistenceId, int kept)
      throws SQLException {
    try (var delete = connection.prepareStatement(schema.in(DELETE_OLDEST))) {
      delete.setString(1, persistenceId);
      delete.setString(2, persistenceId);
      delete.setInt(3, kept);
      delete.executeUpdate();
    }
  }

  private static void verifyOwnership(Connection connection, SchemaName schema, OptionalLong epoch)
      throws SQLException {
    if (epoch.isPresent()) {
      FenceDao.lockAndVerifyEpoch(connection, schema, epoch.getAsLong());
    }
  }

  /** One snapshot; a timestamp of 0 means any (the contract of Pekko's {@code deleteAsync}). */
  public static SnapshotSelectionCriteria criteriaFor(SnapshotMetadata metadata) {
    var anyTimestamp = metadata.timestamp() == 0;
    return SnapshotSelectionCriteria.create(
        metadata.sequenceNr(),
        anyTimestamp ? Long.MAX_VALUE : metadata.timestamp(),
        metadata.sequenceNr(),
        metadata.timestamp());
  }
}
