package dcm.http.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.value.Due;
import dcm.guild.value.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The public JSON of a due: writes and reads it. */
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
              .put("at", at(day.start(), day.zone()))
              .put("until", at(day.deadline(), day.zone()));
    };
  }

  private static String at(Instant instant, ZoneId zone) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(ZonedDateTime.ofInstant(instant, zone));
  }

  public static @Nullable String at(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  /** The due in a body; null when it is invalid, which is then recorded. */
  static @Nullable RequestedSchedule read(JsonObjectReader fields) {
    var type = fields.text("type", 20);
    fields.require("type", type);
    var zone = fields.zone("zone");
    var zoneOmitted = !fields.has("zone");
    RequestedSchedule due =
        switch (type) {
          case "never" -> new RequestedSchedule.Complete(new Schedule.Once(new Due.Never()));
          case "time" -> {
            var local = fields.localDateTime("local");
            fields.require("local", local);
            yield local == null ? null : new RequestedSchedule.OnceAtTime(local, zone, zoneOmitted);
          }
          case "day" -> {
            var date = fields.date("date");
            fields.require("date", date);
            yield date == null ? null : new RequestedSchedule.OnceAllDay(date, zone, zoneOmitted);
          }
          case null -> null;
          default -> {
            fields.addError("type", "wrong-format", "This must be one of never, time, day.");
            yield null;
          }
        };
    // responses contain these derived fields, and a client may send a response's due back
    fields.has("at");
    fields.has("until");
    fields.finish();
    return due;
  }
}
