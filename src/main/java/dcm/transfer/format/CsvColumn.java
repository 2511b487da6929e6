package dcm.transfer.format;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a column of a CSV stands for, with the names by which programs and people call it. */
enum CsvColumn {
  NUMBER("number", "nummer", "#"),
  TITLE(
      "title",
      "titel",
      "name",
      "naam",
      "task",
      "taak",
      "task name",
      "taaknaam",
      "summary",
      "onderwerp",
      "subject"),
  DESCRIPTION(
      "description", "beschrijving", "omschrijving", "content", "notes", "notities", "details"),
  CATEGORY(
      "category",
      "categorie",
      "list name",
      "list",
      "lijst",
      "lijstnaam",
      "project",
      "room",
      "kamer"),
  LABELS("labels", "label", "tags", "tag"),
  STATUS("status", "state", "done", "completed", "gedaan", "klaar", "voltooid", "staat"),
  PRIORITY("priority", "prioriteit"),
  MINUTES("minutes", "minuten", "duration", "duur"),
  DIFFICULTY("difficulty", "moeilijkheid"),
  DUE(
      "due",
      "due date",
      "deadline",
      "vervaldatum",
      "vervalt op",
      "vervalt",
      "datum",
      "date",
      "next due",
      "uiterlijk"),
  TIME("time", "tijd", "due time", "tijdstip"),
  ALL_DAY("all day", "is all day", "hele dag"),
  ZONE("zone", "timezone", "time zone", "tijdzone"),
  REPEAT("repeat", "herhaling", "herhalen", "rrule", "recurrence", "repeat rule"),
  START("start", "start date", "startdatum"),
  ANCHOR("counts from", "anchor", "telt vanaf"),
  ASSIGNEES("assignees", "assignee", "assigned to", "toegewezen aan", "wie", "who", "persoon"),
  CHECKLIST("checklist", "subtasks", "subtaken"),
  DONE_AT("done at", "completed at", "completed time", "gedaan op", "voltooid op"),
  DONE_BY("done by", "completed by", "gedaan door"),
  NOTE("note", "notitie"),
  ID("id", "task id", "taskid", "uid"),
  PARENT("parent id", "parentid", "parent");

  private static final Map<String, CsvColumn> BY_NAME = byName();

  // a copy that nobody can change
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> names;

  CsvColumn(String... names) {
    this.names = List.of(names);
  }

  /** The name in the parameter {@code map}, for example {@code allDay}. */
  String id() {
    var id = new StringBuilder();
    for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
      id.append(id.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return id.toString();
  }

  /** The header of an export. */
  String header() {
    return names.getFirst();
  }

  /** What a header stands for; null: it is not known. */
  static @Nullable CsvColumn of(String header) {
    return BY_NAME.get(normalized(header));
  }

  /** As in the parameter {@code map}; null: there is none of that id. */
  static @Nullable CsvColumn ofId(String id) {
    for (CsvColumn column : values()) {
      if (column.id().equalsIgnoreCase(id)) {
        return column;
      }
    }
    return null;
  }

  static String normalized(String header) {
    return header.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", " ");
  }

  private static Map<String, CsvColumn> byName() {
    var columns = new HashMap<String, CsvColumn>();
    for (CsvColumn column : values()) {
      column.names.forEach(name -> columns.put(name, column));
    }
    return columns;
  }
}
