package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;

/** One JSON value that is written field by field, without a tree in between. */
@FunctionalInterface
public interface StreamedJson extends JsonSerializable {
  void writeTo(JsonGenerator json) throws IOException;

  @Override
  default void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
    writeTo(json);
  }

  @Override
  default void serializeWithType(
      JsonGenerator json, SerializerProvider provider, TypeSerializer type) throws IOException {
    writeTo(json);
  }
}
