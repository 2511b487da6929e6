package dcm.sandbox.gateway;

/** Gateway intents, by which a session selects events (Discord's gateway documentation). */
public final class Intents {
  public static final int GUILDS = 1;
  public static final int GUILD_MEMBERS = 1 << 1;
  public static final int GUILD_MESSAGES = 1 << 9;
  public static final int DIRECT_MESSAGES = 1 << 12;
  static final int MESSAGE_CONTENT = 1 << 15;

  /** All intent bits of API v10. */
  static final int KNOWN = (1 << 17) - 1 | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;

  /** Intent of events that every session receives, such as interactions. */
  public static final int ALWAYS = 0;

  private Intents() {}
}
