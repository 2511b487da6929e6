package dcm.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.oauth.Grant;
import dcm.sandbox.store.SnowflakeGenerator;
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
public record ApiCall(
    String method,
    String template,
    String path,
    Map<String, String> pathParameters,
    Map<String, String> query,
    Map<String, String> headers,
    JsonNode json,
    Map<String, String> form,
    @Nullable Grant bearer) {
  public String pathParameter(String key) {
    String value = pathParameters.get(key);
    if (value == null) {
      throw new IllegalArgumentException(template + " has no path parameter " + key);
    }
    return value;
  }

  /** The part of a path that must be an id; anything else is refused as Discord does. */
  public String snowflakeParameter(String key) {
    String value = pathParameter(key);
    if (!SnowflakeGenerator.isValid(value)) {
      throw ApiException.formError(
          key, "NUMBER_TYPE_COERCE", "Value \"" + value + "\" is not snowflake.");
    }
    return value;
  }

  public boolean queryFlag(String key) {
    return "true".equals(query.get(key)) || "1".equals(query.get(key));
  }

  /**
   * @throws ApiException 50035 unless it is a number between the bounds
   */
  public int queryInt(String key, int defaultValue, int min, int max) {
    String text = query.get(key);
    if (text == null) {
      return defaultValue;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw ApiException.formError(key, "NUMBER_TYPE_COERCE", "Value \"" + text + "\" is not int.");
    }
    throw ApiException.formError(
        key, "NUMBER_TYPE_MAX", "int value should be between %d and %d.".formatted(min, max));
  }
}
