package dcm.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.discord.wire.Rest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hangs the menu out at Discord, for all guilds, when it differs from what hangs there: commands
 * may be created 200 times a day.
 */
final class MenuBoard {
  private static final Logger LOG = LoggerFactory.getLogger(MenuBoard.class);

  /** What we say of a command; Discord adds ids, versions and what we never said. */
  private static final Set<String> OURS =
      Set.of(
          "name",
          "name_localizations",
          "description",
          "description_localizations",
          "type",
          "options",
          "choices",
          "value",
          "required",
          "autocomplete",
          "min_value",
          "max_value",
          "max_length",
          "channel_types",
          "contexts");

  private final Rest rest;
  private final ArrayNode menu;

  private final CompletableFuture<Void> hangs = new CompletableFuture<>();

  MenuBoard(Rest rest, ArrayNode menu) {
    this.rest = rest;
    this.menu = menu;
  }

  /** Never fails: without it the old commands go on, and the next login tries again. */
  CompletionStage<Void> hang(long application) {
    return rest.commands(application)
        .thenCompose(there -> {
          if (same(there, menu)) {
            return CompletableFuture.<Void>completedFuture(null);
          }
          LOG.info("Registering the slash commands");
          return rest.replaceCommands(application, menu).<Void>thenApply(_ -> null);
        })
        .thenAccept(_ -> hangs.complete(null))
        .exceptionally(failure -> {
          LOG.warn("The slash commands could not be registered: {}", failure.getMessage());
          return null;
        });
  }

  /** Done when the menu hangs there for the first time, by this node. */
  CompletionStage<Void> hangs() {
    return hangs.minimalCompletionStage();
  }

  /** Whether two lists say the same, in whatever order the commands and their words come. */
  static boolean same(JsonNode there, JsonNode ours) {
    return byName(there).equals(byName(ours));
  }

  private static Map<String, JsonNode> byName(JsonNode commands) {
    var map = new TreeMap<String, JsonNode>();
    commands.forEach(command -> map.put(command.path("name").asText(), canonical(command)));
    return map;
  }

  private static JsonNode canonical(JsonNode node) {
    if (node.isArray()) {
      var list = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> list.add(canonical(item)));
      return list;
    }
    if (node.isNumber()) {
      // Discord may write 1 as 1.0
      return JsonNodeFactory.instance.numberNode(node.doubleValue());
    }
    if (!node.isObject()) {
      return node;
    }
    var object = JsonNodeFactory.instance.objectNode();
    for (var field : node.properties()) {
      if (OURS.contains(field.getKey()) && !says(field.getValue())) {
        continue;
      }
      if (OURS.contains(field.getKey())) {
        object.set(field.getKey(), canonical(field.getValue()));
      } else if (words(node)) {
        object.set(field.getKey(), field.getValue());
      }
    }
    return object;
  }

  /** Null, false and an empty list are as good as nothing. */
  private static boolean says(JsonNode value) {
    return !(value.isNull()
        || (value.isBoolean() && !value.booleanValue())
        || (value.isContainerNode() && value.isEmpty()));
  }

  /** A map from language to word, not a command or an option. */
  private static boolean words(JsonNode node) {
    return !((ObjectNode) node).has("name");
  }
}
