package dcm.sandbox.interaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.sandbox.control.ControlException;
import dcm.sandbox.store.SandboxJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Converts {@code task create} and a flat object of options into the nested {@code data} of an
 * interaction, by the registered commands. Rejects input that Discord's client would not send.
 */
public final class SlashCommandParser {
  private final List<ObjectNode> commands;
  private final OptionResolver optionResolver;
  private final String locale;

  public SlashCommandParser(
      List<ObjectNode> commands, OptionResolver optionResolver, String locale) {
    this.commands = commands;
    this.optionResolver = optionResolver;
    this.locale = locale;
  }

  /**
   * A parsed command: {@code command} is the top-level definition, {@code path} the command line in
   * base names.
   */
  public record ParsedCommand(ObjectNode command, String path, ObjectNode data) {}

  /**
   * @param focused option being completed, for an autocomplete; null for a command
   */
  public ParsedCommand parse(String commandLine, JsonNode given, @Nullable String focused) {
    String[] words = commandLine.strip().replaceFirst("^/", "").split("\\s+", -1);
    ObjectNode command =
        commands.stream()
            .filter(c -> c.path("type").asInt(1) == 1 && hasName(c, words[0]))
            .findFirst()
            .orElseThrow(() -> ControlException.notFound("command", "/" + words[0]));
    List<ObjectNode> chain = new ArrayList<>(List.of(command));
    for (int i = 1; i < words.length; i++) {
      chain.add(child(chain.getLast(), words[i]));
    }
    ObjectNode last = chain.getLast();
    if (SandboxJson.items(last.path("options")).anyMatch(o -> o.path("type").asInt() <= 2)) {
      throw ControlException.badRequest(
          "/" + commandLine + " needs one of: " + joinNames(last.path("options")));
    }
    ObjectNode resolved = SandboxJson.object();
    ArrayNode options = options(last.path("options"), given, focused, resolved);
    ObjectNode data =
        SandboxJson.object()
            .put("id", command.path("id").asText())
            .put("name", command.path("name").asText())
            .put("type", 1);
    if (command.has("guild_id")) {
      data.put("guild_id", command.path("guild_id").asText());
    }
    ObjectNode node = data;
    for (ObjectNode step : chain.subList(1, chain.size())) {
      node =
          node.putArray("options")
              .addObject()
              .put("name", step.path("name").asText())
              .put("type", step.path("type").asInt());
    }
    if (!options.isEmpty()) {
      node.set("options", options);
    }
    if (!resolved.isEmpty()) {
      data.set("resolved", resolved);
    }
    String path = String.join(" ", chain.stream().map(step -> step.path("name").asText()).toList());
    return new ParsedCommand(command, path, data);
  }

  private ObjectNode child(ObjectNode parent, String name) {
    return SandboxJson.items(parent.path("options"))
        .filter(o -> o.path("type").asInt() <= 2 && hasName(o, name))
        .map(ObjectNode.class::cast)
        .findFirst()
        .orElseThrow(() ->
            ControlException.badRequest(
                "/%s has no %s, only: %s"
                    .formatted(
                        parent.path("name").asText(), name, joinNames(parent.path("options")))));
  }

  private ArrayNode options(
      JsonNode known, JsonNode given, @Nullable String focused, ObjectNode resolved) {
    ArrayNode result = SandboxJson.array();
    Set<String> used = new HashSet<>();
    for (JsonNode option : known) {
      String key = findKey(given, option);
      String name = option.path("name").asText();
      boolean isFocused = focused != null && hasName(option, focused);
      if (key == null && !isFocused) {
        if (option.path("required").asBoolean() && focused == null) {
          throw ControlException.badRequest("the option " + name + " is required");
        }
        continue;
      }
      if (key != null) {
        used.add(key);
      }
      JsonNode raw = key == null ? SandboxJson.tree("") : given.path(key);
      ObjectNode entry =
          result.addObject().put("name", name).put("type", option.path("type").asInt());
      if (isFocused) {
        entry.set("value", SandboxJson.tree(raw.asText()));
        entry.put("focused", true);
      } else {
        entry.set("value", optionResolver.resolve(option, raw, resolved));
      }
    }
    given
        .fieldNames()
        .forEachRemaining(key -> {
          if (!used.contains(key)) {
            throw ControlException.badRequest(
                "there is no option " + key + ", only: " + joinNames(known));
          }
        });
    if (focused != null
        && SandboxJson.items(result).noneMatch(o -> o.path("focused").asBoolean())) {
      throw ControlException.badRequest(
          "there is no option " + focused + ", only: " + joinNames(known));
    }
    return result;
  }

  private @Nullable String findKey(JsonNode given, JsonNode option) {
    for (var field : given.properties()) {
      if (hasName(option, field.getKey()) && !field.getValue().isNull()) {
        return field.getKey();
      }
    }
    return null;
  }

  /** Whether the definition has this name, in its base form or in the user's locale. */
  private boolean hasName(JsonNode definition, String name) {
    String typed = name.toLowerCase(Locale.ROOT);
    return definition.path("name").asText().equals(typed)
        || definition.path("name_localizations").path(locale).asText().equals(typed);
  }

  private static String joinNames(JsonNode options) {
    return String.join(
        ", ", SandboxJson.items(options).map(option -> option.path("name").asText()).toList());
  }
}
