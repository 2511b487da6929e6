package dcm.journal;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.postgresql.PGConnection;

/**
 * A guild in one file: all of its schema, and its rows in what guilds share. Blocks; fails with
 * {@link JournalFailure} when PostgreSQL does.
 */
public final class Archives {
  private final DatabaseSettings settings;
  private final String programVersion;
  private final Payloads payloads;
  private final JournalHook hook;

  /** {@code system} says how events are serialized and noted. */
  Archives(ActorSystem system, DatabaseSettings settings, String programVersion) {
    this.settings = settings;
    this.programVersion = programVersion;
    this.payloads = new Payloads(system);
    this.hook = JournalSettings.from(system.settings().config(), new ArrayList<>()).hook(system);
  }

  /**
   * A guild that was restored.
   *
   * @param revision of the mark after the archive's events: where the guild is now
   */
  public record Restored(Manifest archive, long revision) {}

  /** At the database of this system; what all guilds share is brought up to date first. */
  public static Archives open(ClassicActorSystemProvider system, String programVersion) {
    var settings = Database.get(system).settings();
    SharedSchema.migrate(settings);
    return new Archives(system.classicSystem(), settings, programVersion);
  }

  /**
   * Writes the guild as it is at one revision, while it may be served. The file has its name only
   * once it is whole; only its owner may read it.
   */
  public Manifest export(long guild, Path file) throws IOException {
    var schema = new SchemaName(guild);
    var target = file.toAbsolutePath();
    var part = Files.createTempFile(target.getParent(), "guild-", ".part");
    try (var connection = OwnerConnection.open(settings, settings.lockTimeout())) {
      Manifest manifest;
      try (var to = new FileOutputStream(part.toFile());
          var zip = new ZipOutputStream(new BufferedOutputStream(to))) {
        manifest = export(connection, schema, zip);
        zip.finish();
        zip.flush();
        to.getFD().sync();
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return manifest;
    } catch (SQLException failed) {
      throw JournalFailure.of(schema.toString(), failed);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Manifest export(Connection connection, SchemaName schema, ZipOutputStream zip)
      throws SQLException, IOException {
    if (GuildTables.found(connection, schema).version() == GuildTables.NONE) {
      throw new SQLException("there is no such guild here");
    }
    var tables = ArchivedTable.of(connection, schema);
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    try (var statement = connection.createStatement()) {
      // before the transaction sees anything: who empties a table to fill it anew, empties it for
      // those as well that look at an earlier state
      statement.execute(
          tables.stream()
              .map(ArchivedTable::quoted)
              .collect(Collectors.joining(", ", "lock table ", " in access share mode")));
    }
    if (!ArchivedTable.of(connection, schema).equals(tables)) {
      throw new SQLException("its tables were changed just now; export it again");
    }
    var version = GuildTables.found(connection, schema).version();
    var persistenceId = GuildPersistenceId.of(schema.snowflake());
    var revision = EventRows.highest(connection, schema, persistenceId);
    var written = new ArrayList<Manifest.Table>();
    for (var table : tables) {
      written.add(copyOut(connection, schema, table, zip));
    }
    connection.commit();
    var manifest =
        new Manifest(
            Manifest.FORMAT,
            Long.toString(schema.snowflake()),
            version,
            programVersion,
            revision,
            Instant.now().toString(),
            written);
    zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
    zip.write(ArchiveFile.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
    zip.closeEntry();
    return manifest;
  }

  private static Manifest.Table copyOut(
      Connection connection, SchemaName schema, ArchivedTable table, ZipOutputStream zip)
      throws SQLException, IOException {
    var name = table.archivedAs();
    zip.putNextEntry(new ZipEntry(Manifest.Table.entry(name)));
    var rows = new CopiedRows(zip, name, table.columns(), schema);
    connection.unwrap(PGConnection.class).getCopyAPI().copyOut(table.copyOut(schema), rows);
    zip.closeEntry();
    return new Manifest.Table(name, table.columns(), rows.rows(), rows.digest());
  }

  /**
   * Makes the guild what the archive says, here or where it never was, in one transaction, and adds
   * the mark. Whoever serves the guild may write no more until it has recovered, to what is there
   * then.
   *
   * @throws WrongArchive before anything was changed
   */
  public Restored restore(Path file, RestoreMark mark) throws IOException {
    try (var archive = ArchiveFile.verified(file)) {
      var schema = archive.schema();
      try (var connection =
          OwnerConnection.open(settings, settings.lockTimeout().multipliedBy(10))) {
        var tables = new GuildTables(settings.program());
        var marking = new Marking(payloads, hook, mark);
        var revision = new Restore(connection, archive, tables, marking).run();
        return new Restored(archive.manifest(), revision);
      } catch (SQLException failed) {
        throw JournalFailure.of(schema.toString(), failed);
      }
    }
  }
}
