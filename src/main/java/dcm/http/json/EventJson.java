package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.Due;
import dcm.guild.value.Initiator;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The public JSON of an event: the fields of the stored event, with schedules and dues as
 * everywhere in the API. The caller decides about visibility.
 */
public final class EventJson {
  private static final JsonMapper FIELDS =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(
              new SimpleModule()
                  .addSerializer(Schedule.class, serializer(Schedule.class, ScheduleJson::write))
                  .addSerializer(Due.class, serializer(Due.class, DueJson::write))
                  .addSerializer(
                      ReminderStage.class,
                      serializer(ReminderStage.class, NotificationJson::write)))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private EventJson() {}

  /**
   * {@code {type, at, by, taskId?, …the event's fields…, task}}.
   *
   * @param task after the event; null when the event has no task or it is deleted
   */
  public static ObjectNode write(RecordedEvent recorded, @Nullable Task task, Instant now) {
    var json =
        ApiJson.object().put("type", recorded.event().kind()).put("at", recorded.at().toString());
    json.set("by", write(recorded.initiator()));
    var eventFields = fields(recorded.event());
    var id = eventFields.remove("task");
    if (id != null && !id.isNull()) {
      json.set("taskId", id);
    }
    json.setAll(eventFields);
    json.set("task", task == null ? null : TaskJson.write(task, now));
    return json;
  }

  static ObjectNode fields(GuildEvent event) {
    ObjectNode fields = FIELDS.valueToTree(event);
    return fields.without(List.of("type"));
  }

  public static ObjectNode write(Initiator initiator) {
    return ApiJson.object()
        .put("member", TaskJson.textOrNull(initiator.member()))
        .put("origin", initiator.origin().name());
  }

  private static <T> JsonSerializer<T> serializer(
      Class<T> type, Function<T, ? extends JsonNode> toJson) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator generator, SerializerProvider provider)
          throws IOException {
        generator.writeTree(toJson.apply(value));
      }

      @Override
      public void serializeWithType(
          T value, JsonGenerator generator, SerializerProvider provider, TypeSerializer kind)
          throws IOException {
        serialize(value, generator, provider);
      }

      @Override
      public Class<T> handledType() {
        return type;
      }
    };
  }
}
