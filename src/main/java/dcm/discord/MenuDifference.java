package dcm.discord;

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
public sealed interface MenuDifference {
  /** The command's name. */
  String command();

  /** We have it, Discord does not. */
  record Missing(String command) implements MenuDifference {}

  /** Discord has it, we do not. */
  record Left(String command) implements MenuDifference {}

  /**
   * Both have it.
   *
   * @param where as a JSON pointer into the command
   * @param there what Discord has, as JSON; empty when it has nothing
   * @param ours the same of ours
   */
  record Changed(String command, String where, String there, String ours)
      implements MenuDifference {}

  /** What we say of a command; Discord adds ids, versions and what we never said. */
  Set<String> OURS =
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
  static List<MenuDifference> between(JsonNode there, JsonNode ours) {
    var theirs = byName(there);
    var wanted = byName(ours);
    var names = new TreeSet<String>(theirs.keySet());
    names.addAll(wanted.keySet());
    var found = new ArrayList<MenuDifference>();
    for (var name : names) {
      if (!theirs.containsKey(name)) {
        found.add(new Missing(name));
      } else if (!wanted.containsKey(name)) {
        found.add(new Left(name));
      } else {
        compare(name, "", theirs.get(name), wanted.get(name), found);
      }
    }
    return found;
  }

  private static void compare(
      String command, String where, JsonNode there, JsonNode ours, List<MenuDifference> found) {
    if (there.equals(ours)) {
      return;
    }
    if (there.isObject() && ours.isObject()) {
      var fields = new TreeSet<String>();
      there.fieldNames().forEachRemaining(fields::add);
      ours.fieldNames().forEachRemaining(fields::add);
      for (var field : fields) {
        compare(command, where + "/" + field, there.path(field), ours.path(field), found);
      }
    } else if (there.isArray() && ours.isArray()) {
      for (int i = 0; i < Math.max(there.size(), ours.size()); i++) {
        compare(command, where + "/" + i, there.path(i), ours.path(i), found);
      }
    } else {
      found.add(new Changed(command, where, there.toString(), ours.toString()));
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
