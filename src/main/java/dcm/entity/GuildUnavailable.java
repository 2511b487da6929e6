package dcm.entity;

/** The guild is moving or its database is away: nothing was done, try again in a moment. */
public final class GuildUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GuildUnavailable(String message) {
    super(message);
  }

  public GuildUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
