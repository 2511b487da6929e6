package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dcm.auth.UserAgent;
import dcm.discord.message.DashboardLinks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DiscordSettingsTest {
  private static final String TOKEN = "MTAwMDAwMDAwMDAwMDAwMDAwMQ.AAAAAA.a-signature-of-it";

  @Test
  void without_a_token_the_reference_configuration_applies() {
    var problems = new ArrayList<String>();
    assertThat(read(Map.of(), problems))
        .isEqualTo(
            new DiscordSettings(
                "https://discord.com",
                "",
                false,
                0,
                null,
                UserAgent.of(""),
                new DashboardLinks("")));
    assertThat(problems).isEmpty();
  }

  @Test
  void all_bad_settings_are_listed_together() {
    var problems = new ArrayList<String>();
    read(Map.of("dcm.discord.token", "Bot x", "dcm.discord.url", "discord"), problems);
    assertThat(problems).hasSize(2);
  }

  @Test
  void interactions_by_http_need_the_key_that_discord_signs_with() {
    var problems = new ArrayList<String>();
    read(Map.of("dcm.discord.interactions", "http"), problems);
    read(Map.of("dcm.discord.interactions", "window"), problems);
    assertThat(problems)
        .satisfiesExactly(
            key -> assertThat(key).contains("DCM_DISCORD_PUBLIC_KEY"),
            problem -> assertThat(problem).contains("DCM_DISCORD_INTERACTIONS"));

    var settings =
        read(
            Map.of("dcm.discord.interactions", "http", "dcm.discord.public-key", "0a".repeat(32)),
            new ArrayList<>());
    assertThat(settings.verifier()).isNotNull();
  }

  @Test
  void the_token_is_in_no_log() {
    var settings = read(Map.of("dcm.discord.token", TOKEN), new ArrayList<>());
    assertThat(settings.token()).isEqualTo(TOKEN);
    assertThat(settings).asString().doesNotContain(TOKEN);
  }

  private static DiscordSettings read(Map<String, String> values, List<String> problems) {
    return DiscordSettings.from(
        ConfigFactory.parseMap(values).withFallback(ConfigFactory.defaultReference()).resolve(),
        problems);
  }
}
