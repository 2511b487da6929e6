package dcm.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code openapi.yaml}, and whether responses comply with it. */
public final class OpenApi {
  private static final JsonNode DOCUMENT = read();

  private OpenApi() {}

  /** One operation. */
  public record Operation(String method, String path, JsonNode path0, JsonNode node) {
    public String name() {
      return method + " " + path;
    }

    List<String> queryNames() {
      return parameters()
          .filter(p -> p.get("in").asText().equals("query"))
          .map(p -> p.get("name").asText())
          .toList();
    }

    public List<String> headerNames() {
      return parameters()
          .filter(p -> p.get("in").asText().equals("header"))
          .map(p -> p.get("name").asText())
          .toList();
    }

    private Stream<JsonNode> parameters() {
      var all = new ArrayList<JsonNode>();
      path0.path("parameters").forEach(all::add);
      node.path("parameters").forEach(all::add);
      return all.stream().map(OpenApi::resolve);
    }
  }

  private static JsonNode read() {
    try (var in = OpenApi.class.getClassLoader().getResourceAsStream("openapi.yaml")) {
      return new ObjectMapper(new YAMLFactory()).readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode document() {
    return DOCUMENT;
  }

  /** All operations, by method and path. */
  public static Map<String, Operation> operations() {
    var operations = new TreeMap<String, Operation>();
    DOCUMENT
        .get("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(entry -> {
                  if (!entry.getKey().equals("parameters")) {
                    var operation =
                        new Operation(
                            entry.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            path.getValue(),
                            entry.getValue());
                    operations.put(operation.name(), operation);
                  }
                }));
    return operations;
  }

  static JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? DOCUMENT.at(node.get("$ref").asText().substring(1)) : node;
  }

  /** A message when the operation does not list this status; {@code default} does not count. */
  static List<String> undocumentedStatus(Operation operation, int status) {
    return operation.node().get("responses").has(Integer.toString(status))
        ? List.of()
        : List.of("openapi.yaml does not name " + status + " for " + operation.name());
  }

  /** The operation of a concrete path, with or without a query; empty when there is none. */
  static Optional<Operation> find(String method, String pathAndQuery) {
    var path = pathAndQuery.replaceFirst("[?].*", "");
    return operations().values().stream()
        .filter(operation -> operation.method().equals(method))
        .filter(operation ->
            path.matches(operation.path().replace(".", "[.]").replaceAll("[{][^}]+[}]", "[^/]+")))
        // the longest prefix without a variable: members/@me before members/{uid}
        .min(Comparator.comparingInt(operation -> operation.path().split("[{]").length));
  }

  /** The violations of a response; empty when it complies. */
  public static List<String> violations(Operation operation, HttpTestServer.Reply reply) {
    var undocumented = undocumentedStatus(operation, reply.status());
    if (!undocumented.isEmpty()) {
      return undocumented;
    }
    var response = resolve(operation.node().get("responses").get(Integer.toString(reply.status())));
    var content = response.path("content");
    if (content.isMissingNode()) {
      return reply.http().body().isEmpty() ? List.of() : List.of("no body is promised");
    }
    var type = content.fieldNames().next();
    if (!reply.header("Content-Type").equals(type)) {
      return List.of(reply.header("Content-Type") + " is not " + type);
    }
    return violations(content.get(type).get("schema"), reply.json());
  }

  public static List<String> violations(JsonNode schema, JsonNode json) {
    // schemas refer to the document, so they are validated inside a copy of it
    ObjectNode whole = new ObjectMapper().createObjectNode();
    whole.set("components", DOCUMENT.get("components"));
    whole.set("allOf", new ObjectMapper().createArrayNode().add(schema));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(whole)
        .validate(json)
        .stream()
        .map(Object::toString)
        .toList();
  }
}
