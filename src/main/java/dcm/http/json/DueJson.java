package dcm.http.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.value.Due;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The public shape of a due, and how one is read. */
public final class DueJson {

  private DueJson() {}

  public static ObjectNode write(Due due) {
    return switch (due) {
      case Due.Never _ -> ApiJson.object().put("type", "never");
      case Due.AtTime time ->
          ApiJson.object()
              .put("type", "time")
              .put("local", time.local().toString())
              .put("zone", time.zone().getId())
              .put("at", at(time.instant(), time.zone()));
      case Due.AllDay day ->
          ApiJson.object()
              .put("type", "day")
              .put("date", day.date().toString())
              .put("zone", day.zone().getId())
              .put("at", at(day.starts(), day.zone()))
              .put("until", at(day.ends(), day.zone()));
    };
  }

  private static String at(Instant instant, ZoneId zone) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(ZonedDateTime.ofInstant(instant, zone));
  }

  public static @Nullable String at(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  /** Null when it is wrong, which is then noted; {@code usual} is the zone when none is given. */
  static @Nullable Due read(JsonObjectReader fields, ZoneId defaultZone) {
    var type = fields.text("type", 20);
    fields.require("type", type);
    var givenZone = fields.zone("zone");
    var zone = givenZone == null ? defaultZone : givenZone;
    Due due =
        switch (type) {
          case "never" -> new Due.Never();
          case "time" -> {
            var local = fields.localDateTime("local");
            fields.require("local", local);
            yield local == null ? null : new Due.AtTime(local, zone);
          }
          case "day" -> {
            var date = fields.date("date");
            fields.require("date", date);
            yield date == null ? null : new Due.AllDay(date, zone);
          }
          case null -> null;
          default -> {
            fields.addError("type", "wrong-format", "This must be one of never, time, day.");
            yield null;
          }
        };
    // what our own answers carry besides may come back with an edit; it is derived, not read
    fields.has("at");
    fields.has("until");
    fields.finish();
    return due;
  }
}
