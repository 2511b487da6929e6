package dcm.journal.archive;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * Contents of an archive: {@code manifest.json}, its last entry.
 *
 * @param format version of the archive format; {@link #CURRENT_FORMAT}
 * @param guild the guild's Discord id
 * @param schemaVersion version of the exported tables
 * @param programVersion version of the exporting program, for information
 * @param revision the last sequence number, 0 when there is no event
 * @param exportedAt ISO 8601, in UTC
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ArchiveManifest(
    int format,
    String guild,
    int schemaVersion,
    String programVersion,
    long revision,
    String exportedAt,
    List<Table> tables) {

  public ArchiveManifest {
    requireNonNull(guild);
    requireNonNull(exportedAt);
    tables = List.copyOf(tables);
  }

  /** Rows in PostgreSQL's COPY text format, one entry per table. */
  static final int CURRENT_FORMAT = 1;

  static final String ENTRY_NAME = "manifest.json";

  /**
   * An archived table.
   *
   * @param name a table of the guild's schema; with the prefix {@code dcm.} a shared table, of
   *     which only the guild's row is archived
   * @param columns in the order of the data
   * @param sha256 digest of the uncompressed data, in hexadecimal
   */
  public record Table(String name, List<String> columns, long rows, String sha256) {
    public Table {
      requireNonNull(name);
      requireNonNull(sha256);
      columns = List.copyOf(columns);
    }

    String entryName() {
      return entryName(name);
    }

    static String entryName(String name) {
      return "tables/" + name + ".copy";
    }
  }
}
