package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Fields of the kinds that a {@link JsonGenerator} has no method for. */
public final class JsonFields {
  private JsonFields() {}

  /** The value's text, or null. */
  public static void writeText(JsonGenerator json, String name, @Nullable Object value)
      throws IOException {
    json.writeStringField(name, value == null ? null : value.toString());
  }

  /** An integer, or null. */
  public static void writeInteger(JsonGenerator json, String name, @Nullable Number value)
      throws IOException {
    json.writeFieldName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeNumber(value.longValue());
    }
  }

  /** An array of the items' texts. */
  public static void writeTexts(JsonGenerator json, String name, Collection<?> items)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Object item : items) {
      json.writeString(item.toString());
    }
    json.writeEndArray();
  }

  /** An array of objects. */
  public static <T> void writeObjects(
      JsonGenerator json, String name, Collection<T> items, ItemWriter<T> writer)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (T item : items) {
      writer.write(json, item);
    }
    json.writeEndArray();
  }

  /** An object whose only field is an array of objects. */
  public static <T> StreamedJson list(String name, Collection<T> items, ItemWriter<T> writer) {
    return json -> {
      json.writeStartObject();
      writeObjects(json, name, items, writer);
      json.writeEndObject();
    };
  }

  /** Writes one item of an array. */
  @FunctionalInterface
  public interface ItemWriter<T> {
    void write(JsonGenerator json, T item) throws IOException;
  }
}
