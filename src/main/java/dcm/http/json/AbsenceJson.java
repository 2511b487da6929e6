package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.command.AbsenceBound;
import dcm.guild.value.Absence;
import java.io.IOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The public JSON of an absence. */
public final class AbsenceJson {
  private static final int DATE_LENGTH = "2026-12-24".length();

  private AbsenceJson() {}

  public static StreamedJson of(Absence absence) {
    return json -> write(json, absence);
  }

  public static void write(JsonGenerator json, Absence absence) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", absence.id().toString());
    json.writeStringField("from", absence.from().toString());
    JsonFields.writeText(json, "until", absence.until());
    var tasks = absence.tasks();
    if (tasks == null) {
      json.writeNullField("tasks");
    } else {
      JsonFields.writeTexts(json, "tasks", tasks);
    }
    json.writeStringField("reason", absence.reason());
    json.writeBooleanField("started", absence.startedAt() != null);
    json.writeEndObject();
  }

  /** A date, which is a whole day in the member's zone, or a time; null when it is absent. */
  public static @Nullable AbsenceBound bound(JsonObjectReader fields, String name) {
    return fields.parsed(
        name,
        "a date, like 2026-12-24, or a time with offset, like 2026-12-24T11:00:00+01:00",
        AbsenceJson::bound);
  }

  private static AbsenceBound bound(String text) {
    return text.length() == DATE_LENGTH
        ? new AbsenceBound.Day(TemporalBounds.check(LocalDate.parse(text)))
        : new AbsenceBound.Moment(TemporalBounds.check(OffsetDateTime.parse(text).toInstant()));
  }
}
