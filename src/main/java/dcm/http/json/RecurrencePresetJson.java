package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.value.RecurrencePreset;
import java.io.IOException;
import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The public JSON of a {@link RecurrencePreset}. */
final class RecurrencePresetJson {
  private static final int MAX_INTERVAL = 999;

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
          case null -> null;
          default -> {
            fields.addError("every", "wrong-format", "This must be one of day, week, month.");
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
    if (days.isEmpty()) {
      fields.addError("days", "required", "A week needs a day at least.");
      return null;
    }
    return new RecurrencePreset.Weekly(interval, EnumSet.copyOf(days));
  }

  private static @Nullable RecurrencePreset monthly(JsonObjectReader fields, int interval) {
    var day = readInRange(fields, "day", 31);
    fields.require("day", day);
    return day == null ? null : new RecurrencePreset.Monthly(interval, day);
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
