package dcm.http.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
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
 * JsonMappers#MAX_DEPTH} levels, no number longer than {@value JsonMappers#MAX_NUMBER_LENGTH}
 * characters. Violations are 400; {@link JsonObjectReader} validates the content (422).
 */
public final class ApiJson {
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
      return tree(text);
    } catch (StreamConstraintsException limitExceeded) {
      throw Problems.malformed(
              "The JSON is more than "
                  + JsonMappers.MAX_DEPTH
                  + " levels deep or has a number of more than "
                  + JsonMappers.MAX_NUMBER_LENGTH
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

  /**
   * Parses JSON of any kind.
   *
   * @throws JsonProcessingException unless the text is one JSON value within the limits
   */
  public static JsonNode tree(String text) throws JsonProcessingException {
    return JsonMappers.STRICT_READER.readTree(text);
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

  /**
   * Encodes a value.
   *
   * @param json a {@link StreamedJson} or a {@link JsonNode}
   */
  public static byte[] write(JsonSerializable json) {
    try {
      return JsonMappers.WRITER.writeValueAsBytes(json);
    } catch (JsonProcessingException unexpected) {
      throw new IllegalStateException("JSON could not be written", unexpected);
    }
  }

  /** As {@link #write}, but as text. */
  public static String writeText(JsonSerializable json) {
    try {
      return JsonMappers.WRITER.writeValueAsString(json);
    } catch (JsonProcessingException unexpected) {
      throw new IllegalStateException("JSON could not be written", unexpected);
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
