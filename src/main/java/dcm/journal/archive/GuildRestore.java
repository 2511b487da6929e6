package dcm.journal.archive;

import dcm.journal.GuildPersistenceId;
import dcm.journal.fencing.FenceDao;
import dcm.journal.schema.GuildSchemaRemoval;
import dcm.journal.schema.GuildTables;
import dcm.journal.schema.SchemaName;
import dcm.journal.write.EventDao;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/**
 * Replaces a guild's data by that of a verified archive, in one transaction. Reasons for the
 * restore event and for the gap before its sequence number: docs/adr/0014.
 */
final class GuildRestore {
  private static final String LOCK_TABLE =
      "lock table ${guild}.event_journal in access exclusive mode";

  private final Connection connection;
  private final ArchiveFile archive;
  private final SchemaName schema;
  private final GuildTables tables;
  private final RestoreEventWriter eventWriter;

  GuildRestore(
      Connection connection,
      ArchiveFile archive,
      GuildTables tables,
      RestoreEventWriter eventWriter) {
    this.connection = connection;
    this.archive = archive;
    this.schema = archive.schema();
    this.tables = tables;
    this.eventWriter = eventWriter;
  }

  /** Returns the sequence number of the restore event. */
  long run() throws SQLException, IOException {
    connection.setAutoCommit(false);
    try {
      GuildTables.lock(connection, schema);
      tables.upgradeWithoutAttaching(
          connection, schema, GuildTables.inspect(connection, schema).version());
      execute(schema.in(LOCK_TABLE));
      FenceDao.acquireEpoch(connection, schema);
      var lastRevision = highestKnownRevision();
      copyTables();
      eventWriter.write(connection, schema, archive.manifest(), lastRevision + 1);
      // last: it locks the partition against other attachments until the commit
      tables.register(connection, schema, persistenceId());
      connection.commit();
      return lastRevision + 1;
    } finally {
      // has no effect after the commit
      connection.rollback();
    }
  }

  /** The highest sequence number that a client can have received. */
  private long highestKnownRevision() throws SQLException {
    var current = EventDao.highestSequenceNr(connection, schema, persistenceId());
    var dropped = GuildSchemaRemoval.lastRevision(connection, schema);
    return Math.max(archive.manifest().revision(), Math.max(current, dropped));
  }

  private String persistenceId() {
    return GuildPersistenceId.of(schema.snowflake());
  }

  private void copyTables() throws SQLException, IOException {
    var current = ArchivedTable.of(connection, schema);
    Map<String, ArchivedTable> byName =
        current.stream().collect(Collectors.toMap(ArchivedTable::archiveName, Function.identity()));
    for (var table : archive.manifest().tables()) {
      var target = byName.get(table.name());
      if (target == null || !target.columns().containsAll(table.columns())) {
        throw new Archives.InvalidArchiveException(
            "The archive's table %s has columns unknown to this program".formatted(table.name()));
      }
    }
    for (var table : current) {
      execute(table.deleteStatement(schema));
    }
    for (var table : archive.manifest().tables()) {
      copyIn(table, byName.get(table.name()).copyInStatement(table.columns()));
    }
  }

  /** Verifies the digest again: the file may have changed since it was verified. */
  private void copyIn(ArchiveManifest.Table table, String copyStatement)
      throws SQLException, IOException {
    var operation = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copyStatement);
    try (var in = archive.open(table)) {
      var verifier =
          new CopyDataVerifier(
              OutputStream.nullOutputStream(), table.name(), table.columns(), schema);
      var buffer = new byte[1 << 16];
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        verifier.write(buffer, 0, read);
        operation.writeToCopy(buffer, 0, read);
      }
      operation.endCopy();
      if (!verifier.digest().equals(table.sha256())) {
        throw new Archives.InvalidArchiveException("The archive changed while being read");
      }
    } finally {
      if (operation.isActive()) {
        operation.cancelCopy();
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
