package dcm.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON as we read and write it. Strict: UTF-8 only and well-formed, no key twice, nothing after the
 * end, at most {@value #DEPTH} deep, no number longer than {@value #DIGITS} characters. JSON that
 * breaks this is unreadable (400); what it says is judged by {@link Fields} (422).
 */
final class Json {
  static final int DEPTH = 32;
  static final int DIGITS = 40;

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxNumberLength(DIGITS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * @throws Rejected 400 unless the bytes are one JSON object within the limits
   */
  static ObjectNode readObject(byte[] bytes) {
    if (bytes.length == 0) {
      throw Problems.unreadable("A JSON object is needed in the body.").asException();
    }
    return read(decode(bytes)) instanceof ObjectNode object ? object : notAnObject();
  }

  private static ObjectNode notAnObject() {
    throw Problems.unreadable("The body must be a JSON object.").asException();
  }

  static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (StreamConstraintsException tooMuch) {
      throw Problems.unreadable(
              "The JSON is more than "
                  + DEPTH
                  + " levels deep or has a number of more than "
                  + DIGITS
                  + " digits.")
          .asException();
    } catch (JsonParseException broken) {
      throw Problems.unreadable("The body is not JSON, or has a key twice, " + place(broken) + ".")
          .asException();
    } catch (JsonProcessingException broken) {
      throw Problems.unreadable("The body is not one JSON value, " + place(broken) + ".")
          .asException();
    }
  }

  private static String place(JsonProcessingException broken) {
    var location = broken.getLocation();
    return location == null
        ? "at its end"
        : "at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      throw Problems.unreadable("The body is not UTF-8.").asException();
    }
  }

  static byte[] write(JsonNode json) {
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree can be written", impossible);
    }
  }

  /** The same text for the same JSON, in whatever order its keys came. */
  static String canonical(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> {
        var sorted = new TreeMap<String, String>();
        for (Map.Entry<String, JsonNode> field : json.properties()) {
          sorted.put(field.getKey(), canonical(field.getValue()));
        }
        var text = new StringBuilder("{");
        sorted.forEach((key, value) ->
            text.append(JsonNodeFactory.instance.textNode(key))
                .append(':')
                .append(value)
                .append(','));
        yield text.append('}').toString();
      }
      case ARRAY -> {
        var text = new StringBuilder("[");
        json.forEach(item -> text.append(canonical(item)).append(','));
        yield text.append(']').toString();
      }
      case STRING, NUMBER, BOOLEAN, NULL, BINARY, MISSING, POJO -> json.toString();
    };
  }
}
