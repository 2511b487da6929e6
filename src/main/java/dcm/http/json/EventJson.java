package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.Initiator;
import dcm.guild.value.Task;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The public JSON of an event: the fields of the stored event, with schedules and dues as
 * everywhere in the API. The caller decides about visibility.
 */
public final class EventJson {
  private EventJson() {}

  /**
   * {@code {type, at, by, taskId?, …the event's fields…, task}}. A field of the event that is
   * called {@code at} or {@code by} replaces the one before.
   *
   * @param task after the event; null when the event has no task or it is deleted
   */
  public static void write(
      JsonGenerator json, RecordedEvent recorded, @Nullable Task task, Instant now)
      throws IOException {
    var fields = fields(recorded.event());
    json.writeStartObject();
    json.writeStringField("type", recorded.event().kind());
    var at = fields.remove("at");
    json.writeFieldName("at");
    if (at == null) {
      json.writeString(recorded.at().toString());
    } else {
      json.writeTree(at);
    }
    var by = fields.remove("by");
    json.writeFieldName("by");
    if (by == null) {
      write(json, recorded.initiator());
    } else {
      json.writeTree(by);
    }
    var id = fields.remove("task");
    if (id != null && !id.isNull()) {
      json.writeFieldName("taskId");
      json.writeTree(id);
    }
    for (var field : fields.properties()) {
      json.writeFieldName(field.getKey());
      json.writeTree(field.getValue());
    }
    json.writeFieldName("task");
    if (task == null) {
      json.writeNull();
    } else {
      TaskJson.write(json, task, now);
    }
    json.writeEndObject();
  }

  /** The few fields of an event as a tree: their names decide where they are written. */
  private static ObjectNode fields(GuildEvent event) {
    ObjectNode fields = JsonMappers.WRITER.valueToTree(event);
    return fields.without("type");
  }

  public static void write(JsonGenerator json, Initiator initiator) throws IOException {
    json.writeStartObject();
    JsonFields.writeText(json, "member", initiator.member());
    json.writeStringField("origin", initiator.origin().name());
    json.writeEndObject();
  }
}
