package dcm.discord.interaction;

/** The guild has too much waiting: nothing was done. */
public final class GuildBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GuildBusyException() {
    super("the guild is busy", null, false, false);
  }
}
