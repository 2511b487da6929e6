package dcm.http;

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
import dcm.guild.By;
import dcm.guild.Due;
import dcm.guild.GuildEvent;
import dcm.guild.Recorded;
import dcm.guild.Schedule;
import dcm.guild.Stage;
import dcm.guild.Task;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The public shape of an event. Its fields are those that its stable name stands for in the journal
 * for ever; schedules and dues in it look as everywhere in the API. Who may see it is not decided
 * here.
 */
public final class EventJson {
  private static final JsonMapper FIELDS =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(
              new SimpleModule()
                  .addSerializer(Schedule.class, as(Schedule.class, ScheduleJson::write))
                  .addSerializer(Due.class, as(Due.class, DueJson::write))
                  .addSerializer(Stage.class, as(Stage.class, NotificationJson::write)))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private EventJson() {}

  /**
   * {@code {type, at, by, taskId?, …its own fields…, task}}.
   *
   * @param task as it is after the event; null when it has none (any more)
   */
  public static ObjectNode write(Recorded recorded, @Nullable Task task, Instant now) {
    var json =
        Json.object().put("type", recorded.event().kind()).put("at", recorded.at().toString());
    json.set("by", write(recorded.by()));
    var own = fields(recorded.event());
    var id = own.remove("task");
    if (id != null && !id.isNull()) {
      json.set("taskId", id);
    }
    json.setAll(own);
    json.set("task", task == null ? null : TaskJson.write(task, now));
    return json;
  }

  static ObjectNode fields(GuildEvent event) {
    ObjectNode fields = FIELDS.valueToTree(event);
    return fields.without(List.of("type"));
  }

  static ObjectNode write(By by) {
    return Json.object().put("member", TaskJson.text(by.member())).put("door", by.door().name());
  }

  private static <T> JsonSerializer<T> as(Class<T> type, Function<T, ? extends JsonNode> write) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        out.writeTree(write.apply(value));
      }

      @Override
      public void serializeWithType(
          T value, JsonGenerator out, SerializerProvider provider, TypeSerializer kind)
          throws IOException {
        serialize(value, out, provider);
      }

      @Override
      public Class<T> handledType() {
        return type;
      }
    };
  }
}
