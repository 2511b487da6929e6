package dcm.sandbox.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import dcm.sandbox.rest.ApiCall;
import dcm.sandbox.rest.ApiException;
import dcm.sandbox.rest.SandboxResponse;
import dcm.sandbox.store.SandboxJson;
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
 * Validates the bot's requests and the sandbox's responses against Discord's OpenAPI description,
 * where that file is configured. An invalid request is rejected; an invalid response is logged as
 * an error. {@code GET /sandbox/gate} lists both.
 */
public final class OpenApiValidator {
  private static final Logger LOG = LoggerFactory.getLogger(OpenApiValidator.class);
  private static final int MAX_VIOLATIONS = 500;
  private static final int MAX_ERRORS_PER_VIOLATION = 5;

  private final @Nullable JsonNode document;

  /** Null without a description: the library has hundreds of classes to load. */
  private final @Nullable SchemaRegistry registry;

  private final Map<String, Optional<Schema>> schemas = new HashMap<>();
  private final Deque<ObjectNode> violations = new ArrayDeque<>();
  private long checkedCount;

  public OpenApiValidator(@Nullable Path openapi) throws IOException {
    document = openapi == null ? null : SandboxJson.read(Files.readString(openapi));
    registry = document == null ? null : registry();
    if (document != null) {
      allowStringPermissions(document.path("components").path("schemas"));
    }
  }

  /** Keywords of OpenAPI and Discord beside JSON Schema's do not affect validity. */
  private static SchemaRegistry registry() {
    return SchemaRegistry.withDialect(
        Dialect.builder(Dialects.getDraft202012())
            .unknownKeywordFactory((name, _) -> new NonValidationKeyword(name))
            .build());
  }

  /**
   * Accepts permissions as strings. The description types them as integers in requests; Discord's
   * documentation and every client write decimal strings, and Discord accepts both.
   */
  private static void allowStringPermissions(JsonNode schemas) {
    for (JsonNode schema : schemas) {
      for (String name : List.of("default_member_permissions", "permissions", "allow", "deny")) {
        JsonNode type = schema.path("properties").path(name).path("type");
        if (type instanceof ArrayNode types && SandboxJson.texts(types).contains("integer")) {
          types.add("string");
        }
      }
    }
  }

  /**
   * @throws ApiException 50035 when the body violates the description
   */
  public void validateRequest(ApiCall call) {
    JsonNode body = operation(call).path("requestBody").path("content").path("application/json");
    if (body.isMissingNode() || call.json().isMissingNode()) {
      return;
    }
    List<Error> errors = validate(call.method() + call.template() + " request", body, call.json());
    if (!errors.isEmpty()) {
      recordViolation(call, "request", 0, errors);
      FormErrorCollector form = new FormErrorCollector();
      for (Error error : errors) {
        String path = error.getInstanceLocation().toString().replace("/", ".");
        form.add(
            path.startsWith(".") ? path.substring(1) : path, "SCHEMA_VIOLATION", error.toString());
      }
      throw form.toException();
    }
  }

  public void validateResponse(ApiCall call, SandboxResponse response) {
    JsonNode responses = operation(call).path("responses");
    String status = Integer.toString(response.status());
    JsonNode responseObject =
        responses.has(status) ? responses.path(status) : responses.path(status.charAt(0) + "XX");
    JsonNode content = responseObject.path("content").path("application/json");
    if (content.isMissingNode() || response.json() == null) {
      return;
    }
    List<Error> errors =
        validate(call.method() + call.template() + " " + status, content, response.json());
    if (!errors.isEmpty()) {
      recordViolation(call, "response", response.status(), errors);
      LOG.error(
          "Sandbox response to {} {} with status {} violates Discord's OpenAPI description: {}",
          call.method(),
          call.template(),
          status,
          errors.getFirst());
    }
  }

  private JsonNode operation(ApiCall call) {
    return document == null
        ? SandboxJson.object().path("none")
        : document
            .path("paths")
            .path(call.template())
            .path(call.method().toLowerCase(java.util.Locale.ROOT));
  }

  /** Validates a body; references resolve because each schema contains the shared components. */
  private List<Error> validate(String key, JsonNode content, JsonNode body) {
    checkedCount++;
    return schemas
        .computeIfAbsent(
            key,
            _ -> {
              if (document == null
                  || registry == null
                  || !(content.path("schema") instanceof ObjectNode schema)) {
                return Optional.empty();
              }
              ObjectNode root = SandboxJson.object();
              root.setAll(schema);
              root.set("components", document.path("components"));
              return Optional.of(registry.getSchema(root));
            })
        .map(schema -> schema.validate(body))
        .orElse(List.of());
  }

  private void recordViolation(ApiCall call, String direction, int status, List<Error> errors) {
    ObjectNode violation =
        SandboxJson.object()
            .put("what", direction)
            .put("method", call.method())
            .put("route", call.template())
            .put("status", status);
    ArrayNode errorTexts = violation.putArray("errors");
    errors.stream()
        .limit(MAX_ERRORS_PER_VIOLATION)
        .forEach(error -> errorTexts.add(error.toString()));
    violations.addLast(violation);
    if (violations.size() > MAX_VIOLATIONS) {
      violations.removeFirst();
    }
  }

  public ObjectNode toJson() {
    ObjectNode json =
        SandboxJson.object().put("openapi", document != null).put("checked", checkedCount);
    json.set("violations", SandboxJson.array(violations.stream()));
    return json;
  }
}
