package dcm.transfer.format;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.Task;
import dcm.transfer.format.ParsedRow.RowException;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Reads the tasks of Donetick, as its API returns them. */
final class DonetickTasks {
  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  private final ImportContext context;
  private final People people = new People();
  private final Map<String, String> names = new HashMap<>();

  private DonetickTasks(ImportContext context) {
    this.context = context;
  }

  /** Whether a list of objects is one of Donetick. */
  static boolean matches(JsonNode first) {
    return first.has("frequencyType");
  }

  /**
   * @param root which may contain the members
   * @param tasks the list of tasks
   */
  static ParsedFile parse(JsonNode root, JsonNode tasks, ImportContext context) {
    var reader = new DonetickTasks(context);
    reader.readNames(root);
    var rows = new ArrayList<ParsedRow>();
    for (JsonNode node : tasks) {
      rows.add(reader.row(rows.size() + 1, node));
    }
    return new ParsedFile(ImportFormat.DONETICK, rows, reader.people.all(), Map.of());
  }

  private void readNames(JsonNode root) {
    for (JsonNode list : root) {
      for (JsonNode person : list.isArray() ? list : List.<JsonNode>of()) {
        String name = person.path("displayName").asText(person.path("username").asText(""));
        if (person.has("userId") && !name.isBlank()) {
          names.put(person.get("userId").asText(), name);
        }
      }
    }
  }

  private ParsedRow row(int line, JsonNode node) {
    String title = node.path("name").asText("");
    try {
      String type = node.path("frequencyType").asText("");
      boolean once = type.equals("once") || type.equals("no_repeat") || type.equals("trigger");
      boolean inactive = node.has("isActive") && !node.get("isActive").asBoolean();
      if (inactive && !once) {
        return ParsedRow.skipped(line, title, "archived", "It is archived.");
      }
      var draft = draft(node);
      draft.done = inactive;
      if (!once) {
        draft.rrule = rule(type, node);
        draft.fromCompletion = node.path("isRolling").asBoolean();
      }
      return ParsedRow.of(line, title, draft.toTask(context.now()));
    } catch (RowException failed) {
      return ParsedRow.failed(line, title, failed.problem());
    }
  }

  private TaskDraft draft(JsonNode node) throws RowException {
    var draft = new TaskDraft();
    draft.sourceId = node.path("id").asText(null);
    draft.title = node.path("name").asText("");
    draft.description = Markup.plain(node.path("description").asText(""));
    node.path("labelsV2")
        .forEach(label ->
            draft.label(label.path("name").asText(), Colours.hex(label.path("color").asText(""))));
    draft.priority =
        switch (node.path("priority").asInt()) {
          case 1 -> Task.Priority.URGENT;
          case 2 -> Task.Priority.HIGH;
          case 4 -> Task.Priority.LOW;
          default -> Task.Priority.NORMAL;
        };
    draft.points = node.path("points").isInt() ? (Integer) node.get("points").intValue() : null;
    node.path("subTasks")
        .forEach(
            part -> draft.item(part.path("name").asText(""), part.path("completedAt").isTextual()));
    draft.due = due(node);
    draft.zone = zone(node);
    assign(draft, node);
    return draft;
  }

  private Due due(JsonNode node) throws RowException {
    String due = node.path("nextDueDate").asText("");
    if (due.isEmpty() || due.equals("null")) {
      return new Due.Never();
    }
    try {
      String time = node.path("frequencyMetadata").path("time").asText("");
      ZoneId zone = zone(node);
      Due at = DateText.due(due, null, false, zone);
      return time.matches("\\d{1,2}:\\d{2}") && at.day() != null
          ? new Due.AtTime(
              at.day().atTime(LocalTime.parse("0".repeat(5 - time.length()) + time)), zone)
          : at;
    } catch (DateTimeException malformed) {
      throw new RowException("nextDueDate", "wrong-format", "This must be a time with offset.");
    }
  }

