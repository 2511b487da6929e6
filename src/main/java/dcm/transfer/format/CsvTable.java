package dcm.transfer.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a CSV below its header. Separator and header are found by the names of columns; the
 * lines before the header are not part of the table.
 *
 * @param columns the indexes of the columns that are understood
 * @param headers as they are written
 */
record CsvTable(Map<CsvColumn, Integer> columns, List<String> headers, List<CsvTable.Line> lines) {
  private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

  /** Lines among which the header is looked for. */
  private static final int MAX_HEADER_LINE = 40;

  /**
   * A line of cells.
   *
   * @param number of its first line in the file
   */
  record Line(int number, List<String> cells) {}

  private record Header(int index, Map<CsvColumn, Integer> columns, int width) {}

  /**
   * Reads a table.
   *
   * @param map headers by column; empty: they are guessed
   * @throws UnreadableFileException when there is no header with a title, or a quote stays open
   */
  static CsvTable read(String text, Map<CsvColumn, String> map) throws UnreadableFileException {
    List<Line> best = List.of();
    Header header = null;
    CsvParseException malformed = null;
    for (char separator : SEPARATORS) {
      try {
        List<Line> lines = lines(text, separator);
        Header found = header(lines, map);
        if (found != null
            && (header == null
                || found.columns().size() > header.columns().size()
                || (found.columns().size() == header.columns().size()
                    && found.width() > header.width()))) {
          header = found;
          best = lines;
        }
      } catch (CsvParseException failed) {
        malformed = failed;
      }
    }
    if (header == null) {
      throw malformed != null
          ? new UnreadableFileException(
              "malformed-csv", null, "The file is no CSV: " + malformed.getMessage())
          : noHeader(map);
    }
    return new CsvTable(
        header.columns(),
        best.get(header.index()).cells(),
        List.copyOf(best.subList(header.index() + 1, best.size())));
  }

  private static UnreadableFileException noHeader(Map<CsvColumn, String> map) {
    return new UnreadableFileException(
        "no-header",
        null,
        map.isEmpty()
            ? "No line names a column with titles: give the columns, like ?map=title:Subject."
            : "No line has the columns " + String.join(", ", map.values()) + ".");
  }

  private static List<Line> lines(String text, char separator) {
    var lines = new ArrayList<Line>();
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .skipEmptyLines(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .ofCsvRecord(text)) {
      for (CsvRecord line : reader) {
        lines.add(new Line((int) line.getStartingLineNumber(), line.getFields()));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return lines;
  }

  /** The line among the first ones that names most columns, a title among them; null: none. */
  private static @Nullable Header header(List<Line> lines, Map<CsvColumn, String> map) {
    Header best = null;
    for (int i = 0; i < Math.min(lines.size(), MAX_HEADER_LINE); i++) {
      List<String> cells = lines.get(i).cells();
      Map<CsvColumn, Integer> columns = map.isEmpty() ? guessed(cells) : given(cells, map);
      if (columns.containsKey(CsvColumn.TITLE)
          && (best == null || columns.size() > best.columns().size())) {
        best = new Header(i, columns, cells.size());
      }
    }
    return best;
  }

  private static Map<CsvColumn, Integer> guessed(List<String> cells) {
    var columns = new EnumMap<CsvColumn, Integer>(CsvColumn.class);
    for (int i = 0; i < cells.size(); i++) {
      CsvColumn column = CsvColumn.of(cells.get(i));
      if (column != null) {
        columns.putIfAbsent(column, i);
      }
    }
    return columns;
  }

  private static Map<CsvColumn, Integer> given(List<String> cells, Map<CsvColumn, String> map) {
    List<String> normalized = cells.stream().map(CsvColumn::normalized).toList();
    var columns = new EnumMap<CsvColumn, Integer>(CsvColumn.class);
    map.forEach((column, header) -> {
      int index = normalized.indexOf(CsvColumn.normalized(header));
      if (index >= 0) {
        columns.put(column, index);
      }
    });
    return columns.size() == map.size() ? columns : Map.of();
  }

  /** The text of a cell, without the guard against formulas; empty: there is none. */
  String cell(Line line, CsvColumn column) {
    Integer index = columns.get(column);
    return index == null || index >= line.cells().size()
        ? ""
        : FormulaGuard.unguarded(line.cells().get(index)).strip();
  }

  /** The header of a column as it is written. */
  @Nullable String headerOf(CsvColumn column) {
    Integer index = columns.get(column);
    return index == null ? null : headers.get(index);
  }
}
