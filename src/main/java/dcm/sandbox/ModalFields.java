package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A filled-in modal: the components that were shown, with what the person put in. */
final class ModalFields {
  private final JsonNode given;
  private final Set<String> used = new HashSet<>();

  private ModalFields(JsonNode given) {
    this.given = given;
  }

  /** {@code fields} is {@code {custom_id: text or [values]}}; what is left out stays prefilled. */
  static ArrayNode fill(JsonNode shown, JsonNode fields) {
    ModalFields filler = new ModalFields(fields);
    ArrayNode all = Json.array();
    shown.forEach(component -> all.add(filler.component(component)));
    fields
        .fieldNames()
        .forEachRemaining(key -> {
          if (!filler.used.contains(key)) {
            throw ControlError.bad("the modal has no field " + key);
          }
        });
    return all;
  }

  private ObjectNode component(JsonNode shown) {
    ObjectNode filled =
        Json.object().put("type", shown.path("type").asInt()).put("id", shown.path("id").asInt());
    switch (shown.path("type").asInt()) {
      case ComponentRules.ROW ->
          filled.putArray("components").add(input(shown.path("components").path(0)));
      case ComponentRules.LABEL -> filled.set("component", input(shown.path("component")));
      default -> {
        return filled;
      }
    }
    return filled;
  }

  private ObjectNode input(JsonNode shown) {
    String customId = shown.path("custom_id").asText();
    ObjectNode filled =
        Json.object()
            .put("type", shown.path("type").asInt())
            .put("id", shown.path("id").asInt())
            .put("custom_id", customId);
    used.add(customId);
    JsonNode value = given.path(customId);
    boolean required = shown.path("required").asBoolean(true);
    if (shown.path("type").asInt() == ComponentRules.TEXT_INPUT) {
      String text = value.isMissingNode() ? shown.path("value").asText("") : value.asText("");
      check(customId, text, shown, required);
      return filled.put("value", text);
    }
    List<String> known =
        Json.items(shown.path("options")).map(o -> o.path("value").asText()).toList();
    List<String> chosen =
        value.isArray()
            ? Json.texts(value)
            : value.isMissingNode() ? List.of() : List.of(value.asText());
    boolean unknown = !known.isEmpty() && !known.containsAll(chosen);
    if (unknown || (required && chosen.isEmpty())) {
      throw ControlError.bad("the field %s takes one of: %s".formatted(customId, known));
    }
    filled.set("values", Json.strings(chosen));
    return filled;
  }

  private static void check(String customId, String text, JsonNode shown, boolean required) {
    int length = text.codePointCount(0, text.length());
    int min = Math.max(required ? 1 : 0, shown.path("min_length").asInt(0));
    int max = shown.path("max_length").asInt(4_000);
    boolean tooShort = length < min && (required || length > 0);
    if (tooShort || length > max) {
      throw ControlError.bad(
          "the field %s takes %d to %d characters".formatted(customId, min, max));
    }
  }
}
