package dcm.transfer.format;

import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.transfer.format.ParsedRow.RowException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the recurring tasks of Grocy: the rows of its table, as JSON or CSV. */
final class GrocyTasks {
  /** A column or property that only Grocy has. */
  static final String MARK = "period_type";

  private final ImportContext context;
  private final People people = new People();

  private GrocyTasks(ImportContext context) {
    this.context = context;
  }

  /** A row, with empty texts where it has no value. */
  record Row(int line, Map<String, String> values) {
    String get(String name) {
      String value = values.get(name);
      return value == null || value.equals("null") ? "" : value.strip();
    }

    int number(String name, int otherwise) throws RowException {
      try {
        return get(name).isEmpty() ? otherwise : Integer.parseInt(get(name));
      } catch (NumberFormatException malformed) {
        throw new RowException(name, "wrong-format", "This must be a whole number.");
      }
    }
  }

  static ParsedFile parse(List<Row> rows, ImportContext context) {
    var reader = new GrocyTasks(context);
    var parsed = new ArrayList<ParsedRow>();
    rows.forEach(row -> parsed.add(reader.parse(row)));
    return new ParsedFile(ImportFormat.GROCY, parsed, reader.people.all(), Map.of());
  }

  private ParsedRow parse(Row row) {
    String title = row.get("name");
    if (row.get("active").equals("0")) {
      return ParsedRow.skipped(row.line(), title, "archived", "It is not active.");
    }
    try {
      var draft = new TaskDraft();
      draft.sourceId = row.get("id").isEmpty() ? null : row.get("id");
      draft.title = title;
      draft.description = Markup.plain(row.get("description"));
      draft.zone = context.zone();
      draft.due = due(row);
      draft.rrule = rule(row);
      // days are counted from the execution, weekdays and days of months are fixed
      draft.fromCompletion = row.get(MARK).equals("daily") && row.number("period_interval", 1) > 1;
      assign(draft, row);
      return ParsedRow.of(row.line(), title, draft.toTask(context.now()));
    } catch (RowException failed) {
      return ParsedRow.failed(row.line(), title, failed.problem());
    }
  }

  private Due due(Row row) throws RowException {
    String column =
        Stream.of("next_estimated_execution_time", "rescheduled_date", "start_date")
            .filter(name -> !row.get(name).isEmpty() && !row.get(name).startsWith("2999"))
            .findFirst()
            .orElse("");
    if (column.isEmpty() || row.get(MARK).equals("manually")) {
      return new Due.Never();
    }
    try {
      String text = row.get(column);
      boolean allDay = row.get("track_date_only").equals("1") || text.endsWith("23:59:59");
      Due due = DateText.due(text, null, allDay, context.zone());
      // a start in the past says where counting begins, not what is owed
      return column.equals("start_date") && due.isOverdue(context.now()) ? new Due.Never() : due;
    } catch (DateTimeException malformed) {
      throw new RowException(column, "wrong-format", "This must be a date or time.");
    }
  }

  private static @org.jspecify.annotations.Nullable String rule(Row row) throws RowException {
    String every = ";INTERVAL=" + Math.max(1, row.number("period_interval", 1));
    return switch (row.get(MARK)) {
      case "manually" -> null;
      case "daily" -> "FREQ=DAILY" + every;
      case "weekly" -> "FREQ=WEEKLY" + every + days(row.get("period_config"));
      case "monthly" ->
          "FREQ=MONTHLY" + every + ";BYMONTHDAY=" + Math.max(1, row.number("period_days", 1));
      case "yearly" -> "FREQ=YEARLY" + every;
      default ->
          throw new RowException(
              MARK, "unsupported-rule", "There is no such repetition here: " + row.get(MARK) + ".");
    };
  }

  private static String days(String config) {
    return config.isEmpty()
        ? ""
        : Stream.of(config.split(",", 0))
            .map(day -> day.strip().toUpperCase(Locale.ROOT))
            .filter(day -> day.length() >= 2)
            .map(day -> day.substring(0, 2))
            .collect(Collectors.joining(",", ";BYDAY=", ""));
  }

  private void assign(TaskDraft draft, Row row) {
    String config = row.get("assignment_config");
    draft.strategy =
        switch (row.get("assignment_type")) {
          case "who-least-did-first" -> Assignment.Strategy.LEAST_COMPLETED;
          case "random" -> Assignment.Strategy.RANDOM;
          case "in-alphabetical-order" -> Assignment.Strategy.ROUND_ROBIN;
          default -> Assignment.Strategy.POOL;
        };
    if (draft.strategy == Assignment.Strategy.POOL || config.isEmpty()) {
      return;
    }
    for (String id : config.split(",", 0)) {
      draft.assignees.add(people.named("user " + id.strip()));
    }
    String holder = row.get("next_execution_assigned_to_user_id");
    if (!holder.isEmpty()) {
      draft.holders.add(people.named("user " + holder));
    }
  }
}
