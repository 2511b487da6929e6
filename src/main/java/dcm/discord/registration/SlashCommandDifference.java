package dcm.discord.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * In what the commands that Discord has differ from ours. What Discord adds by itself does not
 * count, nor the order of the commands.
 */
public sealed interface SlashCommandDifference {
  /** The command's name. */
  String command();

  /** We have it, Discord does not. */
  record Missing(String command) implements SlashCommandDifference {}

  /** Discord has it, we do not. */
  record Unexpected(String command) implements SlashCommandDifference {}

  /**
   * Both have it.
   *
   * @param where as a JSON pointer into the command
   * @param there what Discord has, as JSON; empty when it has nothing
   * @param ours the same of ours
   */
  record Changed(String command, String pointer, String registered, String defined)
      implements SlashCommandDifference {}

  /** What we say of a command; Discord adds ids, versions and what we never said. */
  Set<String> COMPARED_FIELDS =
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

  /** By command; empty when both say the same. */
  static List<SlashCommandDifference> between(JsonNode registered, JsonNode defined) {
    var registeredByName = byName(registered);
    var definedByName = byName(defined);
    var names = new TreeSet<String>(registeredByName.keySet());
    names.addAll(definedByName.keySet());
    var differences = new ArrayList<SlashCommandDifference>();
    for (var name : names) {
      if (!registeredByName.containsKey(name)) {
        differences.add(new Missing(name));
      } else if (!definedByName.containsKey(name)) {
        differences.add(new Unexpected(name));
      } else {
        compare(name, "", registeredByName.get(name), definedByName.get(name), differences);
      }
    }
    return differences;
  }

  private static void compare(
      String command,
      String pointer,
      JsonNode registered,
      JsonNode defined,
      List<SlashCommandDifference> differences) {
    if (registered.equals(defined)) {
      return;
    }
    if (registered.isObject() && defined.isObject()) {
      var fields = new TreeSet<String>();
      registered.fieldNames().forEachRemaining(fields::add);
      defined.fieldNames().forEachRemaining(fields::add);
      for (var field : fields) {
        compare(
            command,
            pointer + "/" + field,
            registered.path(field),
            defined.path(field),
            differences);
      }
    } else if (registered.isArray() && defined.isArray()) {
      for (int i = 0; i < Math.max(registered.size(), defined.size()); i++) {
        compare(command, pointer + "/" + i, registered.path(i), defined.path(i), differences);
      }
    } else {
      differences.add(new Changed(command, pointer, registered.toString(), defined.toString()));
    }
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
      if (COMPARED_FIELDS.contains(field.getKey()) && !isPresent(field.getValue())) {
        continue;
      }
      if (COMPARED_FIELDS.contains(field.getKey())) {
        object.set(field.getKey(), canonical(field.getValue()));
      } else if (isLocalizationMap(node)) {
        object.set(field.getKey(), field.getValue());
      }
    }
    return object;
  }

  /** Null, false and an empty list are as good as nothing. */
  private static boolean isPresent(JsonNode value) {
    return !(value.isNull()
        || (value.isBoolean() && !value.booleanValue())
        || (value.isContainerNode() && value.isEmpty()));
  }

  /** A map from language to word, not a command or an option. */
  private static boolean isLocalizationMap(JsonNode node) {
    return !((ObjectNode) node).has("name");
  }
}
