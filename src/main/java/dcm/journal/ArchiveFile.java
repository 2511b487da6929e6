package dcm.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** An archive that is read: first all of it is verified, then it is taken table by table. */
final class ArchiveFile implements Closeable {
  static final JsonMapper JSON = new JsonMapper();

  private final ZipFile zip;
  private final Manifest manifest;

  private ArchiveFile(ZipFile zip, Manifest manifest) {
    this.zip = zip;
    this.manifest = manifest;
  }

  /**
   * Opens an archive and reads it to its end.
   *
   * @throws WrongArchive when anything of it is not as it was written, or is not for this program
   */
  static ArchiveFile verified(Path file) throws IOException {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException cut) {
      throw new WrongArchive(file + " is no whole archive: " + cut.getMessage(), cut);
    }
    try {
      var archive = new ArchiveFile(zip, manifest(zip));
      archive.verify();
      return archive;
    } catch (WrongArchive | RuntimeException wrong) {
      zip.close();
      throw wrong;
    } catch (IOException damaged) {
      zip.close();
      throw new WrongArchive(file + " is damaged: " + damaged.getMessage(), damaged);
    }
  }

  Manifest manifest() {
    return manifest;
  }

  SchemaName schema() {
    return new SchemaName(Long.parseLong(manifest.guild()));
  }

  InputStream open(Manifest.Table table) throws IOException {
    var entry = zip.getEntry(table.entry());
    if (entry == null) {
      throw new WrongArchive("The archive has no data of table " + table.name());
    }
    return zip.getInputStream(entry);
  }

  private static Manifest manifest(ZipFile zip) throws IOException {
    var entry = zip.getEntry(Manifest.ENTRY);
    if (entry == null) {
      throw new WrongArchive("The archive has no " + Manifest.ENTRY + ": it is not one of a guild");
    }
    byte[] bytes;
    try (var in = zip.getInputStream(entry)) {
      bytes = in.readAllBytes();
    }
    var sum = new CRC32();
    sum.update(bytes);
    if (sum.getValue() != entry.getCrc()) {
      throw new WrongArchive("The archive's " + Manifest.ENTRY + " is damaged");
    }
    try {
      var tree = JSON.readTree(bytes);
      var format = tree.path("format").asInt(0);
      if (format != Manifest.FORMAT) {
        throw new WrongArchive(
            "The archive is of format %d, and this program knows only %d"
                .formatted(format, Manifest.FORMAT));
      }
      return JSON.treeToValue(tree, Manifest.class);
    } catch (JsonProcessingException unreadable) {
      throw new WrongArchive("The archive's manifest cannot be understood", unreadable);
    }
  }

  private void verify() throws IOException {
    if (!manifest.guild().matches("[1-9][0-9]{0,17}|[1-8][0-9]{18}")) {
      throw new WrongArchive("The archive is of no guild, but of " + manifest.guild());
    }
    if (manifest.schemaVersion() > GuildTables.NEWEST) {
      throw new WrongArchive(
          "The archive's tables are of version %d, and this program knows only %d; use a newer one"
              .formatted(manifest.schemaVersion(), GuildTables.NEWEST));
    }
    var names = new HashSet<String>();
    var revision = 0L;
    for (var table : manifest.tables()) {
      if (!names.add(table.name())) {
        throw new WrongArchive("The archive has table " + table.name() + " twice");
      }
      revision = Math.max(revision, highest(table));
    }
    if (!names.contains("event_journal")) {
      throw new WrongArchive("The archive has no journal");
    }
    if (revision != manifest.revision()) {
      throw new WrongArchive(
          "The archive says that it ends at revision %d, but its journal does at %d"
              .formatted(manifest.revision(), revision));
    }
  }

  private long highest(Manifest.Table table) throws IOException {
    var rows =
        new CopiedRows(OutputStream.nullOutputStream(), table.name(), table.columns(), schema());
    try (var in = open(table)) {
      in.transferTo(rows);
    }
    if (rows.foreign()) {
      throw new WrongArchive(
          "The archive says that it is of guild %s, but table %s has rows that are not"
              .formatted(manifest.guild(), table.name()));
    }
    if (rows.rows() != table.rows() || !rows.digest().equals(table.sha256())) {
      throw new WrongArchive("The archive's table " + table.name() + " is damaged");
    }
    return rows.highest();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
