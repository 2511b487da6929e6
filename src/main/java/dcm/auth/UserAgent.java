package dcm.auth;

import org.jspecify.annotations.Nullable;

/**
 * The {@code User-Agent} of every request to Discord, which must contain the URL and version of the
 * bot.
 *
 * @see <a href="https://docs.discord.com/developers/reference#user-agent">User Agent at Discord</a>
 */
public final class UserAgent {
  private static final String FROM_SOURCES = "0.0.0";

  private UserAgent() {}

  /**
   * @param publicUrl URL of the operator's installation
   */
  public static String of(String publicUrl) {
    return of(publicUrl, UserAgent.class.getPackage().getImplementationVersion());
  }

  /**
   * @param version the version in the jar's manifest; null when the program runs from its sources
   */
  static String of(String publicUrl, @Nullable String version) {
    return "DiscordBot (" + publicUrl + ", " + (version == null ? FROM_SOURCES : version) + ")";
  }
}
