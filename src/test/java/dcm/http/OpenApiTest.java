package dcm.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dcm.auth.AuthSettings;
import dcm.http.pipeline.Endpoint;
import dcm.view.ReadModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The document and the routes agree, in both directions. */
class OpenApiTest {
  /** Pages and files, which are not operations of the API. */
  private static final Set<String> FILES =
      Set.of(
          "GET /",
          "GET /g/**",
          "GET /web/**",
          "GET /webjars/**",
          "GET /docs",
          "GET /docs/{file}",
          "GET /docs/ui/{file}",
          "GET /guide",
          "GET /guide/img/{file}",
          "GET /openapi.yaml");

  private static List<Endpoint> endpoints() {
    var config =
        ConfigFactory.parseString(
                "dcm.auth { public-url = \"http://127.0.0.1:1\", client-id = a, client-secret = b"
                    + " }")
            .withFallback(ConfigFactory.load());
    var auth = AuthSettings.from(config, new ArrayList<>());
    var view =
        new ReadModels(
            null, null, null, null, null, null, null, null, null, null, null, null, null);
    return HttpApi.endpoints(
        null,
        new HttpDependencies(
            null, view, null, null, null, null, null, null, null, null, null, auth, null, null),
        null,
        Set.of(),
        0);
  }

  @Test
  void every_route_is_in_the_document_and_every_operation_is_routed() {
    var routed =
        endpoints().stream()
            .map(endpoint -> endpoint.method() + " " + endpoint.path())
            .filter(name -> !FILES.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(routed).isEqualTo(OpenApi.operations().keySet());
  }

  @Test
  void every_route_knows_the_query_parameters_of_the_document() {
    for (var endpoint : endpoints()) {
      var operation = OpenApi.operations().get(endpoint.method() + " " + endpoint.path());
      if (operation != null) {
        assertThat(endpoint.query())
            .as(operation.name())
            .containsExactlyInAnyOrderElementsOf(operation.queryNames());
      }
    }
  }

  @Test
  void every_operation_has_its_own_name_and_promises_problems() {
    var operations = OpenApi.operations().values();
    assertThat(operations)
        .extracting(operation -> operation.node().get("operationId").asText())
        .doesNotHaveDuplicates()
        .hasSameSizeAs(operations);
    assertThat(operations)
        .allMatch(operation -> operation.node().at("/responses/default").has("$ref"));
  }

  @Test
  void every_reference_leads_somewhere() {
    var references = OpenApi.document().findValuesAsText("$ref");
    assertThat(references)
        .isNotEmpty()
        .allMatch(reference -> !OpenApi.document().at(reference.substring(1)).isMissingNode());
  }

  @Test
  void if_match_is_asked_for_where_a_revision_is_changed() {
    for (var operation : OpenApi.operations().values()) {
      boolean changes =
          Set.of("PATCH", "PUT", "DELETE").contains(operation.method())
              && !operation.path().endsWith("/members/{uid}")
              // they are never changed
              && !operation.path().endsWith("/{aid}")
              && !operation.path().endsWith("/{cid}")
              && !operation.path().endsWith("/calendar-tokens/{id}")
              // an absence is never edited
              && !operation.path().endsWith("/absences/{id}");
      assertThat(operation.headerNames().contains("If-Match"))
          .as(operation.name())
          .isEqualTo(changes);
    }
  }
}
