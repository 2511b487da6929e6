package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The public JSON of a task. */
public final class TaskJson {
  private TaskJson() {}

  /**
   * A task.
   *
   * @param now decides whether it is overdue
   */
  public static StreamedJson of(Task task, Instant now) {
    return json -> write(json, task, now);
  }

  /** As {@link #of}, within another value. */
  public static void write(JsonGenerator json, Task task, Instant now) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", task.id().toString());
    json.writeNumberField("number", task.number());
    json.writeStringField("title", task.title());
    json.writeStringField("description", task.description());
    JsonFields.writeText(json, "category", task.category());
    JsonFields.writeTexts(json, "labels", task.labels());
    json.writeObjectFieldStart("effort");
    json.writeNumberField("minutes", task.effort().minutes());
    json.writeNumberField("difficulty", task.effort().difficulty());
    json.writeEndObject();
    json.writeStringField("priority", task.priority().name());
    json.writeFieldName("schedule");
    ScheduleJson.write(json, task.schedule());
    json.writeFieldName("assignment");
    AssignmentJson.write(json, task.assignment());
    json.writeFieldName("policy");
    PolicyJson.write(json, task.effectivePolicy());
    json.writeArrayFieldStart("occurrences");
    for (Occurrence occurrence : task.occurrences()) {
      OccurrenceJson.write(json, occurrence, now);
    }
    json.writeEndArray();
    write(json, "occurrence", task.open(), now);
    write(json, "lastClosed", task.closed(), now);
    json.writeStringField("createdBy", task.createdBy().toString());
    json.writeStringField("createdAt", task.createdAt().toString());
    json.writeNumberField("revision", task.revision());
    json.writeEndObject();
  }

  private static void write(
      JsonGenerator json, String name, @Nullable Occurrence occurrence, Instant now)
      throws IOException {
    if (occurrence == null) {
      json.writeNullField(name);
      return;
    }
    json.writeFieldName(name);
    OccurrenceJson.write(json, occurrence, now);
  }
}
