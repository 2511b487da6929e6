package dcm.http.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.value.Due;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.Schedule;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The public shape of a schedule, and how one is read. */
public final class ScheduleJson {
  private static final int MAX_RULE_LENGTH = 500;

  private ScheduleJson() {}

  static ObjectNode write(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Once once -> {
        var json = ApiJson.object().put("type", "once");
        json.set("due", DueJson.write(once.due()));
        yield json;
      }
      case Schedule.Recurring recurring -> {
        var rule = recurring.recurrence();
        var json =
            ApiJson.object()
                .put("type", "recurring")
                .put("rrule", rule.rrule())
                .put("start", rule.start().toString())
                .put("time", rule.time() == null ? null : rule.time().toString())
                .put("zone", rule.zone().getId())
                .put("anchor", recurring.anchor().name())
                .put("monthEnd", rule.monthEnd().name());
        json.set("preset", RecurrencePresetJson.write(RecurrencePreset.of(rule.rrule())));
        yield json;
      }
    };
  }

  /**
   * Null when it is wrong, which is then noted.
   *
   * @param usual the guild's zone and week, where the caller named none
   */
  public static @Nullable Schedule read(
      JsonObjectReader fields, GuildSettings defaults, Instant now) {
    var type = fields.text("type", 20);
    fields.require("type", type);
    var schedule =
        switch (type) {
          case "once" -> once(fields, defaults.zone());
          case "recurring" -> recurring(fields, defaults, now);
          case null -> null;
          default -> {
            fields.addError("type", "wrong-format", "This must be one of once, recurring.");
            yield null;
          }
        };
    fields.finish();
    return schedule;
  }

  private static @Nullable Schedule once(JsonObjectReader fields, ZoneId defaults) {
    var nested = fields.object("due");
    fields.require("due", nested);
    Due due = nested == null ? null : DueJson.read(nested, defaults);
    return due == null ? null : new Schedule.Once(due);
  }

  private static @Nullable Schedule recurring(
      JsonObjectReader fields, GuildSettings defaults, Instant now) {
    var givenZone = fields.zone("zone");
    var zone = givenZone == null ? defaults.zone() : givenZone;
    var start = fields.date("start");
    var time = fields.time("time");
    var anchor = fields.oneOf("anchor", Schedule.Anchor.class);
    var monthEnd = fields.oneOf("monthEnd", Recurrence.MonthEnd.class);
    var rrule = rule(fields, defaults.weekStart());
    return rrule == null
        ? null
        : new Schedule.Recurring(
            new Recurrence(
                rrule,
                start == null ? LocalDate.ofInstant(now, zone) : start,
                time,
                zone,
                monthEnd == null ? Recurrence.MonthEnd.CLAMP : monthEnd),
            anchor == null ? Schedule.Anchor.FROM_DUE : anchor);
  }

  private static @Nullable String rule(JsonObjectReader fields, DayOfWeek weekStart) {
    var rrule = fields.text("rrule", MAX_RULE_LENGTH);
    var nested = fields.object("preset");
    if (nested == null) {
      fields.require("rrule", rrule);
      return rrule;
    }
    var preset = RecurrencePresetJson.read(nested);
    // answers have both, and what we said may come back
    if (rrule != null && preset != null && !preset.equals(RecurrencePreset.of(rrule))) {
      fields.addError(
          "preset", "one-of", "This preset and rrule differ: give one, or both the same.");
      return null;
    }
    return rrule != null || preset == null ? rrule : preset.rrule(weekStart);
  }
}
