package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.value.RecurrencePreset;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Month;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The public JSON of a {@link RecurrencePreset}. */
final class RecurrencePresetJson {
  private static final int MAX_INTERVAL = 999;
  private static final int MAX_ORDINAL = 5;

  private RecurrencePresetJson() {}

  static void write(JsonGenerator json, String name, @Nullable RecurrencePreset preset)
      throws IOException {
    if (preset == null) {
      json.writeNullField(name);
      return;
    }
    json.writeObjectFieldStart(name);
    switch (preset) {
      case RecurrencePreset.Daily daily -> {
        json.writeStringField("every", "day");
        json.writeNumberField("interval", daily.interval());
      }
      case RecurrencePreset.Weekly weekly -> {
        json.writeStringField("every", "week");
        json.writeNumberField("interval", weekly.interval());
        JsonFields.writeTexts(
            json,
            "days",
            weekly.days().stream().sorted().map(RecurrencePresetJson::dayCode).toList());
      }
      case RecurrencePreset.Monthly monthly -> {
        json.writeStringField("every", "month");
        json.writeNumberField("interval", monthly.interval());
        json.writeNumberField("day", monthly.day());
      }
      case RecurrencePreset.MonthlyByWeekday monthly -> {
        json.writeStringField("every", "month");
        json.writeNumberField("interval", monthly.interval());
        json.writeNumberField("ordinal", monthly.ordinal());
        json.writeStringField("weekday", dayCode(monthly.weekday()));
      }
      case RecurrencePreset.Yearly yearly -> {
        json.writeStringField("every", "year");
        json.writeNumberField("interval", yearly.interval());
        json.writeNumberField("month", yearly.month().getValue());
        json.writeNumberField("day", yearly.day());
      }
    }
    json.writeEndObject();
  }

  static @Nullable RecurrencePreset read(JsonObjectReader fields) {
    var every = fields.text("every", 10);
    fields.require("every", every);
    var interval = readInRange(fields, "interval", MAX_INTERVAL);
    int givenInterval = interval == null ? 1 : interval;
    RecurrencePreset preset =
        switch (every) {
          case "day" -> new RecurrencePreset.Daily(givenInterval);
          case "week" -> weekly(fields, givenInterval);
          case "month" -> monthly(fields, givenInterval);
          case "year" -> yearly(fields, givenInterval);
          case null -> null;
          default -> {
            fields.addError("every", "wrong-format", "This must be one of day, week, month, year.");
            yield null;
          }
        };
    fields.finish();
    return preset;
  }

  private static @Nullable RecurrencePreset weekly(JsonObjectReader fields, int interval) {
    var days =
        fields.listOf("days", 7, "one of MO, TU, WE, TH, FR, SA, SU", RecurrencePresetJson::day);
    fields.require("days", days);
    if (days == null) {
      return null;
    }
    return new RecurrencePreset.Weekly(interval, Set.copyOf(days));
  }

  /** On a day of the month, or on the nth or last weekday of it. */
  private static @Nullable RecurrencePreset monthly(JsonObjectReader fields, int interval) {
    if (!fields.has("weekday") && !fields.has("ordinal")) {
      var day = readInRange(fields, "day", 31);
      fields.require("day", day);
      return day == null ? null : new RecurrencePreset.Monthly(interval, day);
    }
    var weekday =
        fields.parsed("weekday", "one of MO, TU, WE, TH, FR, SA, SU", RecurrencePresetJson::day);
    fields.require("weekday", weekday);
    var ordinal = fields.integer("ordinal");
    fields.require("ordinal", ordinal);
    if (ordinal != null
        && (ordinal < 1 || ordinal > MAX_ORDINAL)
        && ordinal != RecurrencePreset.MonthlyByWeekday.LAST) {
      fields.addError("ordinal", "out-of-range", "This is 1 to 5, or -1 for the last.");
      return null;
    }
    return weekday == null || ordinal == null
        ? null
        : new RecurrencePreset.MonthlyByWeekday(interval, ordinal, weekday);
  }

  private static @Nullable RecurrencePreset yearly(JsonObjectReader fields, int interval) {
    var month = readInRange(fields, "month", 12);
    fields.require("month", month);
    var day = readInRange(fields, "day", 31);
    fields.require("day", day);
    return month == null || day == null
        ? null
        : new RecurrencePreset.Yearly(interval, Month.of(month), day);
  }

  private static @Nullable Integer readInRange(JsonObjectReader fields, String name, int max) {
    var number = fields.integer(name);
    if (number != null && (number < 1 || number > max)) {
      fields.addError(name, "out-of-range", "This lies between 1 and " + max + ".");
      return null;
    }
    return number;
  }

  private static final List<String> DAY_CODES = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");

  private static String dayCode(DayOfWeek day) {
    return DAY_CODES.get(day.getValue() - 1);
  }

  private static DayOfWeek day(String name) {
    int index = DAY_CODES.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("not a day");
    }
    return DayOfWeek.of(index + 1);
  }
}
