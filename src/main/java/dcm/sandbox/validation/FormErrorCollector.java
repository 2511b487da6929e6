package dcm.sandbox.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.rest.ApiException;
import dcm.sandbox.store.SandboxJson;

/** Collects a form's errors, nested by field as in Discord's 50035. */
public final class FormErrorCollector {
  private final ObjectNode errors = SandboxJson.object();

  /**
   * Adds an error; {@code path} is dotted with array indexes as numbers: {@code options.0.name}.
   */
  public FormErrorCollector add(String path, String code, String message) {
    ObjectNode node = errors;
    for (String segment : path.split("\\.", -1)) {
      node = segment.isEmpty() ? node : node.withObjectProperty(segment);
    }
    node.withArrayProperty("_errors").addObject().put("code", code).put("message", message);
    return this;
  }

  FormErrorCollector required(String path) {
    return add(path, "BASE_TYPE_REQUIRED", "This field is required");
  }

  FormErrorCollector badLength(String path, int min, int max) {
    return add(
        path, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.".formatted(min, max));
  }

  FormErrorCollector tooLong(String path, int max) {
    return add(path, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.".formatted(max));
  }

  FormErrorCollector invalidChoice(String path, String message) {
    return add(path, "BASE_TYPE_CHOICES", message);
  }

  boolean isEmpty() {
    return errors.isEmpty();
  }

  public ApiException toException() {
    return new ApiException(400, 50035, "Invalid Form Body", errors);
  }

  public void throwIfAny() {
    if (!isEmpty()) {
      throw toException();
    }
  }
}
