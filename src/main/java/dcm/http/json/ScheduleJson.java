package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.Schedule;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The public JSON of a schedule: writes and reads it. */
public final class ScheduleJson {
  private static final int MAX_RULE_LENGTH = 500;

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
      }
    }
    json.writeEndObject();
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
            omitted(fields));
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
    };
  }
}
