package dcm.http.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManagementSettingsTest {
  @Test
  void the_defaults_are_valid_bind_to_loopback_and_disable_tracing() {
    var problems = new ArrayList<String>();
    var settings = ManagementSettings.from(ConfigFactory.load("reference"), problems);
    assertThat(problems).isEmpty();
    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.collector()).isNull();
  }

  @Test
  void a_collector_needs_an_http_url() {
    assertThat(readValid("traces.endpoint = \"https://collector:4318\"").collector())
        .isEqualTo(URI.create("https://collector:4318"));
  }

  @Test
  void all_invalid_values_are_reported_together() {
    var problems = new ArrayList<String>();
    read(
        "port = 70000, check-timeout = 1ms, log-format = xml, traces { endpoint = \"collector:4318\","
            + " sampled = 2 }",
        problems);
    assertThat(String.join("\n", problems))
        .contains(
            "DCM_MANAGEMENT_PORT",
            "check-timeout",
            "DCM_LOG_FORMAT",
            "DCM_OTLP_ENDPOINT",
            "DCM_OTLP_SAMPLED");
  }

  private static ManagementSettings readValid(String keys) {
    var problems = new ArrayList<String>();
    var settings = read(keys, problems);
    assertThat(problems).isEmpty();
    return settings;
  }

  private static ManagementSettings read(String keys, List<String> problems) {
    return ManagementSettings.from(
        ConfigFactory.parseString("dcm.management { " + keys + " }")
            .withFallback(ConfigFactory.load("reference")),
        problems);
  }
}
