package dcm.sandbox.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.validation.FormErrorCollector;
import org.jspecify.annotations.Nullable;

/**
 * An error response of Discord: HTTP status, JSON error code, message, and for form errors (50035)
 * the errors by field.
 */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final int status;
  public final int code;
  private final transient @Nullable ObjectNode errors;

  public ApiException(int status, int code, String message, @Nullable ObjectNode errors) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  public ApiException(int status, int code, String message) {
    this(status, code, message, null);
  }

  public static ApiException unauthorized() {
    return new ApiException(401, 0, "401: Unauthorized");
  }

  static ApiException notFound() {
    return new ApiException(404, 0, "404: Not Found");
  }

  public static ApiException unknown(int code, String resource) {
    return new ApiException(404, code, "Unknown " + resource);
  }

  /**
   * A form error of one field, for example {@code form("embeds.0.title", "BASE_TYPE_REQUIRED", …)}.
   */
  public static ApiException formError(String path, String code, String message) {
    return new FormErrorCollector().add(path, code, message).toException();
  }

  SandboxResponse toResponse() {
    ObjectNode body = SandboxJson.object().put("message", getMessage()).put("code", code);
    if (errors != null) {
      body.set("errors", errors);
    }
    return SandboxResponse.of(status, body);
  }
}
