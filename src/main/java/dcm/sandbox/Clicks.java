package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** What using a button or a select of a message sends. */
final class Clicks {
  private Clicks() {}

  static ObjectNode find(Post post, String customId) {
    return find(post.body().path("components"), customId)
        .orElseThrow(() -> ControlError.unknown("component with custom_id", customId));
  }

  private static Optional<ObjectNode> find(JsonNode components, String customId) {
    for (JsonNode component : components) {
      if (component instanceof ObjectNode node
          && node.path("custom_id").asText().equals(customId)) {
        return Optional.of(node);
      }
      Optional<ObjectNode> inside =
          find(component.path("components"), customId)
              .or(() ->
                  component.has("accessory")
                      ? find(Json.array().add(component.path("accessory")), customId)
                      : Optional.empty());
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }

  static ObjectNode data(ObjectNode component, JsonNode values, OptionValues resolver) {
    if (component.path("disabled").asBoolean()) {
      throw new ControlError(409, "this component is disabled");
    }
    int type = component.path("type").asInt();
    ObjectNode data =
        Json.object()
            .put("custom_id", component.path("custom_id").asText())
            .put("component_type", type)
            .put("id", component.path("id").asInt());
    if (type == ComponentRules.BUTTON) {
      return data;
    }
    int min = component.path("min_values").asInt(1);
    int max = component.path("max_values").asInt(1);
    if (values.size() < min || values.size() > max) {
      throw ControlError.bad("select %d to %d values".formatted(min, max));
    }
    ObjectNode resolved = Json.object();
    ArrayNode chosen = data.putArray("values");
    for (JsonNode value : values) {
      chosen.add(
          type == ComponentRules.STRING_SELECT
              ? option(component, value)
              : resolver.value(asOption(type), value, resolved));
    }
    if (!resolved.isEmpty()) {
      data.set("resolved", resolved);
    }
    return data;
  }

  private static JsonNode option(ObjectNode select, JsonNode value) {
    List<String> known =
        Json.items(select.path("options")).map(o -> o.path("value").asText()).toList();
    if (!known.contains(value.asText())) {
      throw ControlError.bad("select one of: " + String.join(", ", known));
    }
    return Json.tree(value.asText());
  }

  /** Selects of users, roles, mentionables, channels take what options of that type take. */
  private static ObjectNode asOption(int selectType) {
    int optionType =
        switch (selectType) {
          case 5 -> 6;
          case 6 -> 8;
          case 7 -> 9;
          default -> 7;
        };
    return Json.object().put("name", "values").put("type", optionType);
  }
}
