package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.value.Occurrence;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The public JSON of an occurrence. */
final class OccurrenceJson {
  private OccurrenceJson() {}

  static void write(JsonGenerator json, Occurrence occurrence, Instant now) throws IOException {
    json.writeStartObject();
    json.writeNumberField("ordinal", occurrence.ordinal());
    json.writeStringField("state", occurrence.state().name());
    json.writeFieldName("due");
    DueJson.write(json, occurrence.due());
    json.writeBooleanField("overdue", occurrence.overdue(now));
    json.writeStringField("openedAt", occurrence.openedAt().toString());
    JsonFields.writeTexts(json, "assignees", occurrence.assignees());
    JsonFields.writeText(json, "claimedBy", occurrence.claimedBy());
    JsonFields.writeText(json, "snoozedUntil", occurrence.snoozedUntil());
    writeProgress(json, occurrence.currentProgress());
    json.writeBooleanField("moved", occurrence.currentCourse().ruleDue() != null);
    json.writeFieldName("completion");
    write(json, occurrence.completion());
    JsonFields.writeText(json, "closedAt", occurrence.closedAt());
    json.writeEndObject();
  }

  private static void writeProgress(JsonGenerator json, Occurrence.Progress progress)
      throws IOException {
    json.writeArrayFieldStart("parts");
    for (Occurrence.Completion part : progress.parts()) {
      write(json, part);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("ticks");
    for (int item : progress.ticks()) {
      json.writeNumber(item);
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Occurrence.@Nullable Completion completion)
      throws IOException {
    if (completion == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringField("by", completion.by().toString());
    json.writeStringField("loggedBy", completion.loggedBy().toString());
    json.writeStringField("doneAt", completion.doneAt().toString());
    json.writeStringField("loggedAt", completion.loggedAt().toString());
    json.writeStringField("note", completion.note());
    JsonFields.writeText(json, "approvedBy", completion.approvedBy());
    json.writeEndObject();
  }
}
