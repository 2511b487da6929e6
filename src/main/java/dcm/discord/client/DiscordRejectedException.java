package dcm.discord.client;

/** Discord rejected a call (4xx): repeating it will not succeed. */
public final class DiscordRejectedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;

  DiscordRejectedException(String call, int status, int code) {
    super(call + " was rejected with " + status + ", code " + code);
    this.status = status;
    this.code = code;
  }

  /** HTTP status, 400 to 499. */
  public int status() {
    return status;
  }

  /** Discord's JSON error code, for example 50007; 0 without one. */
  public int code() {
    return code;
  }
}
