package dcm.sandbox.gateway;

/** Gateway intents: which events a session wants (Discord's gateway documentation). */
public final class Intents {
  public static final int GUILDS = 1;
  public static final int GUILD_MEMBERS = 1 << 1;
  public static final int GUILD_MESSAGES = 1 << 9;
  public static final int DIRECT_MESSAGES = 1 << 12;
  static final int MESSAGE_CONTENT = 1 << 15;

  /** Every bit that stands for an intent in API v10. */
  static final int KNOWN = (1 << 17) - 1 | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25;

  /** Interactions and the like come whatever was asked for. */
  public static final int ALWAYS = 0;

  private Intents() {}
}
