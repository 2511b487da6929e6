package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.World.Place;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes a message's JSON out of what the bot sent. */
final class Composer {
  private static final int KEPT_FLAGS =
      1 << 2 | MessageRules.EPHEMERAL | 1 << 12 | MessageRules.COMPONENTS_V2;

  private final World world;

  Composer(World world) {
    this.world = world;
  }

  ObjectNode message(String id, Place place, ObjectNode author, JsonNode form) {
    ObjectNode body =
        Json.object()
            .put("type", 0)
            .put("content", form.path("content").asText(""))
            .put("timestamp", Shapes.time(Snowflakes.time(id)))
            .putNull("edited_timestamp")
            .put("flags", form.path("flags").asInt() & KEPT_FLAGS)
            .put("id", id)
            .put("channel_id", place.id())
            .put("pinned", false)
            .put("tts", form.path("tts").asBoolean());
    body.set("author", author);
    body.set("embeds", embeds(form.path("embeds")));
    body.set("components", components(form.path("components")));
    body.set("attachments", attachments(form.path("attachments"), place.id(), id));
    Mentions.fill(body, form.path("allowed_mentions"), world, place.guild());
    return body;
  }

  /** What is absent stays; null empties it. */
  ObjectNode edited(ObjectNode old, Place place, JsonNode form) {
    ObjectNode body = old.deepCopy();
    if (form.has("content")) {
      body.put("content", form.path("content").asText(""));
      if (form.path("content").isNull()) {
        body.put("content", "");
      }
      Mentions.fill(body, form.path("allowed_mentions"), world, place.guild());
    }
    if (form.has("embeds")) {
      body.set("embeds", embeds(form.path("embeds")));
    }
    if (form.has("components")) {
      body.set("components", components(form.path("components")));
    }
    if (form.has("attachments")) {
      body.set(
          "attachments",
          attachments(form.path("attachments"), place.id(), body.path("id").asText()));
    }
    int flags = body.path("flags").asInt() & ~MessageRules.LOADING;
    if (form.path("flags").isInt()) {
      flags =
          (flags & MessageRules.EPHEMERAL)
              | (form.path("flags").asInt() & KEPT_FLAGS & ~MessageRules.EPHEMERAL);
    }
    body.put("flags", flags);
    body.put("edited_timestamp", Shapes.time(Instant.now()));
    if (MessageRules.isBlank(body)) {
      throw new ApiError(400, 50006, "Cannot send an empty message");
    }
    return body;
  }

  private static ArrayNode embeds(JsonNode sent) {
    ArrayNode all = Json.array();
    sent.forEach(embed -> {
      ObjectNode shape = withoutNulls(embed).put("type", "rich");
      shape
          .path("fields")
          .forEach(field -> {
            if (field instanceof ObjectNode f && !f.has("inline")) {
              f.put("inline", false);
            }
          });
      all.add(shape);
    });
    return all;
  }

  /** Discord numbers all components of a message, depth first, where the sender did not. */
  static ArrayNode components(JsonNode sent) {
    ArrayNode all = Json.array();
    AtomicInteger next = new AtomicInteger(1);
    sent.forEach(component -> all.add(numbered(withoutNulls(component), next)));
    return all;
  }

  private static ObjectNode numbered(ObjectNode component, AtomicInteger next) {
    int id = next.getAndIncrement();
    if (component.path("id").asInt() == 0) {
      component.put("id", id);
    }
    component
        .path("components")
        .forEach(inner -> {
          if (inner instanceof ObjectNode node) {
            numbered(node, next);
          }
        });
    int type = component.path("type").asInt();
    boolean isSelect =
        type == ComponentRules.STRING_SELECT
            || (type > ComponentRules.TEXT_INPUT && type <= ComponentRules.CHANNEL_SELECT);
    if (isSelect) {
      component
          .put("min_values", component.path("min_values").asInt(1))
          .put("max_values", component.path("max_values").asInt(1));
    } else if (type == ComponentRules.CONTAINER) {
      component.put("spoiler", component.path("spoiler").asBoolean());
      if (!component.has("accent_color")) {
        component.putNull("accent_color");
      }
    }
    for (String single : new String[] {"accessory", "component"}) {
      if (component.path(single) instanceof ObjectNode node) {
        numbered(node, next);
      }
    }
    return component;
  }

  private static ArrayNode attachments(JsonNode sent, String channelId, String messageId) {
    ArrayNode all = Json.array();
    int index = 0;
    for (JsonNode file : sent) {
      String name = file.path("filename").asText("file");
      String url =
          "https://cdn.discordapp.com/attachments/%s/%s/%s".formatted(channelId, messageId, name);
      all.addObject()
          .put("id", Long.toString(Long.parseLong(messageId) + ++index))
          .put("filename", name)
          .put("size", file.path("size").asInt())
          .put("url", url)
          .put("proxy_url", url);
    }
    return all;
  }

  private static ObjectNode withoutNulls(JsonNode node) {
    ObjectNode copy = Json.object();
    node.properties()
        .forEach(field -> {
          JsonNode value = field.getValue();
          if (value.isObject()) {
            copy.set(field.getKey(), withoutNulls(value));
          } else if (value.isArray()) {
            ArrayNode items = copy.putArray(field.getKey());
            value.forEach(item -> items.add(item.isObject() ? withoutNulls(item) : item));
          } else if (!value.isNull()) {
            copy.set(field.getKey(), value);
          }
        });
    return copy;
  }
}
