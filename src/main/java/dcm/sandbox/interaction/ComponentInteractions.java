package dcm.sandbox.interaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.control.ControlException;
import dcm.sandbox.store.SandboxJson;
import dcm.sandbox.store.StoredMessage;
import dcm.sandbox.validation.ComponentValidation;
import java.util.List;
import java.util.Optional;

/** Builds the interaction of a used button or select. */
public final class ComponentInteractions {
  private ComponentInteractions() {}

  public static ObjectNode find(StoredMessage message, String customId) {
    return find(message.body().path("components"), customId)
        .orElseThrow(() -> ControlException.notFound("component with custom_id", customId));
  }

  private static Optional<ObjectNode> find(JsonNode components, String customId) {
    for (JsonNode component : components) {
      if (component instanceof ObjectNode node
          && node.path("custom_id").asText().equals(customId)) {
        return Optional.of(node);
      }
      Optional<ObjectNode> nested =
          find(component.path("components"), customId)
              .or(() ->
                  component.has("accessory")
                      ? find(SandboxJson.array().add(component.path("accessory")), customId)
                      : Optional.empty());
      if (nested.isPresent()) {
        return nested;
      }
    }
    return Optional.empty();
  }

  public static ObjectNode toData(ObjectNode component, JsonNode values, OptionResolver resolver) {
    if (component.path("disabled").asBoolean()) {
      throw new ControlException(409, "this component is disabled");
    }
    int type = component.path("type").asInt();
    ObjectNode data =
        SandboxJson.object()
            .put("custom_id", component.path("custom_id").asText())
            .put("component_type", type)
            .put("id", component.path("id").asInt());
    if (type == ComponentValidation.BUTTON) {
      return data;
    }
    int min = component.path("min_values").asInt(1);
    int max = component.path("max_values").asInt(1);
    if (values.size() < min || values.size() > max) {
      throw ControlException.badRequest("select %d to %d values".formatted(min, max));
    }
    ObjectNode resolved = SandboxJson.object();
    ArrayNode chosen = data.putArray("values");
    for (JsonNode value : values) {
      chosen.add(
          type == ComponentValidation.STRING_SELECT
              ? stringOption(component, value)
              : resolver.resolve(optionOf(type), value, resolved));
    }
    if (!resolved.isEmpty()) {
      data.set("resolved", resolved);
    }
    return data;
  }

  private static JsonNode stringOption(ObjectNode select, JsonNode value) {
    List<String> allowedValues =
        SandboxJson.items(select.path("options")).map(o -> o.path("value").asText()).toList();
    if (!allowedValues.contains(value.asText())) {
      throw ControlException.badRequest("select one of: " + String.join(", ", allowedValues));
    }
    return SandboxJson.tree(value.asText());
  }

  /** Option type whose values a select of users, roles, mentionables or channels accepts. */
  private static ObjectNode optionOf(int selectType) {
    int optionType =
        switch (selectType) {
          case 5 -> 6;
          case 6 -> 8;
          case 7 -> 9;
          default -> 7;
        };
    return SandboxJson.object().put("name", "values").put("type", optionType);
  }
}
