package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Validates the manifests against the Kubernetes API, each other and the program. */
class KubernetesTest {
  private static final Path FOLDER = Path.of("cluster", "kubernetes");

  /** Validates a manifest against a kind of the API; unknown and missing fields are rejected. */
  private interface ManifestValidator {
    void validate(JsonElement manifest) throws IOException;
  }

  private static final Map<String, ManifestValidator> MODELS =
      Map.of(
          "v1/Namespace", V1Namespace::validateJsonElement,
          "v1/ServiceAccount", V1ServiceAccount::validateJsonElement,
          "v1/ConfigMap", V1ConfigMap::validateJsonElement,
          "v1/Service", V1Service::validateJsonElement,
          "apps/v1/StatefulSet", V1StatefulSet::validateJsonElement,
          "policy/v1/PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
          "autoscaling/v2/HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::validateJsonElement,
          "networking.k8s.io/v1/NetworkPolicy", V1NetworkPolicy::validateJsonElement);

  private static List<JsonNode> manifests() {
    return Yaml.texts(Yaml.document(FOLDER.resolve("kustomization.yaml")).get("resources")).stream()
        .flatMap(file -> Yaml.documents(FOLDER.resolve(file)).stream())
        .toList();
  }

  private static JsonNode manifest(String kind, String name) {
    return manifests().stream()
        .filter(it -> it.get("kind").asText().equals(kind))
        .filter(it -> it.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void check(JsonNode manifest) throws IOException {
    var kind = manifest.get("apiVersion").asText() + "/" + manifest.get("kind").asText();
    assertThat(MODELS).containsKey(kind);
    MODELS.get(kind).validate(JsonParser.parseString(manifest.toString()));
  }

  @TestFactory
  Stream<DynamicTest> every_manifest_has_the_shape_that_the_api_asks_for() {
    return manifests().stream()
        .map(it ->
            DynamicTest.dynamicTest(
                it.get("kind").asText() + " " + it.at("/metadata/name").asText(), () -> check(it)));
  }

  @Test
  void an_unknown_field_is_detected_at_any_depth() {
    var manifest = manifest("StatefulSet", "dcm");
    ((ObjectNode) manifest.at("/spec/template/spec/containers/0/readinessProbe")).put("port", 1);
    assertThatThrownBy(() -> check(manifest)).hasMessageContaining("port");
  }

  @Test
  void every_manifest_is_listed_and_in_the_namespace() {
    var applied =
        new TreeSet<>(
            Yaml.texts(Yaml.document(FOLDER.resolve("kustomization.yaml")).get("resources")));
    applied.add("kustomization.yaml");
    assertThat(Yaml.filesIn(FOLDER))
        .extracting(file -> file.getFileName().toString())
        .filteredOn(file -> file.endsWith(".yaml"))
        .containsExactlyInAnyOrderElementsOf(applied);
    assertThat(manifests())
        .filteredOn(it -> !it.get("kind").asText().equals("Namespace"))
        .allMatch(it -> it.at("/metadata/namespace").asText().equals("dcm"));
  }

  private static JsonNode pod() {
    return manifest("StatefulSet", "dcm").at("/spec/template/spec");
  }

  private static JsonNode container() {
    return pod().at("/containers/0");
  }

  private static Map<String, Integer> ports() {
    var ports = new TreeMap<String, Integer>();
    container()
        .get("ports")
        .forEach(it -> ports.put(it.get("name").asText(), it.get("containerPort").asInt()));
    return ports;
  }

  @Test
  void services_and_policies_use_the_configured_ports() {
    var configuration = manifest("ConfigMap", "dcm").get("data");
    assertThat(ports())
        .isEqualTo(
            new TreeMap<>(
                Map.of(
                    "http", configuration.get("DCM_HTTP_PORT").asInt(),
                    "cluster", configuration.get("DCM_CLUSTER_PORT").asInt(),
                    "management", configuration.get("DCM_MANAGEMENT_PORT").asInt())));
    for (var service : List.of("dcm", "dcm-nodes")) {
      assertThat(manifest("Service", service).at("/spec/ports"))
          .allMatch(port -> ports().containsKey(port.get("targetPort").asText()));
    }
    assertThat(manifest("NetworkPolicy", "dcm").at("/spec/ingress"))
        .allMatch(rule -> ports().containsKey(rule.at("/ports/0/port").asText()));
  }

  @Test
  void probes_use_the_management_port() {
    assertThat(container().at("/startupProbe/httpGet/path").asText()).isEqualTo("/health/ready");
    assertThat(container().at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
    assertThat(container().at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
    assertThat(Stream.of("startupProbe", "readinessProbe", "livenessProbe"))
        .allMatch(it -> container().at("/" + it + "/httpGet/port").asText().equals("management"));
  }

  @Test
  void a_pod_has_no_privileges_that_it_does_not_need() {
    assertThat(pod().get("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod().at("/securityContext/seccompProfile/type").asText())
        .isEqualTo("RuntimeDefault");
    var allowed = container().get("securityContext");
    assertThat(allowed.get("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(allowed.get("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(Yaml.texts(allowed.at("/capabilities/drop"))).containsExactly("ALL");
    assertThat(container().at("/resources/limits/memory").asText()).isNotEmpty();
    assertThat(container().at("/resources/requests/cpu").asText()).isNotEmpty();
  }

  @Test
  void secrets_are_mounted_files_and_not_in_the_manifests() {
    assertThat(manifests()).noneMatch(it -> it.get("kind").asText().equals("Secret"));
    var mounted =
        StreamSupport.stream(container().get("volumeMounts").spliterator(), false)
            .map(mount -> mount.get("mountPath").asText())
            .toList();
    assertThat(container().get("env"))
        .filteredOn(it -> it.get("name").asText().endsWith("_FILE"))
        .isNotEmpty()
        .allMatch(it -> mounted.contains(Path.of(it.get("value").asText()).getParent().toString()));
    assertThat(mounted)
        .contains(manifest("ConfigMap", "dcm").at("/data/DCM_CLUSTER_TLS_DIRECTORY").asText());
    var volumes =
        StreamSupport.stream(pod().get("volumes").spliterator(), false)
            .map(volume -> volume.get("name").asText())
            .toList();
    assertThat(container().get("volumeMounts"))
        .allMatch(mount -> volumes.contains(mount.get("name").asText()));
  }

  @Test
  void pod_names_are_those_of_the_headless_service() {
    var set = manifest("StatefulSet", "dcm").get("spec");
    var service = manifest("Service", set.get("serviceName").asText());
    assertThat(service.at("/spec/clusterIP").asText()).isEqualTo("None");
    assertThat(container().get("env"))
        .anyMatch(it ->
            it.get("name").asText().equals("DCM_CLUSTER_HOST")
                && it.get("value")
                    .asText()
                    .equals(
                        "$(POD_NAME)."
                            + set.get("serviceName").asText()
                            + ".dcm.svc.cluster.local"));
    assertThat(manifest("HorizontalPodAutoscaler", "dcm").at("/spec/scaleTargetRef/kind").asText())
        .isEqualTo("StatefulSet");
    assertThat(set.has("replicas")).as("the autoscaler sets the number").isFalse();
  }

  @Test
  void all_selectors_match_the_pods() {
    var labels = manifest("StatefulSet", "dcm").at("/spec/template/metadata/labels");
    assertThat(
            List.of(
                manifest("StatefulSet", "dcm").at("/spec/selector/matchLabels"),
                manifest("Service", "dcm").at("/spec/selector"),
                manifest("Service", "dcm-nodes").at("/spec/selector"),
                manifest("PodDisruptionBudget", "dcm").at("/spec/selector/matchLabels"),
                manifest("NetworkPolicy", "dcm").at("/spec/podSelector/matchLabels")))
        .allMatch(labels::equals);
  }
}
