package dcm.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dcm.guild.value.Due;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.Schedule;
import java.io.IOException;

/** The module's two JSON profiles: what clients send is read strictly, responses are written. */
final class JsonMappers {
  static final int MAX_DEPTH = 32;
  static final int MAX_NUMBER_LENGTH = 40;

  /** No repeated keys, nothing after the end, limited depth and length of numbers. */
  static final ObjectReader STRICT_READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build()
          .reader();

  /**
   * Instants and durations are ISO 8601 text; schedules, dues and stages have their public JSON.
   */
  static final JsonMapper WRITER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(
              new SimpleModule()
                  .addSerializer(Schedule.class, serializer(ScheduleJson::write))
                  .addSerializer(Due.class, serializer(DueJson::write))
                  .addSerializer(ReminderStage.class, serializer(NotificationJson::write)))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private JsonMappers() {}

  private static <T> JsonSerializer<T> serializer(JsonFields.ItemWriter<T> writer) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator json, SerializerProvider provider)
          throws IOException {
        writer.write(json, value);
      }

      @Override
      public void serializeWithType(
          T value, JsonGenerator json, SerializerProvider provider, TypeSerializer type)
          throws IOException {
        writer.write(json, value);
      }
    };
  }
}