  private ZoneId zone(JsonNode node) throws RowException {
    String zone = node.path("frequencyMetadata").path("timezone").asText("");
    try {
      return zone.isEmpty() ? context.zone() : ZoneId.of(zone);
    } catch (DateTimeException unknown) {
      throw new RowException("frequencyMetadata.timezone", "wrong-format", "This zone is unknown.");
    }
  }

  private void assign(TaskDraft draft, JsonNode node) {
    for (JsonNode assignee : node.path("assignees")) {
      draft.assignees.add(person(assignee.path("userId").asText()));
    }
    draft.strategy =
        switch (node.path("assignStrategy").asText("")) {
          case "random" -> Assignment.Strategy.RANDOM;
          case "random_except_last_assigned" -> Assignment.Strategy.RANDOM_NOT_LAST;
          case "least_assigned" -> Assignment.Strategy.LEAST_ASSIGNED;
          case "least_completed" -> Assignment.Strategy.LEAST_COMPLETED;
          case "round_robin" -> Assignment.Strategy.ROUND_ROBIN;
          default -> Assignment.Strategy.FIXED;
        };
    int holder = node.path("assignedTo").asInt();
    if (holder > 0) {
      draft.holders.add(person(Integer.toString(holder)));
      if (draft.strategy == Assignment.Strategy.FIXED) {
        draft.assignees.clear();
        draft.assignees.addAll(draft.holders);
      }
    }
  }

  private dcm.guild.value.MemberId person(String id) {
    return people.named(names.getOrDefault(id, "user " + id));
  }

  private static String rule(String type, JsonNode node) throws RowException {
    int every = Math.max(1, node.path("frequency").asInt(1));
    JsonNode details = node.path("frequencyMetadata");
    return switch (type) {
      case "daily" -> "FREQ=DAILY";
      case "weekly" -> "FREQ=WEEKLY";
      case "monthly" -> "FREQ=MONTHLY";
      case "yearly" -> "FREQ=YEARLY";
      case "interval" -> interval(details.path("unit").asText(""), every);
      case "days_of_the_week" -> weekdays(details);
      case "day_of_the_month" -> "FREQ=MONTHLY;BYMONTHDAY=" + every + months(details);
      default -> throw unsupported(type);
    };
  }

  private static String interval(String unit, int every) throws RowException {
    String frequency =
        switch (unit) {
          case "days" -> "DAILY";
          case "weeks" -> "WEEKLY";
          case "months" -> "MONTHLY";
          case "years" -> "YEARLY";
          default -> throw unsupported("every " + every + " " + unit);
        };
    return "FREQ=" + frequency + ";INTERVAL=" + every;
  }

  private static String weekdays(JsonNode details) throws RowException {
    List<String> days =
        texts(details.path("days")).stream()
            .map(day -> day.toUpperCase(Locale.ROOT))
            .map(day -> day.substring(0, Math.min(2, day.length())))
            .toList();
    List<String> weeks = texts(details.path("occurrences"));
    String pattern = details.path("weekPattern").asText("");
    if (pattern.contains("quarter")) {
      throw unsupported(pattern);
    }
    if (weeks.isEmpty() || pattern.equals("every_week")) {
      return "FREQ=WEEKLY;BYDAY=" + String.join(",", days);
    }
    List<String> numbered =
        days.stream().flatMap(day -> weeks.stream().map(week -> week + day)).toList();
    return "FREQ=MONTHLY;BYDAY=" + String.join(",", numbered);
  }

  private static String months(JsonNode details) {
    List<String> months =
        texts(details.path("months")).stream()
            .map(month -> Integer.toString(MONTHS.indexOf(month.toLowerCase(Locale.ROOT)) + 1))
            .filter(month -> !month.equals("0"))
            .toList();
    return months.isEmpty() || months.size() == MONTHS.size()
        ? ""
        : ";BYMONTH=" + String.join(",", months);
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static RowException unsupported(String what) {
    return new RowException(
        "frequencyType", "unsupported-rule", "There is no such repetition here: " + what + ".");
  }
}
