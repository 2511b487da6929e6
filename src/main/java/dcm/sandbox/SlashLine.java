package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns {@code task create} and a flat object of options into the nested {@code data} of an
 * interaction, by the commands that the bot registered, and refuses what Discord's own client would
 * not let a person send.
 */
final class SlashLine {
  private final List<ObjectNode> commands;
  private final OptionValues values;
  private final String locale;

  SlashLine(List<ObjectNode> commands, OptionValues values, String locale) {
    this.commands = commands;
    this.values = values;
    this.locale = locale;
  }

  /** {@code command} is the whole top-level command, {@code path} what was typed, in base names. */
  record Parsed(ObjectNode command, String path, ObjectNode data) {}

  /**
   * @param focused the option being typed, for an autocomplete; null for a finished command
   */
  Parsed parse(String line, JsonNode given, @Nullable String focused) {
    String[] words = line.strip().replaceFirst("^/", "").split("\\s+", -1);
    ObjectNode command =
        commands.stream()
            .filter(c -> c.path("type").asInt(1) == 1 && isCalled(c, words[0]))
            .findFirst()
            .orElseThrow(() -> ControlError.unknown("command", "/" + words[0]));
    List<ObjectNode> chain = new ArrayList<>(List.of(command));
    for (int i = 1; i < words.length; i++) {
      chain.add(below(chain.getLast(), words[i]));
    }
    ObjectNode last = chain.getLast();
    if (Json.items(last.path("options")).anyMatch(o -> o.path("type").asInt() <= 2)) {
      throw ControlError.bad("/" + line + " needs one of: " + names(last.path("options")));
    }
    ObjectNode resolved = Json.object();
    ArrayNode options = options(last.path("options"), given, focused, resolved);
    ObjectNode data =
        Json.object()
            .put("id", command.path("id").asText())
            .put("name", command.path("name").asText())
            .put("type", 1);
    if (command.has("guild_id")) {
      data.put("guild_id", command.path("guild_id").asText());
    }
    ObjectNode at = data;
    for (ObjectNode step : chain.subList(1, chain.size())) {
      at =
          at.putArray("options")
              .addObject()
              .put("name", step.path("name").asText())
              .put("type", step.path("type").asInt());
    }
    if (!options.isEmpty()) {
      at.set("options", options);
    }
    if (!resolved.isEmpty()) {
      data.set("resolved", resolved);
    }
    String path = String.join(" ", chain.stream().map(step -> step.path("name").asText()).toList());
    return new Parsed(command, path, data);
  }

  private ObjectNode below(ObjectNode parent, String word) {
    return Json.items(parent.path("options"))
        .filter(o -> o.path("type").asInt() <= 2 && isCalled(o, word))
        .map(ObjectNode.class::cast)
        .findFirst()
        .orElseThrow(() ->
            ControlError.bad(
                "/%s has no %s, only: %s"
                    .formatted(parent.path("name").asText(), word, names(parent.path("options")))));
  }

  private ArrayNode options(
      JsonNode known, JsonNode given, @Nullable String focused, ObjectNode resolved) {
    ArrayNode filled = Json.array();
    Set<String> used = new HashSet<>();
    for (JsonNode option : known) {
      String key = keyIn(given, option);
      String name = option.path("name").asText();
      boolean isFocused = focused != null && isCalled(option, focused);
      if (key == null && !isFocused) {
        if (option.path("required").asBoolean() && focused == null) {
          throw ControlError.bad("the option " + name + " is required");
        }
        continue;
      }
      if (key != null) {
        used.add(key);
      }
      JsonNode raw = key == null ? Json.tree("") : given.path(key);
      ObjectNode one =
          filled.addObject().put("name", name).put("type", option.path("type").asInt());
      if (isFocused) {
        one.set("value", Json.tree(raw.asText()));
        one.put("focused", true);
      } else {
        one.set("value", values.value(option, raw, resolved));
      }
    }
    given
        .fieldNames()
        .forEachRemaining(key -> {
          if (!used.contains(key)) {
            throw ControlError.bad("there is no option " + key + ", only: " + names(known));
          }
        });
    if (focused != null && Json.items(filled).noneMatch(o -> o.path("focused").asBoolean())) {
      throw ControlError.bad("there is no option " + focused + ", only: " + names(known));
    }
    return filled;
  }

  private @Nullable String keyIn(JsonNode given, JsonNode option) {
    for (var field : given.properties()) {
      if (isCalled(option, field.getKey()) && !field.getValue().isNull()) {
        return field.getKey();
      }
    }
    return null;
  }

  /** By its own name or by the one that a person of this locale sees. */
  private boolean isCalled(JsonNode thing, String word) {
    String typed = word.toLowerCase(Locale.ROOT);
    return thing.path("name").asText().equals(typed)
        || thing.path("name_localizations").path(locale).asText().equals(typed);
  }

  private static String names(JsonNode options) {
    return String.join(
        ", ", Json.items(options).map(option -> option.path("name").asText()).toList());
  }
}
