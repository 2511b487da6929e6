package dcm.discord.client;

/** The permission bits of Discord that the bot uses (docs: topics/permissions). */
public final class PermissionBits {
  public static final long ADMINISTRATOR = 1L << 3;
  public static final long MANAGE_GUILD = 1L << 5;
  public static final long VIEW_CHANNEL = 1L << 10;
  public static final long SEND_MESSAGES = 1L << 11;
  public static final long EMBED_LINKS = 1L << 14;

  private PermissionBits() {}

  /** Whether the permissions include ADMINISTRATOR or MANAGE_GUILD. */
  public static boolean isAdministrator(long permissions) {
    return (permissions & (ADMINISTRATOR | MANAGE_GUILD)) != 0;
  }
}
