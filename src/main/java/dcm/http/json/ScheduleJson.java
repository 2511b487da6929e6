package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.Schedule;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The public JSON of a schedule: writes and reads it. */
public final class ScheduleJson {
  private static final int MAX_RULE_LENGTH = 500;
  private static final int MAX_TIMES = 24;

  private ScheduleJson() {}

  static void write(JsonGenerator json, Schedule schedule) throws IOException {
    json.writeStartObject();
    switch (schedule) {
      case Schedule.Once once -> {
        json.writeStringField("type", "once");
        json.writeFieldName("due");
        DueJson.write(json, once.due());
      }
      case Schedule.Recurring recurring -> {
        var rule = recurring.recurrence();
        json.writeStringField("type", "recurring");
        json.writeStringField("rrule", rule.rrule());
        json.writeStringField("start", rule.start().toString());
        JsonFields.writeText(json, "time", rule.time());
        json.writeStringField("zone", rule.zone().getId());
        json.writeStringField("anchor", recurring.anchor().name());
        json.writeStringField("monthEnd", rule.monthEnd().name());
        RecurrencePresetJson.write(json, "preset", RecurrencePreset.of(rule.rrule()));
        writeCalendarRules(json, recurring);
      }
    }
    json.writeEndObject();
  }

  /** What most schedules do not have, and then is absent. */
  private static void writeCalendarRules(JsonGenerator json, Schedule.Recurring schedule)
      throws IOException {
    if (schedule.recurrence().times() != null) {
      JsonFields.writeTexts(json, "times", schedule.recurrence().times());
    }
    if (schedule.season() != null) {
      json.writeArrayFieldStart("season");
      for (Month month : schedule.season()) {
        json.writeNumber(month.getValue());
      }
      json.writeEndArray();
    }
    if (schedule.holidays() != null) {
      json.writeStringField("holidays", schedule.holidays().name());
    }
    if (schedule.exceptions() != null) {
      JsonFields.writeTexts(json, "exceptions", schedule.exceptions());
    }
  }

  /** The schedule in a body; null when it is invalid, which is then recorded. */
  public static @Nullable RequestedSchedule read(JsonObjectReader fields) {
    var type = fields.text("type", 20);
    fields.require("type", type);
    var schedule =
        switch (type) {
          case "once" -> once(fields);
          case "recurring" -> recurring(fields);
          case null -> null;
          default -> {
            fields.addError("type", "wrong-format", "This must be one of once, recurring.");
            yield null;
          }
        };
    fields.finish();
    return schedule;
  }

  private static @Nullable RequestedSchedule once(JsonObjectReader fields) {
    var nested = fields.object("due");
    fields.require("due", nested);
    return nested == null ? null : DueJson.read(nested);
  }

  private static @Nullable RequestedSchedule recurring(JsonObjectReader fields) {
    var zone = fields.zone("zone");
    var start = fields.date("start");
    var time = fields.time("time");
    var anchor = fields.oneOf("anchor", Schedule.Anchor.class);
    var monthEnd = fields.oneOf("monthEnd", Recurrence.MonthEnd.class);
    var rrule = fields.text("rrule", MAX_RULE_LENGTH);
    var preset = preset(fields, rrule);
    var times = fields.listOf("times", MAX_TIMES, "a time of day, like 11:00", LocalTime::parse);
    var season = season(fields);
    var holidays = fields.oneOf("holidays", Schedule.HolidayTreatment.class);
    var exceptions =
        fields.listOf(
            "exceptions",
            Schedule.Recurring.MAX_EXCEPTIONS,
            "a date, like 2026-11-28",
            text -> TemporalBounds.check(LocalDate.parse(text)));
    return rrule == null && preset == null
        ? null
        : new RequestedSchedule.Recurring(
            rrule,
            rrule == null ? preset : null,
            start,
            time,
            zone,
            monthEnd == null ? Recurrence.MonthEnd.CLAMP : monthEnd,
            anchor == null ? Schedule.Anchor.FROM_DUE : anchor,
            times,
            season,
            holidays,
            exceptions == null ? null : Set.copyOf(exceptions),
            omitted(fields));
  }

  private static @Nullable Set<Month> season(JsonObjectReader fields) {
    var months = fields.integers("season", Month.values().length, 1, Month.values().length);
    if (months != null && months.isEmpty()) {
      fields.addError("season", "required", "A season has a month at least; null is all year.");
    }
    return months == null ? null : months.stream().map(Month::of).collect(Collectors.toSet());
  }

  private static @Nullable RecurrencePreset preset(
      JsonObjectReader fields, @Nullable String rrule) {
    var nested = fields.object("preset");
    if (nested == null) {
      fields.require("rrule", rrule);
      return null;
    }
    var preset = RecurrencePresetJson.read(nested);
    // responses contain both, and a client may send a response's schedule back
    if (rrule != null && preset != null && !preset.equals(RecurrencePreset.of(rrule))) {
      fields.addError(
          "preset", "one-of", "This preset and rrule differ: give one, or both the same.");
    }
    return preset;
  }

  private static Set<RequestedSchedule.Component> omitted(JsonObjectReader fields) {
    var omitted = EnumSet.noneOf(RequestedSchedule.Component.class);
    for (RequestedSchedule.Component component : RequestedSchedule.Component.values()) {
      if (!fields.has(name(component))) {
        omitted.add(component);
      }
    }
    return omitted;
  }

  private static String name(RequestedSchedule.Component component) {
    return switch (component) {
      case START -> "start";
      case TIME -> "time";
      case ZONE -> "zone";
      case MONTH_END -> "monthEnd";
      case ANCHOR -> "anchor";
      case TIMES -> "times";
      case SEASON -> "season";
      case HOLIDAYS -> "holidays";
      case EXCEPTIONS -> "exceptions";
    };
  }
}
