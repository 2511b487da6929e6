package dcm.discord;

import com.typesafe.config.Config;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which Discord we speak to, and as whom: {@code dcm.discord}.
 *
 * @param url the base of REST, for example {@code https://discord.com}
 * @param token the bot's; empty: none, the local Discord's is used
 * @param members whether to ask for the members intent, which Discord must have switched on
 */
public record DiscordSettings(String url, String token, boolean members) {
  /** The bot's id in Base64, a time, a signature. */
  private static final Pattern TOKEN = Pattern.compile("[\\w-]{10,}\\.[\\w-]{4,}\\.[\\w-]{10,}");

  /** Reads {@code dcm.discord} of the whole configuration; adds a sentence per bad key. */
  public static DiscordSettings from(Config whole, List<String> problems) {
    var discord = whole.getConfig("dcm.discord");
    var settings =
        new DiscordSettings(
            discord.getString("url").replaceFirst("/+$", ""),
            discord.getString("token"),
            discord.getBoolean("members-intent"));
    settings.check(problems);
    return settings;
  }

  private void check(List<String> problems) {
    if (!token.isEmpty() && !TOKEN.matcher(token).matches()) {
      problems.add(
          "DCM_DISCORD_TOKEN does not look like a bot's token: three parts with dots between");
    }
    if (!httpUrl(url)) {
      problems.add(
          "DCM_DISCORD_URL must be an http or https address, for example" + " https://discord.com");
    }
  }

  private static boolean httpUrl(String url) {
    try {
      var uri = URI.create(url);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null;
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  /** Without the token: settings end up in logs. */
  @Override
  public String toString() {
    return "DiscordSettings[" + url + ", members=" + members + "]";
  }
}
