package dcm.sandbox.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.rest.ApiException;
import dcm.sandbox.store.GuildStore.MessageChannel;
import dcm.sandbox.validation.ComponentValidation;
import dcm.sandbox.validation.MessageValidation;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Builds a message's JSON from the bot's request. */
public final class MessageBuilder {
  private static final int SETTABLE_FLAGS =
      1 << 2 | MessageValidation.EPHEMERAL | 1 << 12 | MessageValidation.COMPONENTS_V2;

  private final GuildStore guildStore;

  public MessageBuilder(GuildStore guildStore) {
    this.guildStore = guildStore;
  }

  public ObjectNode newMessage(
      String id, MessageChannel channel, ObjectNode author, JsonNode form) {
    ObjectNode body =
        SandboxJson.object()
            .put("type", 0)
            .put("content", form.path("content").asText(""))
            .put("timestamp", DiscordJson.time(SnowflakeGenerator.time(id)))
            .putNull("edited_timestamp")
            .put("flags", form.path("flags").asInt() & SETTABLE_FLAGS)
            .put("id", id)
            .put("channel_id", channel.id())
            .put("pinned", false)
            .put("tts", form.path("tts").asBoolean());
    body.set("author", author);
    body.set("embeds", embeds(form.path("embeds")));
    body.set("components", components(form.path("components")));
    body.set("attachments", attachments(form.path("attachments"), channel.id(), id));
    MentionResolver.resolveInto(body, form.path("allowed_mentions"), guildStore, channel.guild());
    return body;
  }

  /** An edited message: absent fields stay, null clears a field. */
  public ObjectNode editedMessage(ObjectNode existing, MessageChannel channel, JsonNode form) {
    ObjectNode body = existing.deepCopy();
    if (form.has("content")) {
      body.put("content", form.path("content").asText(""));
      if (form.path("content").isNull()) {
        body.put("content", "");
      }
      MentionResolver.resolveInto(body, form.path("allowed_mentions"), guildStore, channel.guild());
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
          attachments(form.path("attachments"), channel.id(), body.path("id").asText()));
    }
    int flags = body.path("flags").asInt() & ~MessageValidation.LOADING;
    if (form.path("flags").isInt()) {
      flags =
          (flags & MessageValidation.EPHEMERAL)
              | (form.path("flags").asInt() & SETTABLE_FLAGS & ~MessageValidation.EPHEMERAL);
    }
    body.put("flags", flags);
    body.put("edited_timestamp", DiscordJson.time(Instant.now()));
    if (MessageValidation.isBlank(body)) {
      throw new ApiException(400, 50006, "Cannot send an empty message");
    }
    return body;
  }

  private static ArrayNode embeds(JsonNode source) {
    ArrayNode result = SandboxJson.array();
    source.forEach(embed -> {
      ObjectNode json = withoutNulls(embed).put("type", "rich");
      json.path("fields")
          .forEach(field -> {
            if (field instanceof ObjectNode fieldNode && !fieldNode.has("inline")) {
              fieldNode.put("inline", false);
            }
          });
      result.add(json);
    });
    return result;
  }

  /** Numbers the components of a message depth first where the sender did not, as Discord does. */
  public static ArrayNode components(JsonNode source) {
    ArrayNode result = SandboxJson.array();
    AtomicInteger nextId = new AtomicInteger(1);
    source.forEach(component -> result.add(assignIds(withoutNulls(component), nextId)));
    return result;
  }

  private static ObjectNode assignIds(ObjectNode component, AtomicInteger nextId) {
    int id = nextId.getAndIncrement();
    if (component.path("id").asInt() == 0) {
      component.put("id", id);
    }
    component
        .path("components")
        .forEach(inner -> {
          if (inner instanceof ObjectNode node) {
            assignIds(node, nextId);
          }
        });
    int type = component.path("type").asInt();
    boolean isSelect =
        type == ComponentValidation.STRING_SELECT
            || (type > ComponentValidation.TEXT_INPUT
                && type <= ComponentValidation.CHANNEL_SELECT);
    if (isSelect) {
      component
          .put("min_values", component.path("min_values").asInt(1))
          .put("max_values", component.path("max_values").asInt(1));
    } else if (type == ComponentValidation.CONTAINER) {
      component.put("spoiler", component.path("spoiler").asBoolean());
      if (!component.has("accent_color")) {
        component.putNull("accent_color");
      }
    }
    for (String childKey : new String[] {"accessory", "component"}) {
      if (component.path(childKey) instanceof ObjectNode node) {
        assignIds(node, nextId);
      }
    }
    return component;
  }

  private static ArrayNode attachments(JsonNode source, String channelId, String messageId) {
    ArrayNode result = SandboxJson.array();
    int index = 0;
    for (JsonNode file : source) {
      String name = file.path("filename").asText("file");
      String url =
          "https://cdn.discordapp.com/attachments/%s/%s/%s".formatted(channelId, messageId, name);
      result
          .addObject()
          .put("id", Long.toString(Long.parseLong(messageId) + ++index))
          .put("filename", name)
          .put("size", file.path("size").asInt())
          .put("url", url)
          .put("proxy_url", url);
    }
    return result;
  }

  private static ObjectNode withoutNulls(JsonNode node) {
    ObjectNode copy = SandboxJson.object();
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
