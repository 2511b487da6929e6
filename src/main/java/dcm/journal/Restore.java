package dcm.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/**
 * A guild becomes what an archive says, in one transaction; the archive is verified already. Why a
 * mark follows, and why its number leaves a gap, is said in docs/adr/0014.
 */
final class Restore {
  private static final String TAKE = "lock table ${guild}.event_journal in access exclusive mode";

  private final Connection connection;
  private final ArchiveFile archive;
  private final SchemaName schema;
  private final GuildTables tables;
  private final Marking marking;

  Restore(Connection connection, ArchiveFile archive, GuildTables tables, Marking marking) {
    this.connection = connection;
    this.archive = archive;
    this.schema = archive.schema();
    this.tables = tables;
    this.marking = marking;
  }

  /** The mark's sequence number. */
  long run() throws SQLException, IOException {
    connection.setAutoCommit(false);
    try {
      GuildTables.lock(connection, schema);
      tables.upgradeApart(connection, schema, GuildTables.found(connection, schema).version());
      execute(schema.in(TAKE));
      FenceRows.own(connection, schema);
      var last = last();
      fill();
      marking.write(connection, schema, archive.manifest(), last + 1);
      // at last: others of the same branch are kept from joining or leaving it until the commit
      GuildTables.list(connection, schema, persistenceId());
      connection.commit();
      return last + 1;
    } finally {
      // what was committed is not undone by it
      connection.rollback();
    }
  }

  /** The highest number that anybody can have heard of. */
  private long last() throws SQLException {
    var here = EventRows.highest(connection, schema, persistenceId());
    var before = GuildRemoval.lastRevision(connection, schema);
    return Math.max(archive.manifest().revision(), Math.max(here, before));
  }

  private String persistenceId() {
    return GuildPersistenceId.of(schema.snowflake());
  }

  private void fill() throws SQLException, IOException {
    var here = ArchivedTable.of(connection, schema);
    Map<String, ArchivedTable> byName =
        here.stream().collect(Collectors.toMap(ArchivedTable::archivedAs, Function.identity()));
    for (var table : archive.manifest().tables()) {
      var target = byName.get(table.name());
      if (target == null || !target.columns().containsAll(table.columns())) {
        throw new WrongArchive(
            "The archive's table %s has columns that there are not in this program's"
                .formatted(table.name()));
      }
    }
    for (var table : here) {
      execute(table.empty(schema));
    }
    for (var table : archive.manifest().tables()) {
      copyIn(table, byName.get(table.name()).copyIn(table.columns()));
    }
  }

  /** What goes in is summed up once more: the file may have changed since it was verified. */
  private void copyIn(Manifest.Table table, String copy) throws SQLException, IOException {
    var operation = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
    try (var in = archive.open(table)) {
      var rows =
          new CopiedRows(OutputStream.nullOutputStream(), table.name(), table.columns(), schema);
      var buffer = new byte[1 << 16];
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        rows.write(buffer, 0, read);
        operation.writeToCopy(buffer, 0, read);
      }
      operation.endCopy();
      if (!rows.digest().equals(table.sha256())) {
        throw new WrongArchive("The archive changed while it was read");
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
