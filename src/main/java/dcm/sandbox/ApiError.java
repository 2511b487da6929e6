package dcm.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A refusal in Discord's words: an HTTP status, one of Discord's JSON error codes, a sentence, and
 * for forms (50035) what is wrong with which field.
 */
final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final int status;
  final int code;
  private final transient @Nullable ObjectNode errors;

  ApiError(int status, int code, String message, @Nullable ObjectNode errors) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  ApiError(int status, int code, String message) {
    this(status, code, message, null);
  }

  static ApiError unauthorized() {
    return new ApiError(401, 0, "401: Unauthorized");
  }

  static ApiError notFound() {
    return new ApiError(404, 0, "404: Not Found");
  }

  static ApiError unknown(int code, String what) {
    return new ApiError(404, code, "Unknown " + what);
  }

  /** A form error of one field, e.g. {@code form("embeds.0.title", "BASE_TYPE_REQUIRED", …)}. */
  static ApiError form(String path, String code, String message) {
    return new FormErrors().add(path, code, message).error();
  }

  Answer answer() {
    ObjectNode body = Json.object().put("message", getMessage()).put("code", code);
    if (errors != null) {
      body.set("errors", errors);
    }
    return Answer.of(status, body);
  }
}
