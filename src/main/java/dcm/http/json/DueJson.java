package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.value.Due;
import dcm.guild.value.Schedule;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The public JSON of a due: writes and reads it. */
public final class DueJson {

  private DueJson() {}

  public static void write(JsonGenerator json, Due due) throws IOException {
    json.writeStartObject();
    switch (due) {
      case Due.Never _ -> json.writeStringField("type", "never");
      case Due.AtTime time -> {
        json.writeStringField("type", "time");
        json.writeStringField("local", time.local().toString());
        json.writeStringField("zone", time.zone().getId());
        json.writeStringField("at", at(time.instant(), time.zone()));
      }
      case Due.AllDay day -> {
        json.writeStringField("type", "day");
        json.writeStringField("date", day.date().toString());
        json.writeStringField("zone", day.zone().getId());
        json.writeStringField("at", at(day.start(), day.zone()));
        json.writeStringField("until", at(day.deadline(), day.zone()));
      }
    }
    json.writeEndObject();
  }

  private static String at(Instant instant, ZoneId zone) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(ZonedDateTime.ofInstant(instant, zone));
  }

  /** The due in a body; null when it is invalid, which is then recorded. */
  public static @Nullable RequestedSchedule read(JsonObjectReader fields) {
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
