package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that found its endpoint.
 *
 * @param template the path with names in braces, as Discord's OpenAPI writes it
 * @param names what stands for the names
 * @param json the body; missing when there is none or when it is a form
 * @param form the fields of a form-encoded body
 * @param bearer the user whose OAuth2 token was shown
 */
record Call(
    String method,
    String template,
    String path,
    Map<String, String> names,
    Map<String, String> query,
    Map<String, String> headers,
    JsonNode json,
    Map<String, String> form,
    @Nullable Grant bearer) {
  String name(String key) {
    String value = names.get(key);
    if (value == null) {
      throw new IllegalArgumentException(template + " has no " + key);
    }
    return value;
  }

  /** The part of a path that must be an id; anything else is refused as Discord does. */
  String id(String key) {
    String value = name(key);
    if (!Snowflakes.isOne(value)) {
      throw ApiError.form(key, "NUMBER_TYPE_COERCE", "Value \"" + value + "\" is not snowflake.");
    }
    return value;
  }

  boolean flag(String key) {
    return "true".equals(query.get(key)) || "1".equals(query.get(key));
  }

  /**
   * @throws ApiError 50035 unless it is a number between the bounds
   */
  int number(String key, int otherwise, int min, int max) {
    String text = query.get(key);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw ApiError.form(key, "NUMBER_TYPE_COERCE", "Value \"" + text + "\" is not int.");
    }
    throw ApiError.form(
        key, "NUMBER_TYPE_MAX", "int value should be between %d and %d.".formatted(min, max));
  }
}
