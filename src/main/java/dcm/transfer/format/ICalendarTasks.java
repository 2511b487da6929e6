package dcm.transfer.format;

import dcm.guild.value.Due;
import dcm.guild.value.Task;
import dcm.transfer.format.ParsedRow.RowException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the to-dos and events of an iCalendar file (RFC 5545). */
final class ICalendarTasks {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");
  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([nN,;\\\\])");

  private final ImportContext context;
  private final Map<String, String> parents = new HashMap<>();

  private ICalendarTasks(ImportContext context) {
    this.context = context;
  }

  static ParsedFile parse(String text, ImportContext context) throws UnreadableFileException {
    var reader = new ICalendarTasks(context);
    var rows = new ArrayList<ParsedRow>();
    for (ICalendarComponents.Component component : ICalendarComponents.parse(text)) {
      if (component.name().equals("VTODO") || component.name().equals("VEVENT")) {
        rows.add(reader.row(rows.size() + 1, component));
      }
    }
    return new ParsedFile(
        ImportFormat.ICALENDAR, Relations.withParts(rows, reader.parents), Map.of(), Map.of());
  }

  private ParsedRow row(int line, ICalendarComponents.Component component) {
    String title = unescaped(component.text("SUMMARY"));
    String status = component.text("STATUS").toUpperCase(Locale.ROOT);
    if (!component.text("RECURRENCE-ID").isEmpty()) {
      return ParsedRow.skipped(
          line, title, "exception", "It is an exception of a series, which comes as a whole.");
    }
    if (status.equals("CANCELLED")) {
      return ParsedRow.skipped(line, title, "cancelled", "It is cancelled.");
    }
    try {
      var draft = draft(component, title);
      boolean event = component.name().equals("VEVENT");
      draft.done =
          !event
              && (status.equals("COMPLETED")
                  || !component.text("COMPLETED").isEmpty()
                  || component.text("PERCENT-COMPLETE").equals("100"));
      if (event && draft.rrule == null && draft.due.isOverdue(context.now())) {
        return ParsedRow.skipped(line, title, "past", "The event is over.");
      }
      return ParsedRow.of(line, title, draft.toTask(context.now()));
    } catch (RowException failed) {
      return ParsedRow.failed(line, title, failed.problem());
    }
  }

  private TaskDraft draft(ICalendarComponents.Component component, String title)
      throws RowException {
    var draft = new TaskDraft();
    draft.title = title;
    draft.description = unescaped(component.text("DESCRIPTION"));
    draft.zone = context.zone();
    String uid = component.text("UID");
    if (!uid.isEmpty()) {
      draft.sourceId = uid;
      String parent = component.text("RELATED-TO");
      if (!parent.isEmpty()) {
        parents.put(uid, parent);
      }
    }
    for (ICalendarComponents.Property categories : component.all("CATEGORIES")) {
      for (String label : categories.value().split("(?<!\\\\),", 0)) {
        draft.label(unescaped(label), null);
      }
    }
    draft.priority = priority(component.text("PRIORITY"));
    ICalendarComponents.Property due = component.first("DUE");
    ICalendarComponents.Property start = component.first("DTSTART");
    if (due != null || start != null) {
      draft.due = due(due == null ? start : due);
    }
    draft.rrule = component.text("RRULE").isEmpty() ? null : component.text("RRULE");
    draft.skipsShortMonths = true;
    if (draft.rrule != null) {
      for (ICalendarComponents.Property excepted : component.all("EXDATE")) {
        for (String value : excepted.value().split(",", 0)) {
          LocalDate day =
              due(new ICalendarComponents.Property("EXDATE", value, excepted.parameters())).day();
          if (day != null) {
            draft.exceptions.add(day);
          }
        }
      }
    }
    String completed = component.text("COMPLETED");
    draft.doneAt = completed.isEmpty() ? null : instant(completed);
    return draft;
  }

  /** RFC 5545, section 3.8.1.9: 1 is the highest, 9 the lowest, 0 none. */
  private static Task.Priority priority(String text) {
    return switch (text) {
      case "1" -> Task.Priority.URGENT;
      case "2", "3", "4" -> Task.Priority.HIGH;
      case "6", "7", "8", "9" -> Task.Priority.LOW;
      default -> Task.Priority.NORMAL;
    };
  }

  private Due due(ICalendarComponents.Property property) throws RowException {
    String value = property.value().strip();
    String zoneId = property.parameters().get("TZID");
    try {
      ZoneId zone = zoneId == null ? context.zone() : ZoneId.of(zoneId);
      if (value.length() == 8) {
        return new Due.AllDay(LocalDate.parse(value, DATE), zone);
      }
      return value.endsWith("Z")
          ? new Due.AtTime(instant(value).atZone(context.zone()).toLocalDateTime(), context.zone())
          : new Due.AtTime(LocalDateTime.parse(value, LOCAL), zone);
    } catch (DateTimeException malformed) {
      throw new RowException(
          property.name(),
          "wrong-format",
          "This must be a date or a time of RFC 5545, in a zone of IANA.");
    }
  }

  private static Instant instant(String value) throws RowException {
    try {
      return LocalDateTime.parse(value.replaceFirst("Z$", ""), LOCAL).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException malformed) {
      throw new RowException("COMPLETED", "wrong-format", "This must be a time of RFC 5545.");
    }
  }

  private static String unescaped(@Nullable String text) {
    return text == null
        ? ""
        : ESCAPE
            .matcher(text)
            .replaceAll(found ->
                found.group(1).equalsIgnoreCase("n")
                    ? "\n"
                    : java.util.regex.Matcher.quoteReplacement(found.group(1)))
            .strip();
  }
}
