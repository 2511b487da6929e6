package dcm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSettingsTest {
  private final List<String> problems = new ArrayList<>();

  @Test
  void a_node_has_all_roles_by_default() {
    assertThat(read(Map.of()).roles()).containsExactlyInAnyOrder(Role.values());
    assertThat(problems).isEmpty();
  }

  @Test
  void roles_are_separated_by_commas_and_passed_to_pekko() {
    var settings = read(Map.of("dcm.cluster.roles", "gateway, bot"));
    assertThat(settings.roles()).containsExactlyInAnyOrder(Role.GATEWAY, Role.BOT);
    assertThat(settings.pekko("1.2.3").getStringList("pekko.cluster.roles"))
        .containsExactly("bot", "gateway");
    assertThat(settings.pekko("1.2.3").getString("pekko.cluster.app-version")).isEqualTo("1.2.3");
  }

  @Test
  void unknown_roles_are_reported() {
    read(Map.of("dcm.cluster.roles", "gateway,gild"));
    assertThat(problems).singleElement().asString().contains("DCM_ROLES", "gild", "guild");
  }

  @Test
  void plain_tcp_requires_a_loopback_address() {
    read(Map.of("pekko.remote.artery.canonical.hostname", "192.0.2.1"));
    assertThat(problems).singleElement().asString().contains("DCM_CLUSTER_TLS_DIRECTORY");
  }

  @Test
  void missing_certificates_are_reported(@TempDir Path empty) {
    read(
        Map.of(
            "pekko.remote.artery.canonical.hostname",
            "192.0.2.1",
            "dcm.cluster.tls.directory",
            empty.toString()));
    assertThat(problems).hasSize(3).allMatch(problem -> problem.contains(empty.toString()));
  }

  private ClusterSettings read(Map<String, String> values) {
    return ClusterSettings.from(
        ConfigFactory.parseMap(values).withFallback(ConfigFactory.load()), problems);
  }
}
