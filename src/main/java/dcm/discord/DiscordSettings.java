package dcm.discord;

import com.typesafe.config.Config;
import dcm.auth.UserAgent;
import dcm.discord.gateway.ShardCountAgreement;
import dcm.discord.interaction.InteractionVerifier;
import dcm.discord.message.DashboardLinks;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the bot: {@code dcm.discord}.
 *
 * @param url the base of REST, for example {@code https://discord.com}
 * @param token the bot's token; empty for the local Discord
 * @param membersIntent whether to request the members intent, which must be enabled at Discord
 * @param shards the number of gateway connections; 0 for Discord's recommendation
 * @param verifier checks the signature of interactions by HTTP; null when they arrive by the
 *     gateway
 * @param userAgent the User-Agent of every call, with the operator's public address
 * @param dashboard addresses of the dashboard
 */
public record DiscordSettings(
    String url,
    String token,
    boolean membersIntent,
    int shards,
    @Nullable InteractionVerifier verifier,
    String userAgent,
    DashboardLinks dashboard) {
  /** The bot's id in Base64, a timestamp and a signature. */
  private static final Pattern TOKEN = Pattern.compile("[\\w-]{10,}\\.[\\w-]{4,}\\.[\\w-]{10,}");

  /** Reads {@code dcm.discord} of the whole configuration; adds a sentence per bad key. */
  public static DiscordSettings from(Config config, List<String> problems) {
    var discord = config.getConfig("dcm.discord");
    var settings =
        new DiscordSettings(
            discord.getString("url").replaceFirst("/+$", ""),
            discord.getString("token"),
            discord.getBoolean("members-intent"),
            discord.getInt("shards"),
            verifier(discord, problems),
            UserAgent.of(config.getString("dcm.auth.public-url")),
            new DashboardLinks(config.getString("dcm.auth.public-url")));
    settings.check(problems);
    return settings;
  }

  private static @Nullable InteractionVerifier verifier(Config discord, List<String> problems) {
    switch (discord.getString("interactions")) {
      case "gateway" -> {}
      case "http" -> {
        try {
          return InteractionVerifier.of(discord.getString("public-key"));
        } catch (IllegalArgumentException e) {
          problems.add(
              "DCM_DISCORD_INTERACTIONS is http: set DCM_DISCORD_PUBLIC_KEY to the public key on the"
                  + " application's page at Discord: "
                  + e.getMessage());
        }
      }
      default -> problems.add("DCM_DISCORD_INTERACTIONS must be gateway or http");
    }
    return null;
  }

  private void check(List<String> problems) {
    if (!token.isEmpty() && !TOKEN.matcher(token).matches()) {
      problems.add("DCM_DISCORD_TOKEN is not a bot token: expected three parts separated by dots");
    }
    if (shards < 0 || shards > ShardCountAgreement.MAX_SHARDS) {
      problems.add("DCM_DISCORD_SHARDS must be between 0 and " + ShardCountAgreement.MAX_SHARDS);
    }
    if (!httpUrl(url)) {
      problems.add(
          "DCM_DISCORD_URL must be an http or https address, for example https://discord.com");
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

  /** Omits the token: settings may be logged. */
  @Override
  public String toString() {
    return "DiscordSettings[" + url + ", members=" + membersIntent + "]";
  }
}
