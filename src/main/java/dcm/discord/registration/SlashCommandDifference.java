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
 * A difference between a registered and a defined slash command. Fields that Discord adds, and the
 * order of the commands, are ignored.
 */
public sealed interface SlashCommandDifference {
  /** The command's name. */
  String command();

  /** The command is not registered. */
  record Missing(String command) implements SlashCommandDifference {}

  /** The command is registered but not defined. */
  record Unexpected(String command) implements SlashCommandDifference {}

  /**
   * A value of a registered command differs.
   *
   * @param pointer JSON pointer into the command
   * @param registered the registered JSON; empty when absent
   * @param defined the defined JSON; empty when absent
   */
  record Changed(String command, String pointer, String registered, String defined)
      implements SlashCommandDifference {}

  /** The fields that definitions contain; Discord adds ids, versions and defaults. */
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

  /** The differences, ordered by command; empty when there are none. */
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
    commands.forEach(command -> map.put(name(command), canonical(command)));
    return map;
  }

  /** Commands of different types may have the same name. */
  private static String name(JsonNode command) {
    String name = command.path("name").asText();
    return switch (command.path("type").asInt(1)) {
      case 2 -> name + " (user menu)";
      case 3 -> name + " (message menu)";
      default -> name;
    };
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

  /** Whether a value counts: null, false, "" and an empty list are equal to an absent field. */
  private static boolean isPresent(JsonNode value) {
    return !(value.isNull()
        || (value.isBoolean() && !value.booleanValue())
        || (value.isTextual() && value.textValue().isEmpty())
        || (value.isContainerNode() && value.isEmpty()));
  }

  /** Whether the node maps languages to texts, and is not a command or an option. */
  private static boolean isLocalizationMap(JsonNode node) {
    return !((ObjectNode) node).has("name");
  }
}
