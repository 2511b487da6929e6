package dcm.journal.archive;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What an archive of a guild holds: {@code manifest.json}, its last entry.
 *
 * @param format of the archive itself; {@link #CURRENT_FORMAT}
 * @param guild the guild's Discord id
 * @param schemaVersion of the guild's tables when they were exported
 * @param programVersion of the program that did so, for people
 * @param revision the number of the last event, 0 when there is none
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

  /** Rows are in PostgreSQL's text format of COPY, one entry per table. */
  static final int CURRENT_FORMAT = 1;

  static final String ENTRY_NAME = "manifest.json";

  /**
   * One table.
   *
   * @param name of a table in the guild's schema; with {@code dcm.} before it, of a shared one of
   *     which only the guild's row is here
   * @param columns in the order of the data
   * @param sha256 of the data as it was before compression, in hexadecimal
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
