package dcm.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dcm.guild.Preset;
import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The public shape of the rules that people choose from a list. */
final class PresetJson {
  private static final int MOST = 999;

  private PresetJson() {}

  static JsonNode write(@Nullable Preset preset) {
    return switch (preset) {
      case null -> NullNode.getInstance();
      case Preset.Daily daily ->
          Json.object().put("every", "day").put("interval", daily.interval());
      case Preset.Weekly weekly -> {
        var json = Json.object().put("every", "week").put("interval", weekly.interval());
        var days = json.putArray("days");
        weekly.days().stream().sorted().map(PresetJson::name).forEach(days::add);
        yield json;
      }
      case Preset.Monthly monthly ->
          Json.object()
              .put("every", "month")
              .put("interval", monthly.interval())
              .put("day", monthly.day());
    };
  }

  static @Nullable Preset read(Fields fields) {
    var every = fields.text("every", 10);
    fields.require("every", every);
    var interval = within(fields, "interval", MOST);
    int step = interval == null ? 1 : interval;
    Preset preset =
        switch (every) {
          case "day" -> new Preset.Daily(step);
          case "week" -> weekly(fields, step);
          case "month" -> monthly(fields, step);
          case null -> null;
          default -> {
            fields.wrong("every", "wrong-format", "This must be one of day, week, month.");
            yield null;
          }
        };
    fields.end();
    return preset;
  }

  private static @Nullable Preset weekly(Fields fields, int interval) {
    var days = fields.listOf("days", 7, "one of MO, TU, WE, TH, FR, SA, SU", PresetJson::day);
    fields.require("days", days);
    if (days == null) {
      return null;
    }
    if (days.isEmpty()) {
      fields.wrong("days", "required", "A week needs a day at least.");
      return null;
    }
    return new Preset.Weekly(interval, EnumSet.copyOf(days));
  }

  private static @Nullable Preset monthly(Fields fields, int interval) {
    var day = within(fields, "day", 31);
    fields.require("day", day);
    return day == null ? null : new Preset.Monthly(interval, day);
  }

  private static @Nullable Integer within(Fields fields, String name, int most) {
    var number = fields.integer(name);
    if (number != null && (number < 1 || number > most)) {
      fields.wrong(name, "out-of-range", "This lies between 1 and " + most + ".");
      return null;
    }
    return number;
  }

  private static final List<String> NAMES = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");

  private static String name(DayOfWeek day) {
    return NAMES.get(day.getValue() - 1);
  }

  private static DayOfWeek day(String name) {
    int place = NAMES.indexOf(name);
    if (place < 0) {
      throw new IllegalArgumentException("not a day");
    }
    return DayOfWeek.of(place + 1);
  }
}
