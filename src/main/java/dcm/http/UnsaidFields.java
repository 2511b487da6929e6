package dcm.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.Task;
import java.util.List;

/**
 * An edit changes what was said and nothing else: what an object of the body leaves out is filled
 * in from the task. A null says something; what is not there does not.
 */
final class UnsaidFields {
  private static final List<String> OBJECTS = List.of("schedule", "assignment", "effort");

  private UnsaidFields() {}

  /** Whether a body has an object that could leave something out. */
  static boolean in(ObjectNode body) {
    return OBJECTS.stream().anyMatch(name -> body.path(name).isObject());
  }

  /** The body with the task's own values where it is silent. */
  static ObjectNode filled(ObjectNode body, Task task) {
    ObjectNode filled = body.deepCopy();
    if (filled.get("schedule") instanceof ObjectNode said) {
      schedule(said, ScheduleJson.write(task.schedule()));
    }
    if (filled.get("effort") instanceof ObjectNode said) {
      fill(said, effort(task), List.of("minutes", "difficulty"));
    }
    if (filled.get("assignment") instanceof ObjectNode said
        && said.path("strategy").asText().equals(task.assignment().strategy().name())
        && !said.has("order")) {
      var order = said.putArray("order");
      task.assignment().order().forEach(member -> order.add(member.toString()));
    }
    return filled;
  }

  private static ObjectNode effort(Task task) {
    return Json.object()
        .put("minutes", task.effort().minutes())
        .put("difficulty", task.effort().difficulty());
  }

  private static void schedule(ObjectNode said, ObjectNode now) {
    if (!said.path("type").equals(now.path("type"))) {
      return; // another kind of schedule has nothing to keep
    }
    if (said.get("due") instanceof ObjectNode due && now.get("due") instanceof ObjectNode before) {
      fill(due, before, List.of("zone"));
    }
    if (now.has("rrule")) {
      fill(said, now, List.of("start", "time", "zone", "anchor", "monthEnd"));
    }
  }

  private static void fill(ObjectNode said, ObjectNode now, List<String> names) {
    for (String name : names) {
      JsonNode value = now.get(name);
      if (value != null && !said.has(name)) {
        said.set(name, value);
      }
    }
  }
}
