package dcm.auth;

import org.jspecify.annotations.Nullable;

/**
 * The {@code User-Agent} of every call to Discord, which wants a bot to name its own address and
 * version.
 *
 * @see <a href="https://docs.discord.com/developers/reference#user-agent">User Agent at Discord</a>
 */
public final class UserAgent {
  private static final String FROM_SOURCES = "0.0.0";

  private UserAgent() {}

  /**
   * @param publicUrl where the operator's installation is found
   */
  public static String of(String publicUrl) {
    return of(publicUrl, UserAgent.class.getPackage().getImplementationVersion());
  }

  /**
   * @param version as the build wrote it into the jar; null when there is no jar
   */
  static String of(String publicUrl, @Nullable String version) {
    return "DiscordBot (" + publicUrl + ", " + (version == null ? FROM_SOURCES : version) + ")";
  }
}
