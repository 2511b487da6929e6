package dcm.http.json;

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
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Strict JSON: well-formed UTF-8, no repeated keys, nothing after the end, at most {@value
 * #MAX_DEPTH} levels, no number longer than {@value #MAX_NUMBER_LENGTH} characters. Violations are
 * 400; {@link JsonObjectReader} validates the content (422).
 */
public final class ApiJson {
  static final int MAX_DEPTH = 32;
  static final int MAX_NUMBER_LENGTH = 40;

  static final JsonMapper MAPPER =
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
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private ApiJson() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * Parses a JSON object.
   *
   * @throws ProblemException 400 unless the bytes are one JSON object within the limits
   */
  public static ObjectNode readObject(byte[] bytes) {
    if (bytes.length == 0) {
      throw Problems.malformed("The body must be a JSON object.").asException();
    }
    return read(decode(bytes)) instanceof ObjectNode object ? object : notAnObject();
  }

  private static ObjectNode notAnObject() {
    throw Problems.malformed("The body must be a JSON object.").asException();
  }

  static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (StreamConstraintsException limitExceeded) {
      throw Problems.malformed(
              "The JSON is more than "
                  + MAX_DEPTH
                  + " levels deep or has a number of more than "
                  + MAX_NUMBER_LENGTH
                  + " digits.")
          .asException();
    } catch (JsonParseException malformed) {
      throw Problems.malformed(
              "The body is not valid JSON, or repeats a key, " + location(malformed) + ".")
          .asException();
    } catch (JsonProcessingException malformed) {
      throw Problems.malformed("The body is not one JSON value, " + location(malformed) + ".")
          .asException();
    }
  }

  private static String location(JsonProcessingException malformed) {
    var location = malformed.getLocation();
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
      throw Problems.malformed("The body is not UTF-8.").asException();
    }
  }

  public static byte[] write(JsonNode json) {
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException unexpected) {
      throw new IllegalStateException("JSON tree could not be serialized", unexpected);
    }
  }

  /** A text that is equal for equal JSON, independent of the order of keys. */
  public static String canonical(JsonNode json) {
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
