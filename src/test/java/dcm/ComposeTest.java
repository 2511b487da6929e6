package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Validates compose.yaml against Compose's schema and against the files next to it. */
class ComposeTest {
  static final Path DOCKER = Path.of("docker");
  static final JsonNode COMPOSE = Yaml.document(DOCKER.resolve("compose.yaml"));

  static JsonNode service(String name) {
    return COMPOSE.at("/services/" + name);
  }

  @Test
  void it_is_valid_against_composes_schema() throws IOException {
    var compose = (ObjectNode) COMPOSE.deepCopy();
    // newer than this version of the schema
    compose.remove("name");
    assertThat(errors(compose)).isEmpty();
    ((ObjectNode) compose.at("/services/node1")).put("stop_grace_periode", "45s");
    assertThat(errors(compose)).as("a key that Compose does not know").isNotEmpty();
  }

  private static List<?> errors(JsonNode compose) throws IOException {
    var schema =
        (ObjectNode)
            TestHttpClient.JSON.readTree(
                Path.of("src/test/resources/compose-spec/compose-spec.json").toFile());
    // anchors for references, which JSON Schema calls "$id" now
    schema.findParents("id").stream()
        .filter(parent -> parent.get("id").isTextual())
        .forEach(parent -> ((ObjectNode) parent).remove("id"));
    var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09);
    return registry.getSchema(schema).validate(compose);
  }

  @ParameterizedTest
  @ValueSource(strings = {"node1", "node2", "node3"})
  void a_node_has_its_own_name_and_certificate_and_shares_all_else(String name) {
    var node = service(name);
    var host = name + ".cluster";
    assertThat(node.at("/environment/DCM_CLUSTER_HOST").asText()).isEqualTo(host);
    assertThat(Yaml.texts(node.at("/networks/inside/aliases"))).containsExactly(host);
    assertThat(service("certificates").get("command").toString())
        .contains("--host " + host, "/certificates/" + host + "/. /" + name);
    var common = (ObjectNode) node.get("environment").deepCopy();
    common.remove("DCM_CLUSTER_HOST");
    common.remove("DCM_CLUSTER_TLS_DIRECTORY");
    assertThat(common).isEqualTo(COMPOSE.get("x-environment"));
    assertThat(Yaml.texts(node.get("volumes")))
        .containsExactly(
            name.replace("node", "tls")
                + ":"
                + node.at("/environment/DCM_CLUSTER_TLS_DIRECTORY").asText()
                + ":ro");
  }

  @Test
  void secrets_are_files_that_the_script_creates_and_git_ignores() throws IOException {
    var made = Files.readString(DOCKER.resolve("secrets.sh"));
    var secrets = COMPOSE.get("secrets");
    assertThat(secrets.fieldNames())
        .toIterable()
        .allMatch(secret ->
            made.contains("keep " + secret + " ")
                && secrets.at("/" + secret + "/file").asText().equals("./secrets/" + secret));
    assertThat(Files.readAllLines(Path.of(".gitignore"))).contains("/docker/secrets/");
    for (var service : COMPOSE.get("services")) {
      var given = Yaml.texts(service.path("secrets"));
      assertThat(given).allMatch(secrets::has);
      assertThat(service.path("environment").properties())
          .filteredOn(it -> it.getValue().asText().startsWith("/run/secrets/"))
          .extracting(it -> it.getValue().asText().substring("/run/secrets/".length()))
          .isSubsetOf(given);
      assertThat(service.path("environment").properties())
          .extracting(Map.Entry::getKey)
          .noneMatch(it -> it.matches(".*(PASSWORD|SECRET|TOKEN)"));
    }
  }

  @Test
  void images_are_pinned_and_mounted_files_exist() {
    for (var service : COMPOSE.get("services")) {
      assertThat(service.get("image").asText()).matches("[a-z/]+:v?\\d+\\.\\d+.*");
      assertThat(Yaml.texts(service.path("volumes")).stream().filter(it -> it.startsWith("./")))
          .allMatch(it -> Files.isRegularFile(DOCKER.resolve(it.substring(0, it.indexOf(':')))));
      assertThat(
              Yaml.texts(service.path("volumes")).stream()
                  .filter(it -> !it.startsWith("./"))
                  .map(it -> it.substring(0, it.indexOf(':'))))
          .allMatch(COMPOSE.get("volumes")::has);
      assertThat(Yaml.texts(service.path("ports")))
          .as("ports are bound to this machine only")
          .allMatch(it -> it.startsWith("127.0.0.1:"));
    }
  }

  @Test
  void postgresql_is_configured_as_documented() throws IOException {
    var command = String.join(" ", Yaml.texts(service("postgres").get("command")));
    assertThat(command)
        .contains(
            "max_locks_per_transaction=1024",
            "wal_compression=on",
            "checkpoint_timeout=15min",
            "max_wal_size=");
    assertThat(Files.readString(DOCKER.resolve("postgres/logins.sh")))
        .contains(
            "revoke execute on function pg_catalog.set_config(text, text, boolean) from public");
    var node = COMPOSE.get("x-environment");
    assertThat(Files.readString(DOCKER.resolve("postgres/logins.sh")))
        .contains(
            "create role " + node.get("DCM_DB_USER").asText() + " ",
            "create role " + node.get("DCM_DB_OWNER_USER").asText() + " ");
  }

  @Test
  void prometheus_scrapes_the_management_port_of_every_node() {
    var targets =
        Yaml.texts(
            Yaml.document(DOCKER.resolve("prometheus.yaml"))
                .at("/scrape_configs/0/static_configs/0/targets"));
    var port = COMPOSE.at("/x-environment/DCM_MANAGEMENT_PORT").asText();
    assertThat(targets)
        .containsExactlyElementsOf(
            Stream.of("node1", "node2", "node3").map(node -> node + ":" + port).toList());
  }

  @Test
  void published_ports_match_the_nodes_ports() {
    for (var node : List.of("node1", "node2", "node3")) {
      assertThat(Yaml.texts(service(node).get("ports")))
          .singleElement()
          .asString()
          .endsWith(":" + COMPOSE.at("/x-environment/DCM_HTTP_PORT").asText());
    }
  }
}
