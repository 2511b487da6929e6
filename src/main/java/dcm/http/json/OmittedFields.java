package dcm.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.value.Task;
import java.util.List;

/**
 * An edit changes what was said and nothing else: what an object of the body leaves out is filled
 * in from the task. A null says something; what is not there does not.
 */
public final class OmittedFields {
  private static final List<String> OBJECTS = List.of("schedule", "assignment", "effort");

  private OmittedFields() {}

  /** Whether a body has an object that could leave something out. */
  public static boolean mayBeIncomplete(ObjectNode body) {
    return OBJECTS.stream().anyMatch(name -> body.path(name).isObject());
  }

  /** The body with the task's own values where it is silent. */
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
      return; // another kind of schedule has nothing to keep
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
