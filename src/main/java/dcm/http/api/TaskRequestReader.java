package dcm.http.api;

import dcm.guild.command.PolicyPatch;
import dcm.guild.command.TaskPatch;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Task;
import dcm.http.json.AssignmentJson;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.PolicyJson;
import dcm.http.json.ScheduleJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a task from a request body. The limits here bound memory; the guild validates the values.
 */
final class TaskRequestReader {
  static final int MAX_TITLE_LENGTH = 1_000;
  static final int MAX_DESCRIPTION_LENGTH = 20_000;
  static final int MAX_LIST_SIZE = 500;

  private TaskRequestReader() {}

  static TaskPatch newTask(JsonObjectReader fields) {
    fields.require("title", fields.text("title", MAX_TITLE_LENGTH));
    var patch = patch(fields);
    fields.check();
    return patch;
  }

  /** The caller must call {@link JsonObjectReader#check} afterwards. */
  static TaskPatch patch(JsonObjectReader fields) {
    var schedule = fields.object("schedule");
    return new TaskPatch(
        fields.text("title", MAX_TITLE_LENGTH),
        fields.text("description", MAX_DESCRIPTION_LENGTH),
        fields.parsed("category", "a category's id (UUID)", GroupingId::of),
        fields.isNull("category"),
        fields.listOf("labels", MAX_LIST_SIZE, "a label's id (UUID)", GroupingId::of),
        effort(fields.object("effort")),
        fields.oneOf("priority", Task.Priority.class),
        schedule == null ? null : ScheduleJson.read(schedule),
        AssignmentJson.read(fields.object("assignment")),
        policy(fields.object("policy")));
  }

  /** The fields that many tasks can get together. */
  static TaskPatch sharedPatch(JsonObjectReader fields) {
    return new TaskPatch(
        null,
        null,
        fields.parsed("category", "a category's id (UUID)", GroupingId::of),
        fields.isNull("category"),
        fields.listOf("labels", MAX_LIST_SIZE, "a label's id (UUID)", GroupingId::of),
        null,
        fields.oneOf("priority", Task.Priority.class),
        null,
        AssignmentJson.read(fields.object("assignment")));
  }

  private static @Nullable PolicyPatch policy(@Nullable JsonObjectReader fields) {
    return fields == null ? null : PolicyJson.read(fields);
  }

  static @Nullable List<MemberId> members(JsonObjectReader fields, String name) {
    return fields.listOf(name, MAX_LIST_SIZE, "a member's id (1 to 19 digits)", MemberId::of);
  }

  /** A component that is absent is null; one that is null in the body is the default. */
  private static TaskPatch.@Nullable EffortPatch effort(@Nullable JsonObjectReader fields) {
    if (fields == null) {
      return null;
    }
    var minutes = fields.integer("minutes");
    var difficulty = fields.integer("difficulty");
    fields.finish();
    return new TaskPatch.EffortPatch(
        fields.isNull("minutes") ? Integer.valueOf(Task.Effort.UNKNOWN.minutes()) : minutes,
        fields.isNull("difficulty")
            ? Integer.valueOf(Task.Effort.UNKNOWN.difficulty())
            : difficulty);
  }
}
