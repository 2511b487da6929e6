package dcm.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.oauth.Grant;
import dcm.sandbox.store.SnowflakeGenerator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request matched to its endpoint.
 *
 * @param template path template with parameters in braces, as in Discord's OpenAPI description
 * @param path path parameters by name
 * @param json the body; a missing node without a body or for a form
 * @param form the fields of a form-encoded body
 * @param bearer user of the OAuth2 token; null without one
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

  /** A path parameter that must be an id; other values are rejected with Discord's error. */
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
