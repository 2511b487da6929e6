package dcm.journal.archive;

import dcm.journal.Database;
import dcm.journal.GuildPersistenceId;
import dcm.journal.InlineProjection;
import dcm.journal.JournalSettings;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.jdbc.JournalException;
import dcm.journal.jdbc.OwnerConnection;
import dcm.journal.schema.GuildSchemaException;
import dcm.journal.schema.GuildTables;
import dcm.journal.schema.SchemaName;
import dcm.journal.schema.SharedSchema;
import dcm.journal.write.EventDao;
import dcm.journal.write.PayloadSerializer;
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
 * Export and restore of a guild as one file: all tables of its schema and its rows in shared
 * tables. Blocks; fails with {@link JournalException} when PostgreSQL does.
 */
public final class Archives {
  private final DatabaseSettings settings;
  private final String programVersion;
  private final PayloadSerializer serializer;
  private final InlineProjection projection;

  /**
   * @param system provides serializers and the inline projection
   */
  Archives(ActorSystem system, DatabaseSettings settings, String programVersion) {
    this.settings = settings;
    this.programVersion = programVersion;
    this.serializer = new PayloadSerializer(system);
    this.projection =
        JournalSettings.from(system.settings().config(), new ArrayList<>())
            .inlineProjection(system);
  }

  /**
   * A restored guild.
   *
   * @param revision sequence number of the restore event, the guild's last
   */
  public record Restored(ArchiveManifest archive, long revision) {}

  /** Uses the database of this actor system; migrates the shared schema first. */
  public static Archives open(ClassicActorSystemProvider system, String programVersion) {
    var settings = Database.get(system).settings();
    SharedSchema.migrate(settings);
    return new Archives(system.classicSystem(), settings, programVersion);
  }

  /**
   * Exports the guild's state at one revision; the guild may be served meanwhile. The file gets its
   * name when it is complete; only its owner can read it.
   */
  public ArchiveManifest export(long guild, Path file) throws IOException {
    var schema = new SchemaName(guild);
    var target = file.toAbsolutePath();
    var temporary = Files.createTempFile(target.getParent(), "guild-", ".part");
    try (var connection = OwnerConnection.open(settings, settings.lockTimeout())) {
      ArchiveManifest manifest;
      try (var output = new FileOutputStream(temporary.toFile());
          var zip = new ZipOutputStream(new BufferedOutputStream(output))) {
        manifest = export(connection, schema, zip);
        zip.finish();
        zip.flush();
        output.getFD().sync();
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return manifest;
    } catch (SQLException failed) {
      throw JournalException.of(schema.toString(), failed);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private ArchiveManifest export(Connection connection, SchemaName schema, ZipOutputStream zip)
      throws SQLException, IOException {
    if (GuildTables.inspect(connection, schema).version() == GuildTables.NO_VERSION) {
      throw GuildSchemaException.absent(schema);
    }
    var tables = ArchivedTable.of(connection, schema);
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    try (var statement = connection.createStatement()) {
      // before the transaction takes its snapshot: truncate is not MVCC-safe, so a concurrent
      // rebuild would make the tables look empty
      statement.execute(
          tables.stream()
              .map(ArchivedTable::quoted)
              .collect(Collectors.joining(", ", "lock table ", " in access share mode")));
    }
    if (!ArchivedTable.of(connection, schema).equals(tables)) {
      throw GuildSchemaException.changedDuringExport(schema);
    }
    var version = GuildTables.inspect(connection, schema).version();
    var persistenceId = GuildPersistenceId.of(schema.snowflake());
    var revision = EventDao.highestSequenceNr(connection, schema, persistenceId);
    var exported = new ArrayList<ArchiveManifest.Table>();
    for (var table : tables) {
      exported.add(copyOut(connection, schema, table, zip));
    }
    connection.commit();
    var manifest =
        new ArchiveManifest(
            ArchiveManifest.CURRENT_FORMAT,
            Long.toString(schema.snowflake()),
            version,
            programVersion,
            revision,
            Instant.now().toString(),
            exported);
    zip.putNextEntry(new ZipEntry(ArchiveManifest.ENTRY_NAME));
    zip.write(ArchiveFile.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
    zip.closeEntry();
    return manifest;
  }

  private static ArchiveManifest.Table copyOut(
      Connection connection, SchemaName schema, ArchivedTable table, ZipOutputStream zip)
      throws SQLException, IOException {
    var name = table.archiveName();
    zip.putNextEntry(new ZipEntry(ArchiveManifest.Table.entryName(name)));
    var verifier = new CopyDataVerifier(zip, name, table.columns(), schema);
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut(table.copyOutStatement(schema), verifier);
    zip.closeEntry();
    return new ArchiveManifest.Table(name, table.columns(), verifier.rowCount(), verifier.digest());
  }

  /**
   * Replaces the guild's data by that of the archive in one transaction and appends the restore
   * event; the guild need not exist. The current owner is fenced until it recovers.
   *
   * @throws InvalidArchiveException when the archive is invalid; nothing was changed
   */
  public Restored restore(Path file, RestoreEventFactory eventFactory) throws IOException {
    try (var archive = ArchiveFile.openVerified(file)) {
      var schema = archive.schema();
      try (var connection =
          OwnerConnection.open(settings, settings.lockTimeout().multipliedBy(10))) {
        var tables = new GuildTables(settings.program());
        var eventWriter = new RestoreEventWriter(serializer, projection, eventFactory);
        var revision = new GuildRestore(connection, archive, tables, eventWriter).run();
        return new Restored(archive.manifest(), revision);
      } catch (SQLException failed) {
        throw JournalException.of(schema.toString(), failed);
      }
    }
  }

  /** Creates the event that a restore appends to those of the archive. */
  @FunctionalInterface
  public interface RestoreEventFactory {
    /**
     * Called in the transaction of the restore, after all writers were fenced.
     *
     * @param revision the event's sequence number: higher than any of the guild in this database
     *     and in the archive
     * @return an event that the journal's serializers support
     */
    Object createEvent(ArchiveManifest archive, long revision);
  }

  /** The archive is invalid; nothing was changed. */
  public static final class InvalidArchiveException extends IOException {
    private static final long serialVersionUID = 1;

    InvalidArchiveException(String message) {
      super(message);
    }

    InvalidArchiveException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
