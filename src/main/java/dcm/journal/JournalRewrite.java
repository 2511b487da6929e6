package dcm.journal;

import dcm.journal.fencing.FenceDao;
import dcm.journal.schema.SchemaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Rewrites the payloads of one guild's events and snapshots in the caller's transaction, as the
 * owner of the tables. Sequence numbers, times and the epochs of members stay. Blocks.
 */
public final class JournalRewrite {
  private static final int PAGE_SIZE = 500;

  // deleted rows too: they are hidden, not gone
  private static final String EVENTS =
      """
      select sequence_number, event_ser_manifest, event_payload from ${guild}.event_journal
       where persistence_id = ? and sequence_number > ?
       order by sequence_number limit
      """
          + PAGE_SIZE;

  private static final String UPDATE_EVENT =
      """
      update ${guild}.event_journal set event_payload = ?
       where persistence_id = ? and sequence_number = ?
      """;

  private static final String SNAPSHOTS =
      """
      select sequence_number, snapshot_ser_manifest, snapshot_payload from ${guild}.snapshot
       where persistence_id = ? and sequence_number > ?
       order by sequence_number limit 1
      """;

  private static final String UPDATE_SNAPSHOT =
      """
      update ${guild}.snapshot set snapshot_payload = ?
       where persistence_id = ? and sequence_number = ?
      """;

  // the verification of a large guild computes for longer than a hanging client is waited for
  private static final String ALLOW_COMPUTATION =
      "set local idle_in_transaction_session_timeout = '5min'";

  private final Connection connection;
  private final SchemaName schema;
  private final String persistenceId;

  private JournalRewrite(Connection connection, SchemaName schema) {
    this.connection = connection;
    this.schema = schema;
    this.persistenceId = GuildPersistenceId.of(schema.snowflake());
  }

  /**
   * Begins: waits for writes in progress, excludes others until the transaction ends, and fences
   * the guild's owner, which has to recover.
   */
  public static JournalRewrite begin(Connection connection, SchemaName schema) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(ALLOW_COMPUTATION);
    }
    FenceDao.acquireEpoch(connection, schema);
    return new JournalRewrite(connection, schema);
  }

  /** Changes one payload. */
  @FunctionalInterface
  public interface PayloadRewriter {
    /**
     * Returns the payload of the same kind that replaces this one, or the same.
     *
     * @param manifest the kind of the payload
     */
    byte[] rewrite(String manifest, byte[] payload);
  }

  /** Passes every event in order, and then every snapshot, and stores what is returned. */
  public void rewrite(PayloadRewriter events, PayloadRewriter snapshots) throws SQLException {
    rewriteRows(EVENTS, UPDATE_EVENT, PAGE_SIZE, events);
    rewriteRows(SNAPSHOTS, UPDATE_SNAPSHOT, 1, snapshots);
  }

  private void rewriteRows(
      String selectSql, String updateSql, int pageSize, PayloadRewriter rewriter)
      throws SQLException {
    try (var select = connection.prepareStatement(schema.in(selectSql));
        var update = connection.prepareStatement(schema.in(updateSql))) {
      long last = 0;
      int rowCount;
      do {
        rowCount = 0;
        var changed = 0;
        select.setString(1, persistenceId);
        select.setLong(2, last);
        try (var rows = select.executeQuery()) {
          while (rows.next()) {
            rowCount++;
            last = rows.getLong(1);
            var payload = rows.getBytes(3);
            var rewritten = rewriter.rewrite(rows.getString(2), payload);
            if (!Arrays.equals(rewritten, payload)) {
              update.setBytes(1, rewritten);
              update.setString(2, persistenceId);
              update.setLong(3, last);
              update.addBatch();
              changed++;
            }
          }
        }
        if (changed > 0) {
          update.executeBatch();
        }
      } while (rowCount == pageSize);
    }
  }
}
