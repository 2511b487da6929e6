package dcm.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.value.Task;
import java.util.List;

/**
 * Completes the objects in the body of an edit: fields that are absent get the task's current
 * values. A field that is null is not absent.
 */
public final class OmittedFields {
  private static final List<String> OBJECTS = List.of("schedule", "assignment", "effort");

  private OmittedFields() {}

  /** Whether the body contains an object that may be incomplete. */
  public static boolean mayBeIncomplete(ObjectNode body) {
    return OBJECTS.stream().anyMatch(name -> body.path(name).isObject());
  }

  /** The body with absent fields filled in from the task. */
  public static ObjectNode complete(ObjectNode body, Task task) {
    ObjectNode completed = body.deepCopy();
    if (completed.get("schedule") instanceof ObjectNode given) {
      schedule(given, ScheduleJson.write(task.schedule()));
    }
    if (completed.get("effort") instanceof ObjectNode given) {
      copyMissing(given, effort(task), List.of("minutes", "difficulty"));
    }
    if (completed.get("assignment") instanceof ObjectNode given
        && given.path("strategy").asText().equals(task.assignment().strategy().name())
        && !given.has("order")) {
      var order = given.putArray("order");
      task.assignment().order().forEach(member -> order.add(member.toString()));
    }
    return completed;
  }

  private static ObjectNode effort(Task task) {
    return ApiJson.object()
        .put("minutes", task.effort().minutes())
        .put("difficulty", task.effort().difficulty());
  }

  private static void schedule(ObjectNode given, ObjectNode current) {
    if (!given.path("type").equals(current.path("type"))) {
      return; // another type of schedule has no fields in common
    }
    if (given.get("due") instanceof ObjectNode due
        && current.get("due") instanceof ObjectNode before) {
      copyMissing(due, before, List.of("zone"));
    }
    if (current.has("rrule")) {
      copyMissing(given, current, List.of("start", "time", "zone", "anchor", "monthEnd"));
    }
  }

  private static void copyMissing(ObjectNode given, ObjectNode current, List<String> names) {
    for (String name : names) {
      JsonNode value = current.get(name);
      if (value != null && !given.has(name)) {
        given.set(name, value);
      }
    }
  }
}
