package dcm.transfer.format;

import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.transfer.format.ParsedRow.RowException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads tasks from a CSV: of this program, of a to-do app, or made in a spreadsheet. */
final class CsvTasks {
  private static final Set<String> OPEN =
      Set.of(
          "",
          "0",
          "open",
          "todo",
          "to do",
          "needs-action",
          "no",
          "nee",
          "false",
          "claimed",
          "in-process",
          "normal",
          "awaiting_approval");
  private static final Set<String> DONE =
      Set.of(
          "1",
          "2",
          "done",
          "completed",
          "gedaan",
          "klaar",
          "voltooid",
          "yes",
          "ja",
          "true",
          "x",
          "closed");
  private static final Set<String> SKIPPED =
      Set.of(
          "-1",
          "skipped",
          "overgeslagen",
          "cancelled",
          "canceled",
          "geannuleerd",
          "missed",
          "expired");
  private static final Set<String> YES = Set.of("1", "true", "yes", "ja", "x");
  private static final Map<String, Task.Priority> PRIORITIES =
      Map.ofEntries(
          Map.entry("0", Task.Priority.NORMAL),
          Map.entry("1", Task.Priority.LOW),
          Map.entry("3", Task.Priority.NORMAL),
          Map.entry("5", Task.Priority.HIGH),
          Map.entry("low", Task.Priority.LOW),
          Map.entry("laag", Task.Priority.LOW),
          Map.entry("none", Task.Priority.NORMAL),
          Map.entry("normal", Task.Priority.NORMAL),
          Map.entry("normaal", Task.Priority.NORMAL),
          Map.entry("medium", Task.Priority.NORMAL),
          Map.entry("high", Task.Priority.HIGH),
          Map.entry("hoog", Task.Priority.HIGH),
          Map.entry("urgent", Task.Priority.URGENT),
          Map.entry("dringend", Task.Priority.URGENT));
  private static final Map<String, String> RULES =
      Map.of(
          "daily",
          "FREQ=DAILY",
          "dagelijks",
          "FREQ=DAILY",
          "weekly",
          "FREQ=WEEKLY",
          "wekelijks",
          "FREQ=WEEKLY",
          "monthly",
          "FREQ=MONTHLY",
          "maandelijks",
          "FREQ=MONTHLY",
          "yearly",
          "FREQ=YEARLY",
          "jaarlijks",
          "FREQ=YEARLY");

  private final CsvTable table;
  private final ImportContext context;
  private final People people = new People();
  private final Map<String, String> parents = new HashMap<>();

  private CsvTasks(CsvTable table, ImportContext context) {
    this.table = table;
    this.context = context;
  }

  static ParsedFile parse(CsvTable table, ImportContext context) {
    return new CsvTasks(table, context).parse();
  }

