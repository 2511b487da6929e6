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
 * A guild in one file: all of its schema, and its rows in what guilds share. Blocks; fails with
 * {@link JournalException} when PostgreSQL does.
 */
public final class Archives {
  private final DatabaseSettings settings;
  private final String programVersion;
  private final PayloadSerializer serializer;
  private final InlineProjection projection;

  /** {@code system} says how events are serialized and noted. */
  Archives(ActorSystem system, DatabaseSettings settings, String programVersion) {
    this.settings = settings;
    this.programVersion = programVersion;
    this.serializer = new PayloadSerializer(system);
    this.projection =
        JournalSettings.from(system.settings().config(), new ArrayList<>())
            .inlineProjection(system);
  }

  /**
   * A guild that was restored.
   *
   * @param revision of the mark after the archive's events: where the guild is now
   */
  public record Restored(ArchiveManifest archive, long revision) {}

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
      // before the transaction sees anything: who empties a table to fill it anew, empties it for
      // those as well that look at an earlier state
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
   * Makes the guild what the archive says, here or where it never was, in one transaction, and adds
   * the mark. Whoever serves the guild may write no more until it has recovered, to what is there
   * then.
   *
   * @throws InvalidArchiveException before anything was changed
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

  /** Says what the event is that a restore adds after those of the archive. */
  @FunctionalInterface
  public interface RestoreEventFactory {
    /**
     * Called in the transaction of the restore, when nobody can write for the guild any more.
     *
     * @param revision the event's sequence number: higher than any that the guild ever had in this
     *     database, and than those in the archive
     * @return something that the journal's serializers know
     */
    Object createEvent(ArchiveManifest archive, long revision);
  }

  /** What is wrong with an archive, in a sentence; nothing was changed. */
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
