package dcm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.Due;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The public shape of a due, and how one is read. */
final class DueJson {

  private DueJson() {}

  static ObjectNode write(Due due) {
    return switch (due) {
      case Due.Never _ -> Json.object().put("type", "never");
      case Due.AtTime time ->
          Json.object()
              .put("type", "time")
              .put("local", time.local().toString())
              .put("zone", time.zone().getId())
              .put("at", at(time.instant(), time.zone()));
      case Due.AllDay day ->
          Json.object()
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

  static @Nullable String at(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  /** Null when it is wrong, which is then noted; {@code usual} is the zone when none is given. */
  static @Nullable Due read(Fields fields, ZoneId usual) {
    var type = fields.text("type", 20);
    fields.require("type", type);
    var zoneGiven = fields.zone("zone");
    var zone = zoneGiven == null ? usual : zoneGiven;
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
            fields.wrong("type", "wrong-format", "This must be one of never, time, day.");
            yield null;
          }
        };
    // what our own answers carry besides may come back with an edit; it is derived, not read
    fields.has("at");
    fields.has("until");
    fields.end();
    return due;
  }
}
