package dcm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.Due;
import dcm.guild.Preset;
import dcm.guild.Recurrence;
import dcm.guild.Schedule;
import dcm.guild.Settings;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The public shape of a schedule, and how one is read. */
final class ScheduleJson {
  private static final int LONGEST_RULE = 500;

  private ScheduleJson() {}

  static ObjectNode write(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Once once -> {
        var json = Json.object().put("type", "once");
        json.set("due", DueJson.write(once.due()));
        yield json;
      }
      case Schedule.Recurring recurring -> {
        var rule = recurring.recurrence();
        var json =
            Json.object()
                .put("type", "recurring")
                .put("rrule", rule.rrule())
                .put("start", rule.start().toString())
                .put("time", rule.time() == null ? null : rule.time().toString())
                .put("zone", rule.zone().getId())
                .put("anchor", recurring.anchor().name())
                .put("monthEnd", rule.monthEnd().name());
        json.set("preset", PresetJson.write(Preset.of(rule.rrule())));
        yield json;
      }
    };
  }

  /**
   * Null when it is wrong, which is then noted.
   *
   * @param usual the guild's zone and week, where the caller named none
   */
  static @Nullable Schedule read(Fields fields, Settings usual, Instant now) {
    var type = fields.text("type", 20);
    fields.require("type", type);
    var schedule =
        switch (type) {
          case "once" -> once(fields, usual.zone());
          case "recurring" -> recurring(fields, usual, now);
          case null -> null;
          default -> {
            fields.wrong("type", "wrong-format", "This must be one of once, recurring.");
            yield null;
          }
        };
    fields.end();
    return schedule;
  }

  private static @Nullable Schedule once(Fields fields, ZoneId usual) {
    var inner = fields.object("due");
    fields.require("due", inner);
    Due due = inner == null ? null : DueJson.read(inner, usual);
    return due == null ? null : new Schedule.Once(due);
  }

  private static @Nullable Schedule recurring(Fields fields, Settings usual, Instant now) {
    var zoneGiven = fields.zone("zone");
    var zone = zoneGiven == null ? usual.zone() : zoneGiven;
    var start = fields.date("start");
    var time = fields.time("time");
    var anchor = fields.oneOf("anchor", Schedule.Anchor.class);
    var monthEnd = fields.oneOf("monthEnd", Recurrence.MonthEnd.class);
    var rrule = rule(fields, usual.weekStart());
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

  private static @Nullable String rule(Fields fields, DayOfWeek weekStart) {
    var rrule = fields.text("rrule", LONGEST_RULE);
    var inner = fields.object("preset");
    if (inner == null) {
      fields.require("rrule", rrule);
      return rrule;
    }
    var preset = PresetJson.read(inner);
    // answers have both, and what we said may come back
    if (rrule != null && preset != null && !preset.equals(Preset.of(rrule))) {
      fields.wrong("preset", "one-of", "This preset and rrule differ: give one, or both the same.");
      return null;
    }
    return rrule != null || preset == null ? rrule : preset.rrule(weekStart);
  }
}