  private ParsedFile parse() {
    List<ParsedRow> rows = new ArrayList<>();
    for (CsvTable.Line line : table.lines()) {
      if (line.cells().stream().allMatch(String::isBlank)) {
        continue;
      }
      String title = table.cell(line, CsvColumn.TITLE);
      try {
        rows.add(ParsedRow.of(line.number(), title, draft(line).toTask(context.now())));
      } catch (RowException failed) {
        rows.add(ParsedRow.failed(line.number(), title, failed.problem()));
      }
    }
    Map<String, String> columns =
        table.columns().entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().id(), entry -> table.headers().get(entry.getValue())));
    return new ParsedFile(ImportFormat.CSV, withParents(rows), people.all(), columns);
  }

  private TaskDraft draft(CsvTable.Line line) throws RowException {
    var draft = new TaskDraft();
    draft.title = text(line, CsvColumn.TITLE);
    draft.description = text(line, CsvColumn.DESCRIPTION);
    draft.category(text(line, CsvColumn.CATEGORY));
    split(text(line, CsvColumn.LABELS)).forEach(label -> draft.label(label, null));
    draft.number = number(line, CsvColumn.NUMBER);
    draft.minutes = number(line, CsvColumn.MINUTES);
    draft.difficulty = number(line, CsvColumn.DIFFICULTY);
    String priority = text(line, CsvColumn.PRIORITY);
    if (!priority.isEmpty()) {
      draft.priority = oneOf(line, CsvColumn.PRIORITY, PRIORITIES);
    }
    split(text(line, CsvColumn.ASSIGNEES)).forEach(name -> draft.assignees.add(people.named(name)));
    text(line, CsvColumn.CHECKLIST).lines().forEach(item -> checklistItem(draft, item));
    schedule(draft, line);
    status(draft, line);
    String id = text(line, CsvColumn.ID);
    if (!id.isEmpty()) {
      draft.sourceId = id;
      String parent = text(line, CsvColumn.PARENT);
      if (!parent.isEmpty()) {
        parents.put(id, parent);
      }
    }
    return draft;
  }

  private static void checklistItem(TaskDraft draft, String item) {
    boolean ticked = item.startsWith("[x] ");
    draft.item(ticked || item.startsWith("[ ] ") ? item.substring(4) : item, ticked);
  }

  private void schedule(TaskDraft draft, CsvTable.Line line) throws RowException {
    ZoneId zone = zone(line);
    draft.zone = zone;
    String repeat = text(line, CsvColumn.REPEAT);
    if (!repeat.isEmpty()) {
      draft.rrule = RULES.getOrDefault(repeat.toLowerCase(Locale.ROOT), repeat);
    }
    String anchor = text(line, CsvColumn.ANCHOR);
    draft.fromCompletion = anchor.equalsIgnoreCase(Schedule.Anchor.FROM_COMPLETION.name());
    try {
      String time = text(line, CsvColumn.TIME);
      String due = text(line, CsvColumn.DUE);
      if (!due.isEmpty()) {
        boolean allDay = YES.contains(text(line, CsvColumn.ALL_DAY).toLowerCase(Locale.ROOT));
        draft.due = DateText.due(due, time.isEmpty() ? null : DateText.time(time), allDay, zone);
      }
    } catch (DateTimeException malformed) {
      throw problem(
          CsvColumn.DUE, "wrong-format", "This must be a date, like 2028-02-01 or 1-2-2028.");
    }
    try {
      String start = text(line, CsvColumn.START);
      if (!start.isEmpty() && draft.rrule != null) {
        draft.start = DateText.due(start, null, true, zone).day();
      }
    } catch (DateTimeException malformed) {
      throw problem(CsvColumn.START, "wrong-format", "This must be a date, like 2028-02-01.");
    }
  }

  private ZoneId zone(CsvTable.Line line) throws RowException {
    String zone = text(line, CsvColumn.ZONE);
    try {
      return zone.isEmpty() ? context.zone() : ZoneId.of(zone);
    } catch (DateTimeException unknown) {
      throw problem(
          CsvColumn.ZONE, "wrong-format", "This must be a time zone, like Europe/Amsterdam.");
    }
  }

  private void status(TaskDraft draft, CsvTable.Line line) throws RowException {
    String status = text(line, CsvColumn.STATUS).toLowerCase(Locale.ROOT);
    String doneAt = text(line, CsvColumn.DONE_AT);
    draft.skipped = SKIPPED.contains(status);
    draft.done = DONE.contains(status) || (status.isEmpty() && !doneAt.isEmpty());
    if (!draft.skipped && !draft.done && !OPEN.contains(status)) {
      throw problem(CsvColumn.STATUS, "unknown-status", "This must be open, done or skipped.");
    }
    if (!doneAt.isEmpty()) {
      try {
        draft.doneAt = DateText.instant(doneAt, draft.zone == null ? context.zone() : draft.zone);
      } catch (DateTimeException malformed) {
        throw problem(
            CsvColumn.DONE_AT, "wrong-format", "This must be a date or a time, like 2028-02-01.");
      }
    }
    String doneBy = text(line, CsvColumn.DONE_BY);
    draft.doneBy = doneBy.isEmpty() ? null : people.named(doneBy);
    String note = text(line, CsvColumn.NOTE);
    draft.note = note.isEmpty() ? null : note;
  }

  private String text(CsvTable.Line line, CsvColumn column) {
    return table.cell(line, column);
  }

  private static List<String> split(String text) {
    return List.of(text.split("[;,\\n]")).stream()
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private @Nullable Integer number(CsvTable.Line line, CsvColumn column) throws RowException {
    String text = text(line, column).replaceFirst("^#", "");
    try {
      return text.isEmpty() ? null : Integer.valueOf(text);
    } catch (NumberFormatException malformed) {
      throw problem(column, "wrong-format", "This must be a whole number.");
    }
  }

  private <T> T oneOf(CsvTable.Line line, CsvColumn column, Map<String, T> values)
      throws RowException {
    T value = values.get(text(line, column).toLowerCase(Locale.ROOT));
    if (value == null) {
      throw problem(
          column,
          "wrong-format",
          "This must be one of "
              + String.join(", ", values.keySet().stream().sorted().toList())
              + ".");
    }
    return value;
  }

  private RowException problem(CsvColumn column, String code, String message) {
    return new RowException(table.headerOf(column), code, message);
  }

  /** A task is done after its parts: it waits for those that name it as their parent. */
  private List<ParsedRow> withParents(List<ParsedRow> rows) {
    return parents.isEmpty() ? rows : Relations.withParts(rows, parents);
  }
}
