package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the Grafana dashboard with the documented metrics. */
class GrafanaTest {
  private static final Path FOLDER = ComposeTest.DOCKER.resolve("grafana");
  private static final Pattern METRIC = Pattern.compile("\\b(?:dcm|http_server)_[a-z_]+");
  private static final Pattern PART = Pattern.compile("_(bucket|sum|count|max)$");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `((?:dcm|http_server)_[a-z_]+)`");

  private static JsonNode dashboard() throws IOException {
    return TestHttpClient.JSON.readTree(FOLDER.resolve("dcm.json").toFile());
  }

  private static Set<String> asked() throws IOException {
    var asked = new TreeSet<String>();
    for (var expression : dashboard().findValues("expr")) {
      METRIC.matcher(expression.asText()).results().forEach(found -> asked.add(found.group()));
    }
    return asked;
  }

  private static Set<String> measured() throws IOException {
    return ROW.matcher(Files.readString(Path.of("docs/metrics.md")))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  void every_queried_metric_is_documented() throws IOException {
    var measured = measured();
    assertThat(asked())
        .isNotEmpty()
        .allMatch(metric ->
            measured.contains(metric) || measured.contains(PART.matcher(metric).replaceFirst("")));
  }

  @Test
  void every_documented_metric_is_queried() throws IOException {
    var shown =
        asked().stream()
            .map(metric -> PART.matcher(metric).replaceFirst(""))
            .collect(Collectors.toSet());
    assertThat(shown).containsAll(measured());
  }

  @Test
  void panels_do_not_overlap_and_their_data_source_exists() throws IOException {
    var ids = new TreeSet<Integer>();
    var places = new TreeSet<String>();
    for (var panel : dashboard().get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).isTrue();
      var place = panel.get("gridPos");
      assertThat(places.add(place.get("x") + "/" + place.get("y"))).isTrue();
      assertThat(place.get("x").asInt() + place.get("w").asInt()).isLessThanOrEqualTo(24);
    }
    var source = Yaml.document(FOLDER.resolve("datasource.yaml")).at("/datasources/0");
    assertThat(dashboard().findValues("datasource"))
        .allMatch(it -> it.get("uid").asText().equals(source.get("uid").asText()));
    assertThat(source.get("url").asText()).isEqualTo("http://prometheus:9090");
    assertThat(Yaml.texts(ComposeTest.service("grafana").get("volumes")))
        .anyMatch(it ->
            it.startsWith(
                "./grafana/dcm.json:"
                    + Yaml.document(FOLDER.resolve("dashboards.yaml"))
                        .at("/providers/0/options/path")
                        .asText()));
  }
}
