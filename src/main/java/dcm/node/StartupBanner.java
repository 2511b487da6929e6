package dcm.node;

import com.typesafe.config.Config;
import dcm.sandbox.Sandbox;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The text that is printed after start-up. */
final class StartupBanner {
  private StartupBanner() {}

  static String text(
      Config operatorConfig,
      @Nullable URI dashboard,
      @Nullable Sandbox sandbox,
      NodeSettings settings) {
    var text = new StringBuilder();
    line(text, "Ready. Dashboard", dashboard == null ? "on other nodes" : dashboard.toString());
    if (sandbox != null) {
      line(text, "Local Discord", sandbox.url().toString());
    }
    if (dashboard != null) {
      line(text, "API description", dashboard.resolve("/docs").toString());
    }
    line(text, "OAuth2 redirect URI", settings.auth().redirectUri().toString());
    if (settings.discord().verifier() != null) {
      line(text, "Discord interactions", dashboard.resolve("/discord/interactions").toString());
    }
    line(
        text,
        "PostgreSQL",
        EmbeddedServices.embedsDatabase(operatorConfig) ? "embedded" : "external");
    line(text, "Redis", EmbeddedServices.embedsRedis(operatorConfig) ? "embedded" : "external");
    line(text, "Discord", EmbeddedServices.embedsDiscord(operatorConfig) ? "local" : "discord.com");
    line(
        text,
        "Data",
        Path.of(operatorConfig.getString("dcm.data")).toAbsolutePath().normalize().toString());
    if (sandbox != null) {
      text.append(
          """

            Demo guilds in the local Discord
              Huize Kraanvogel (1100000000000000001)
                Sanne, owner (1200000000000000001) · Milan (…002) · Noor (…003) · Daan (…004)
              Riverside Rowing Club (1100000000000000002)
                Alice, owner (1200000000000000011) · Bob (…012) · Carol (…013) · Dave (…014)
            Try, as Sanne:  /task create title:badkamer repeat:weekly due:"zaterdag 11:00" turns:iedereen
          """);
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  %-22s%s%n".formatted(name, value));
  }
}
