package dcm.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dcm.http.OpenApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * {@code openapi.yaml} is a valid OpenAPI 3.1 document. The official schema delegates JSON Schemas
 * to their meta-schema, which allows unknown keywords; so keywords are checked here.
 */
class OpenApiDocumentTest {
  /** Keywords whose value is a schema. */
  private static final Set<String> ONE = Set.of("items", "additionalProperties");

  /** Keywords whose value is a list of schemas. */
  private static final Set<String> LIST = Set.of("oneOf", "allOf", "anyOf");

  /** Keywords whose value is a schema for each name. */
  private static final Set<String> NAMED = Set.of("properties");

  /** The other keywords in use. */
  private static final Set<String> PLAIN =
      Set.of(
          "$ref",
          "type",
          "enum",
          "const",
          "required",
          "description",
          "default",
          "examples",
          "pattern",
          "format",
          "contentMediaType",
          "readOnly",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties");

  @Test
  void the_document_is_valid_against_the_schema_of_OpenAPI_3_1() {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(resource("openapi/oas-3.1.schema.json"), InputFormat.JSON);
    assertThat(schema.validate(OpenApi.document())).isEmpty();
  }

  @Test
  void every_schema_has_only_keywords_of_JSON_Schema_and_valid_values() {
    var metaSchema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                "{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}", InputFormat.JSON);
    var schemas = schemas();
    assertThat(schemas).hasSizeGreaterThan(100);
    schemas.forEach((place, schema) -> {
      var unknown = new ArrayList<String>();
      schema.fieldNames().forEachRemaining(unknown::add);
      unknown.removeIf(name ->
          ONE.contains(name)
              || LIST.contains(name)
              || NAMED.contains(name)
              || PLAIN.contains(name));
      assertThat(unknown).as("unknown keywords at " + place).isEmpty();
      assertThat(metaSchema.validate(schema)).as(place).isEmpty();
    });
  }

  @Test
  void every_operation_has_a_summary() {
    assertThat(OpenApi.operations().values())
        .filteredOn(operation -> operation.node().path("summary").asText().isBlank())
        .extracting(OpenApi.Operation::name)
        .isEmpty();
  }

  @Test
  void every_body_has_an_example_that_its_schema_allows() {
    for (var operation : OpenApi.operations().values()) {
      if (operation.node().has("requestBody")) {
        var body = operation.node().at("/requestBody/content/application~1json");
        if (operation.node().at("/requestBody/content").has("image/*")) {
          // bytes have no example
          continue;
        }
        assertThat(body.has("example")).as("example of " + operation.name()).isTrue();
        assertThat(OpenApi.violations(body.get("schema"), body.get("example")))
            .as(operation.name())
            .isEmpty();
      }
    }
  }

  @Test
  void every_operation_names_what_can_go_wrong() {
    for (var operation : OpenApi.operations().values()) {
      var named = operation.node().get("responses");
      assertThat(List.of("400", "429", "503")).as(operation.name()).allMatch(named::has);
      boolean secretInQuery = operation.path().endsWith("/calendar.ics");
      if (operation.path().startsWith("/api/v1/guilds/{gid}/") && !secretInQuery) {
        assertThat(List.of("401", "403", "404")).as(operation.name()).allMatch(named::has);
      }
      if (operation.node().has("requestBody")) {
        assertThat(List.of("408", "413", "415", "422")).as(operation.name()).allMatch(named::has);
      }
      if (operation.headerNames().contains("Idempotency-Key")) {
        assertThat(List.of("409", "422", "504")).as(operation.name()).allMatch(named::has);
      }
    }
  }

  /** All schemas of the document, by their JSON path. */
  private static Map<String, JsonNode> schemas() {
    var found = new TreeMap<String, JsonNode>();
    OpenApi.document()
        .at("/components/schemas")
        .properties()
        .forEach(
            named -> collect("/components/schemas/" + named.getKey(), named.getValue(), found));
    search("", OpenApi.document(), found);
    return found;
  }

  /** Outside of schemas and examples, a value named {@code schema} is a schema. */
  private static void search(String place, JsonNode node, Map<String, JsonNode> found) {
    node.properties()
        .forEach(field -> {
          var there = place + "/" + field.getKey();
          switch (field.getKey()) {
            case "schema" -> collect(there, field.getValue(), found);
            case "schemas", "example", "examples" -> {}
            default -> search(there, field.getValue(), found);
          }
        });
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        search(place + "/" + i, node.get(i), found);
      }
    }
  }

  private static void collect(String place, JsonNode schema, Map<String, JsonNode> found) {
    if (schema.isBoolean()) {
      return;
    }
    found.put(place, schema);
    ONE.forEach(keyword -> {
      if (schema.has(keyword)) {
        collect(place + "/" + keyword, schema.get(keyword), found);
      }
    });
    LIST.forEach(keyword -> {
      for (int i = 0; i < schema.path(keyword).size(); i++) {
        collect(place + "/" + keyword + "/" + i, schema.get(keyword).get(i), found);
      }
    });
    NAMED.forEach(keyword ->
        schema
            .path(keyword)
            .properties()
            .forEach(named ->
                collect(place + "/" + keyword + "/" + named.getKey(), named.getValue(), found)));
  }

  private static String resource(String name) {
    try (var in = OpenApiDocumentTest.class.getClassLoader().getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
