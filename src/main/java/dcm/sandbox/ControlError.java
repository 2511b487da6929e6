package dcm.sandbox;

/** A wrong use of the control API, which answers in its own words and not in Discord's. */
final class ControlError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  final int status;

  ControlError(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  static ControlError unknown(String what, String id) {
    return new ControlError(404, "there is no " + what + " " + id);
  }

  static ControlError bad(String message) {
    return new ControlError(400, message);
  }

  Answer answer() {
    String kind =
        switch (status) {
          case 403 -> "forbidden";
          case 404 -> "unknown";
          case 409 -> "conflict";
          case 415 -> "unsupported";
          default -> "invalid";
        };
    return Answer.of(status, Json.object().put("error", kind).put("message", getMessage()));
  }
}
