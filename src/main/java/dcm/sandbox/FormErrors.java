package dcm.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Collects what is wrong with a form and says it nested by field, as Discord's 50035 does. */
final class FormErrors {
  private final ObjectNode errors = Json.object();

  /** {@code path} is dotted; an array's index is a number: {@code options.0.name}. */
  FormErrors add(String path, String code, String message) {
    ObjectNode at = errors;
    for (String step : path.split("\\.", -1)) {
      at = step.isEmpty() ? at : at.withObjectProperty(step);
    }
    at.withArrayProperty("_errors").addObject().put("code", code).put("message", message);
    return this;
  }

  FormErrors required(String path) {
    return add(path, "BASE_TYPE_REQUIRED", "This field is required");
  }

  FormErrors badLength(String path, int min, int max) {
    return add(
        path, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length.".formatted(min, max));
  }

  FormErrors tooLong(String path, int max) {
    return add(path, "BASE_TYPE_MAX_LENGTH", "Must be %d or fewer in length.".formatted(max));
  }

  FormErrors choice(String path, String message) {
    return add(path, "BASE_TYPE_CHOICES", message);
  }

  boolean isEmpty() {
    return errors.isEmpty();
  }

  ApiError error() {
    return new ApiError(400, 50035, "Invalid Form Body", errors);
  }

  void refuseIfAny() {
    if (!isEmpty()) {
      throw error();
    }
  }
}
