package dcm.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The public JSON of a task. */
public final class TaskJson {
  private TaskJson() {}

  /**
   * Writes a task.
   *
   * @param now decides whether it is overdue
   */
  public static ObjectNode write(Task task, Instant now) {
    var json =
        ApiJson.object()
            .put("id", task.id().toString())
            .put("number", task.number())
            .put("title", task.title())
            .put("description", task.description())
            .put("category", textOrNull(task.category()));
    json.set("labels", textArray(task.labels()));
    json.putObject("effort")
        .put("minutes", task.effort().minutes())
        .put("difficulty", task.effort().difficulty());
    json.put("priority", task.priority().name());
    json.set("schedule", ScheduleJson.write(task.schedule()));
    var assignment =
        json.putObject("assignment").put("strategy", task.assignment().strategy().name());
    assignment.set("order", textArray(task.assignment().order()));
    json.set("occurrence", write(task.open(), now));
    json.set("lastClosed", write(task.closed(), now));
    return json.put("createdBy", task.createdBy().toString())
        .put("createdAt", task.createdAt().toString())
        .put("revision", task.revision());
  }

  static JsonNode write(@Nullable Occurrence occurrence, Instant now) {
    if (occurrence == null) {
      return NullNode.getInstance();
    }
    var json =
        ApiJson.object()
            .put("ordinal", occurrence.ordinal())
            .put("state", occurrence.state().name());
    json.set("due", DueJson.write(occurrence.due()));
    json.put("overdue", occurrence.overdue(now)).put("openedAt", occurrence.openedAt().toString());
    json.set("assignees", textArray(occurrence.assignees()));
    json.put("claimedBy", textOrNull(occurrence.claimedBy()))
        .put("snoozedUntil", DueJson.at(occurrence.snoozedUntil()));
    json.set("completion", write(occurrence.completion()));
    return json.put("closedAt", DueJson.at(occurrence.closedAt()));
  }

  private static JsonNode write(Occurrence.@Nullable Completion completion) {
    return completion == null
        ? NullNode.getInstance()
        : ApiJson.object()
            .put("by", completion.by().toString())
            .put("loggedBy", completion.loggedBy().toString())
            .put("doneAt", completion.doneAt().toString())
            .put("loggedAt", completion.loggedAt().toString())
            .put("note", completion.note());
  }

  public static @Nullable String textOrNull(@Nullable Object id) {
    return id == null ? null : id.toString();
  }

  public static ArrayNode textArray(Collection<?> items) {
    var list = ApiJson.MAPPER.createArrayNode();
    items.forEach(item -> list.add(item.toString()));
    return list;
  }
}
