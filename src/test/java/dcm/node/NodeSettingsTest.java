package dcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeSettingsTest {
  @Test
  void without_variables_a_node_embeds_everything() {
    assertThatCode(() -> NodeSettings.check(configuration(Map.of()))).doesNotThrowAnyException();
  }

  @Test
  void all_problems_are_reported_together_with_their_variables() {
    assertThatThrownBy(() ->
            NodeSettings.check(
                configuration(
                    Map.of(
                        "DCM_DB_URL", "mysql://somewhere",
                        "DCM_REDIS_URL", "not a url",
                        "DCM_DISCORD_TOKEN", "a.token",
                        "DCM_RETENTION", "a month",
                        "DCM_SECRET", "short"))))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("DCM_DB_URL")
        .hasMessageContaining("DCM_REDIS_URL")
        .hasMessageContaining("DCM_DISCORD_TOKEN")
        .hasMessageContaining("DCM_RETENTION")
        .hasMessageContaining("DCM_DISCORD_CLIENT_ID")
        .hasMessageContaining("DCM_SECRET");
  }

  @Test
  void a_value_of_another_type_is_reported_with_the_rest() {
    assertThatThrownBy(() ->
            NodeSettings.check(
                configuration(Map.of("DCM_HTTP_PORT", "http", "DCM_SECRET", "short"))))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("port")
        .hasMessageContaining("DCM_SECRET");
  }

  @Test
  void the_retention_is_a_number_of_days_or_off() {
    for (var valid : Map.of("30d", 30L, "P14D", 14L, "PT48H", 2L, "P2W", 14L).entrySet()) {
      assertThat(retention(valid.getKey(), 0).period())
          .isEqualTo(Duration.ofDays(valid.getValue()));
    }
    assertThat(retention("off", 0).period()).isNull();
    for (var invalid : List.of("1h", "P1M", "forever", "-3d", "0", "P20000D")) {
      retention(invalid, 1);
    }
  }

  private static RetentionSettings retention(String text, int expectedProblems) {
    var problems = new ArrayList<String>();
    var settings = RetentionSettings.from(configuration(Map.of("DCM_RETENTION", text)), problems);
    assertThat(problems).as(text).hasSize(expectedProblems);
    return settings;
  }

  @Test
  void an_external_database_requires_a_secret() {
    assertThatThrownBy(() ->
            NodeSettings.check(configuration(Map.of("DCM_DB_URL", "jdbc:postgresql://db/dcm"))))
        .hasMessageContaining("DCM_SECRET is needed");
  }

  @Test
  void without_a_token_the_local_discord_is_required() {
    assertThatThrownBy(() -> NodeSettings.check(configuration(Map.of("DCM_SANDBOX_PORT", "off"))))
        .hasMessageContaining("no Discord to use");
  }

  @Test
  void embedded_services_require_a_loopback_address() {
    var problems = new ArrayList<String>();
    EmbeddedServices.check(configuration(Map.of("DCM_HTTP_HOST", "0.0.0.0")), problems);
    assertThat(problems).singleElement().asString().contains("0.0.0.0", "DCM_DB_URL");
  }

  private static Config configuration(Map<String, String> variables) {
    return Environment.read(variables, new ArrayList<>());
  }
}
