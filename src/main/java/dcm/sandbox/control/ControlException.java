package dcm.sandbox.control;

import dcm.sandbox.rest.SandboxResponse;
import dcm.sandbox.store.SandboxJson;

/** An invalid request to the control API, which has an error format of its own. */
public final class ControlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final int status;

  public ControlException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  public static ControlException notFound(String resource, String id) {
    return new ControlException(404, "there is no " + resource + " " + id);
  }

  public static ControlException badRequest(String message) {
    return new ControlException(400, message);
  }

  public SandboxResponse toResponse() {
    String kind =
        switch (status) {
          case 403 -> "forbidden";
          case 404 -> "unknown";
          case 409 -> "conflict";
          case 415 -> "unsupported";
          default -> "invalid";
        };
    return SandboxResponse.of(
        status, SandboxJson.object().put("error", kind).put("message", getMessage()));
  }
}
