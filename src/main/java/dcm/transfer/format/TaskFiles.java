package dcm.transfer.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads files with tasks. */
public final class TaskFiles {
  /** Rows that an import has at most. */
  public static final int MAX_ROWS = 20_000;

  private static final Pattern CALENDAR =
      Pattern.compile("\\s*BEGIN:VCALENDAR\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private TaskFiles() {}

  /**
   * Reads a file.
   *
   * @param format null: it is detected
   * @param columns headers of a CSV by the fields that they stand for, for example {@code title →
   *     Betreff}; empty: they are guessed
   * @throws UnreadableFileException when it yields nothing at all
   */
  public static ParsedFile parse(
      byte[] bytes,
      @Nullable ImportFormat format,
      Map<String, String> columns,
      ImportContext context)
      throws UnreadableFileException {
    String text = SourceText.decode(bytes);
    ParsedFile file = parse(text, format == null ? detect(text) : format, columns, context);
    if (file.rows().isEmpty()) {
      throw new UnreadableFileException("empty", null, "The file has no tasks.");
    }
    if (file.rows().size() > MAX_ROWS) {
      throw new UnreadableFileException(
          "too-many-rows",
          null,
          "The file has " + file.rows().size() + " rows; at most " + MAX_ROWS + " are imported.");
    }
    if (format != null && format != file.format()) {
      throw new UnreadableFileException(
          "other-format", null, "The file is " + file.format().id() + ", not " + format.id() + ".");
    }
    return file;
  }

  /** JSON is told apart further by its content. */
  private static ImportFormat detect(String text) {
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[")
        ? ImportFormat.DCM
        : CALENDAR.matcher(start).lookingAt() ? ImportFormat.ICALENDAR : ImportFormat.CSV;
  }

  private static ParsedFile parse(
      String text, ImportFormat format, Map<String, String> columns, ImportContext context)
      throws UnreadableFileException {
    boolean json = detect(text) == ImportFormat.DCM;
    return switch (format) {
      case CSV -> csv(text, columns, context);
      case ICALENDAR -> ICalendarTasks.parse(text, context);
      case GROCY -> json ? json(text, context) : grocyCsv(text, context);
      case DCM, DONETICK, TRELLO -> json(text, context);
    };
  }

  private static ParsedFile csv(String text, Map<String, String> columns, ImportContext context)
      throws UnreadableFileException {
    var map = new EnumMap<CsvColumn, String>(CsvColumn.class);
    columns.forEach((field, header) -> {
      CsvColumn column = CsvColumn.ofId(field);
      if (column != null) {
        map.put(column, header);
      }
    });
    CsvTable table = CsvTable.read(text, map);
    boolean grocy =
        map.isEmpty()
            && table.headers().stream().anyMatch(header -> header.strip().equals(GrocyTasks.MARK));
    return grocy ? grocy(table, context) : CsvTasks.parse(table, context);
  }

  /** The fields that a column of a CSV can stand for. */
  public static List<String> fields() {
    return List.of(CsvColumn.values()).stream().map(CsvColumn::id).toList();
  }

  private static ParsedFile grocyCsv(String text, ImportContext context)
      throws UnreadableFileException {
    return grocy(CsvTable.read(text, Map.of()), context);
  }

  private static ParsedFile grocy(CsvTable table, ImportContext context) {
    var rows = new ArrayList<GrocyTasks.Row>();
    for (CsvTable.Line line : table.lines()) {
      var values = new HashMap<String, String>();
      for (int i = 0; i < Math.min(table.headers().size(), line.cells().size()); i++) {
        values.put(table.headers().get(i).strip(), line.cells().get(i));
      }
      rows.add(new GrocyTasks.Row(line.number(), values));
    }
    return GrocyTasks.parse(rows, context);
  }

  private static ParsedFile json(String text, ImportContext context)
      throws UnreadableFileException {
    JsonNode root = tree(text);
    if (DcmTasks.matches(root)) {
      return DcmTasks.parse(root);
    }
    if (TrelloBoard.matches(root)) {
      return TrelloBoard.parse(root, context);
    }
    for (JsonNode list : root.isArray() ? List.of(root) : arrays(root)) {
      JsonNode first = list.path(0);
      if (DonetickTasks.matches(first)) {
        return DonetickTasks.parse(root, list, context);
      }
      if (first.has(GrocyTasks.MARK)) {
        return GrocyTasks.parse(grocyRows(list), context);
      }
    }
    throw new UnreadableFileException(
        "unknown-format",
        null,
        "This JSON is no export of DCM, Donetick, Grocy or Trello, or it has no tasks.");
  }

  private static List<JsonNode> arrays(JsonNode root) {
    return StreamSupport.stream(root.spliterator(), false).filter(JsonNode::isArray).toList();
  }

  private static List<GrocyTasks.Row> grocyRows(JsonNode list) {
    var rows = new ArrayList<GrocyTasks.Row>();
    for (JsonNode node : list) {
      var values = new HashMap<String, String>();
      node.properties().forEach(field -> values.put(field.getKey(), field.getValue().asText("")));
      rows.add(new GrocyTasks.Row(rows.size() + 1, values));
    }
    return rows;
  }

  private static JsonNode tree(String text) throws UnreadableFileException {
    try {
      return TransferJson.tree(text);
    } catch (JsonProcessingException malformed) {
      var location = malformed.getLocation();
      throw new UnreadableFileException(
          "malformed-json",
          location == null ? null : location.getLineNr(),
          "The file is not valid JSON"
              + (location == null
                  ? "."
                  : ", at line "
                      + location.getLineNr()
                      + ", column "
                      + location.getColumnNr()
                      + "."));
    }
  }
}
