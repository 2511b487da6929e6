package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what the bot sends and what the sandbox answers against Discord's own OpenAPI description,
 * where that file is at hand. What the bot sent wrongly is refused; what the sandbox itself
 * answered wrongly is an error in the log. Both can be read at {@code GET /sandbox/gate}.
 */
final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  private static final int KEPT = 500;
  private static final int TOLD = 5;

  private final @Nullable JsonNode document;

  /** OpenAPI's and Discord's own words beside JSON Schema's say nothing about validity. */
  private final SchemaRegistry registry =
      SchemaRegistry.withDialect(
          Dialect.builder(Dialects.getDraft202012())
              .unknownKeywordFactory((name, _) -> new NonValidationKeyword(name))
              .build());

  private final Map<String, Optional<Schema>> schemas = new HashMap<>();
  private final Deque<ObjectNode> violations = new ArrayDeque<>();
  private long checked;

  Gate(@Nullable Path openapi) throws IOException {
    document = openapi == null ? null : Json.read(Files.readString(openapi));
    if (document != null) {
      letPermissionsBeText(document.path("components").path("schemas"));
    }
  }

  /**
   * The description calls permissions that are sent integers; Discord's documentation, and every
   * client, writes them as decimal strings, and Discord takes both.
   */
  private static void letPermissionsBeText(JsonNode schemas) {
    for (JsonNode schema : schemas) {
      for (String name : List.of("default_member_permissions", "permissions", "allow", "deny")) {
        JsonNode type = schema.path("properties").path(name).path("type");
        if (type instanceof ArrayNode types && Json.texts(types).contains("integer")) {
          types.add("string");
        }
      }
    }
  }

  /**
   * @throws ApiError 50035 when the body does not fit the description
   */
  void request(Call call) {
    JsonNode body = operation(call).path("requestBody").path("content").path("application/json");
    if (body.isMissingNode() || call.json().isMissingNode()) {
      return;
    }
    List<Error> errors = check(call.method() + call.template() + " request", body, call.json());
    if (!errors.isEmpty()) {
      record(call, "request", 0, errors);
      FormErrors form = new FormErrors();
      for (Error error : errors) {
        String path = error.getInstanceLocation().toString().replace("/", ".");
        form.add(
            path.startsWith(".") ? path.substring(1) : path, "SCHEMA_VIOLATION", error.toString());
      }
      throw form.error();
    }
  }

  void response(Call call, Answer answer) {
    JsonNode responses = operation(call).path("responses");
    String status = Integer.toString(answer.status());
    JsonNode described =
        responses.has(status) ? responses.path(status) : responses.path(status.charAt(0) + "XX");
    JsonNode content = described.path("content").path("application/json");
    if (content.isMissingNode() || answer.json() == null) {
      return;
    }
    List<Error> errors =
        check(call.method() + call.template() + " " + status, content, answer.json());
    if (!errors.isEmpty()) {
      record(call, "response", answer.status(), errors);
      LOG.error(
          "the sandbox answered {} {} with a {} that Discord would not give: {}",
          call.method(),
          call.template(),
          status,
          errors.getFirst());
    }
  }

  private JsonNode operation(Call call) {
    return document == null
        ? Json.object().path("none")
        : document
            .path("paths")
            .path(call.template())
            .path(call.method().toLowerCase(java.util.Locale.ROOT));
  }

  /** References inside stay valid because each schema carries the shared components with it. */
  private List<Error> check(String key, JsonNode content, JsonNode body) {
    checked++;
    return schemas
        .computeIfAbsent(
            key,
            _ -> {
              if (document == null || !(content.path("schema") instanceof ObjectNode schema)) {
                return Optional.empty();
              }
              ObjectNode root = Json.object();
              root.setAll(schema);
              root.set("components", document.path("components"));
              return Optional.of(registry.getSchema(root));
            })
        .map(schema -> schema.validate(body))
        .orElse(List.of());
  }

  private void record(Call call, String what, int status, List<Error> errors) {
    ObjectNode violation =
        Json.object()
            .put("what", what)
            .put("method", call.method())
            .put("route", call.template())
            .put("status", status);
    ArrayNode told = violation.putArray("errors");
    errors.stream().limit(TOLD).forEach(error -> told.add(error.toString()));
    violations.addLast(violation);
    if (violations.size() > KEPT) {
      violations.removeFirst();
    }
  }

  ObjectNode shape() {
    ObjectNode shape = Json.object().put("openapi", document != null).put("checked", checked);
    shape.set("violations", Json.array(violations.stream()));
    return shape;
  }
}
