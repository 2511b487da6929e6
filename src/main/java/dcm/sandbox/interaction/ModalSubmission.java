package dcm.sandbox.interaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.control.ControlException;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.validation.ComponentValidation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Components of a submitted modal, with the user's values. */
public final class ModalSubmission {
  private final JsonNode values;
  private final OptionResolver optionResolver;
  private final ObjectNode resolved = SandboxJson.object();
  private final Set<String> usedKeys = new HashSet<>();

  private ModalSubmission(JsonNode values, OptionResolver optionResolver) {
    this.values = values;
    this.optionResolver = optionResolver;
  }

  /**
   * Fills in {@code fields}, {@code {custom_id: text or [values]}}; omitted fields keep their
   * default. A file is the id of its upload.
   *
   * @return the {@code components}, and {@code resolved} when there are files
   */
  public static ObjectNode fill(
      JsonNode definition, JsonNode fields, OptionResolver optionResolver) {
    ModalSubmission submission = new ModalSubmission(fields, optionResolver);
    ArrayNode result = SandboxJson.array();
    definition.forEach(component -> result.add(submission.component(component)));
    fields
        .fieldNames()
        .forEachRemaining(key -> {
          if (!submission.usedKeys.contains(key)) {
            throw ControlException.badRequest("the modal has no field " + key);
          }
        });
    ObjectNode filled = SandboxJson.object();
    filled.set("components", result);
    if (!submission.resolved.isEmpty()) {
      filled.set("resolved", submission.resolved);
    }
    return filled;
  }

  private ObjectNode component(JsonNode definition) {
    ObjectNode filled =
        SandboxJson.object()
            .put("type", definition.path("type").asInt())
            .put("id", definition.path("id").asInt());
    switch (definition.path("type").asInt()) {
      case ComponentValidation.ACTION_ROW ->
          filled.putArray("components").add(input(definition.path("components").path(0)));
      case ComponentValidation.LABEL ->
          filled.set("component", input(definition.path("component")));
      default -> {
        return filled;
      }
    }
    return filled;
  }

  private ObjectNode input(JsonNode definition) {
    String customId = definition.path("custom_id").asText();
    ObjectNode filled =
        SandboxJson.object()
            .put("type", definition.path("type").asInt())
            .put("id", definition.path("id").asInt())
            .put("custom_id", customId);
    usedKeys.add(customId);
    JsonNode value = values.path(customId);
    boolean required = definition.path("required").asBoolean(true);
    if (definition.path("type").asInt() == ComponentValidation.TEXT_INPUT) {
      String text = value.isMissingNode() ? definition.path("value").asText("") : value.asText("");
      checkLength(customId, text, definition, required);
      return filled.put("value", text);
    }
    List<String> allowedValues =
        SandboxJson.items(definition.path("options")).map(o -> o.path("value").asText()).toList();
    List<String> selected =
        value.isArray()
            ? SandboxJson.texts(value)
            : value.isMissingNode() ? List.of() : List.of(value.asText());
    if (definition.path("type").asInt() == ComponentValidation.FILE_UPLOAD) {
      return filled.set("values", files(customId, selected, definition));
    }
    boolean unknown = !allowedValues.isEmpty() && !allowedValues.containsAll(selected);
    if (unknown || (required && selected.isEmpty())) {
      throw ControlException.badRequest(
          "the field %s takes one of: %s".formatted(customId, allowedValues));
    }
    filled.set("values", SandboxJson.strings(selected));
    return filled;
  }

  private ArrayNode files(String customId, List<String> uploads, JsonNode definition) {
    int min = definition.path("min_values").asInt(1);
    int max = definition.path("max_values").asInt(1);
    if (uploads.size() < min || uploads.size() > max) {
      throw ControlException.badRequest(
          "the field %s takes %d to %d files".formatted(customId, min, max));
    }
    uploads.forEach(upload -> optionResolver.resolveAttachment(upload, resolved));
    return SandboxJson.strings(uploads);
  }

  private static void checkLength(
      String customId, String text, JsonNode definition, boolean required) {
    int length = text.codePointCount(0, text.length());
    int min = Math.max(required ? 1 : 0, definition.path("min_length").asInt(0));
    int max = definition.path("max_length").asInt(4_000);
    boolean tooShort = length < min && (required || length > 0);
    if (tooShort || length > max) {
      throw ControlException.badRequest(
          "the field %s takes %d to %d characters".formatted(customId, min, max));
    }
  }
}
