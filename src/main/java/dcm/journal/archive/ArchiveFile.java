package dcm.journal.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.journal.schema.GuildTables;
import dcm.journal.schema.SchemaName;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** An archive for reading; it is verified completely before tables can be read. */
final class ArchiveFile implements Closeable {
  static final JsonMapper JSON = new JsonMapper();

  private final ZipFile zip;
  private final ArchiveManifest manifest;

  private ArchiveFile(ZipFile zip, ArchiveManifest manifest) {
    this.zip = zip;
    this.manifest = manifest;
  }

  /**
   * Opens an archive and verifies all of it.
   *
   * @throws Archives.InvalidArchiveException when it is damaged or not supported by this program
   */
  static ArchiveFile openVerified(Path file) throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException corrupt) {
      throw new Archives.InvalidArchiveException(
          file + " is not a complete archive: " + corrupt.getMessage(), corrupt);
    }
    try {
      var archive = new ArchiveFile(zip, manifest(zip));
      archive.verify();
      return archive;
    } catch (Archives.InvalidArchiveException | RuntimeException wrong) {
      zip.close();
      throw wrong;
    } catch (IOException damaged) {
      zip.close();
      throw new Archives.InvalidArchiveException(
          file + " is damaged: " + damaged.getMessage(), damaged);
    }
  }

  ArchiveManifest manifest() {
    return manifest;
  }

  SchemaName schema() {
    return new SchemaName(Long.parseLong(manifest.guild()));
  }

  InputStream open(ArchiveManifest.Table table) throws IOException {
    var entry = zip.getEntry(table.entryName());
    if (entry == null) {
      throw new Archives.InvalidArchiveException(
          "The archive has no data for table " + table.name());
    }
    return zip.getInputStream(entry);
  }

  private static ArchiveManifest manifest(ZipFile zip) throws IOException {
    var entry = zip.getEntry(ArchiveManifest.ENTRY_NAME);
    if (entry == null) {
      throw new Archives.InvalidArchiveException(
          "The archive has no " + ArchiveManifest.ENTRY_NAME + ": not a guild archive");
    }
    byte[] bytes;
    try (var in = zip.getInputStream(entry)) {
      bytes = in.readAllBytes();
    }
    var crc = new CRC32();
    crc.update(bytes);
    if (crc.getValue() != entry.getCrc()) {
      throw new Archives.InvalidArchiveException(
          "The archive's " + ArchiveManifest.ENTRY_NAME + " is damaged");
    }
    try {
      var tree = JSON.readTree(bytes);
      var format = tree.path("format").asInt(0);
      if (format != ArchiveManifest.CURRENT_FORMAT) {
        throw new Archives.InvalidArchiveException(
            "Archive format %d is not supported (supported: %d)"
                .formatted(format, ArchiveManifest.CURRENT_FORMAT));
      }
      return JSON.treeToValue(tree, ArchiveManifest.class);
    } catch (JsonProcessingException unreadable) {
      throw new Archives.InvalidArchiveException(
          "The archive's manifest cannot be parsed", unreadable);
    }
  }

  private void verify() throws IOException {
    if (!manifest.guild().matches("[1-9][0-9]{0,17}|[1-8][0-9]{18}")) {
      throw new Archives.InvalidArchiveException(
          "The archive's guild id is invalid: " + manifest.guild());
    }
    if (manifest.schemaVersion() > GuildTables.LATEST_VERSION) {
      throw new Archives.InvalidArchiveException(
          "Archive schema version %d is newer than this program's version %d; use a newer program"
              .formatted(manifest.schemaVersion(), GuildTables.LATEST_VERSION));
    }
    var names = new HashSet<String>();
    var revision = 0L;
    for (var table : manifest.tables()) {
      if (!names.add(table.name())) {
        throw new Archives.InvalidArchiveException(
            "The archive has table " + table.name() + " twice");
      }
      revision = Math.max(revision, verifyTable(table));
    }
    if (!names.contains("event_journal")) {
      throw new Archives.InvalidArchiveException("The archive has no event_journal table");
    }
    if (revision != manifest.revision()) {
      throw new Archives.InvalidArchiveException(
          "The manifest's revision is %d, but the archived journal ends at %d"
              .formatted(manifest.revision(), revision));
    }
  }

  private long verifyTable(ArchiveManifest.Table table) throws IOException {
    var verifier =
        new CopyDataVerifier(
            OutputStream.nullOutputStream(), table.name(), table.columns(), schema());
    try (var in = open(table)) {
      in.transferTo(verifier);
    }
    if (verifier.hasForeignRows()) {
      throw new Archives.InvalidArchiveException(
          "The archive is of guild %s, but table %s has rows of another guild"
              .formatted(manifest.guild(), table.name()));
    }
    if (verifier.rowCount() != table.rows() || !verifier.digest().equals(table.sha256())) {
      throw new Archives.InvalidArchiveException(
          "The archive's table " + table.name() + " is damaged");
    }
    return verifier.highestSequenceNr();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
