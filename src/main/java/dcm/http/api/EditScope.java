package dcm.http.api;

import dcm.guild.command.TaskCommand;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import dcm.http.json.DueJson;
import dcm.http.json.JsonObjectReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The occurrences that an edit of a task changes. */
enum EditScope {
  ALL,
  /** The open occurrence only. */
  THIS,
  /** Those from a local day on, for which another task takes over. */
  FOLLOWING;

  private static final List<String> FIELDS_OF_TASK =
      List.of(
          "title",
          "description",
          "category",
          "labels",
          "effort",
          "priority",
          "schedule",
          "assignment",
          "policy");

  /**
   * The command of an edit.
   *
   * @param following id of a task that takes over
   */
  static TaskCommand read(
      TaskRef task, @Nullable Long revision, TaskId following, JsonObjectReader fields) {
    var scope = fields.oneOf("scope", EditScope.class);
    var command =
        switch (scope) {
          case THIS -> ofOccurrence(task, revision, fields);
          case FOLLOWING -> {
            var from = fields.date("from");
            fields.require("from", from);
            var patch = TaskRequestReader.patch(fields);
            yield from == null
                ? new TaskCommand.Edit(task, revision, patch)
                : new TaskCommand.EditFollowing(task, revision, from, following, patch);
          }
          case ALL -> new TaskCommand.Edit(task, revision, TaskRequestReader.patch(fields));
          case null -> new TaskCommand.Edit(task, revision, TaskRequestReader.patch(fields));
        };
    fields.check();
    return command;
  }

  private static TaskCommand ofOccurrence(
      TaskRef task, @Nullable Long revision, JsonObjectReader fields) {
    for (var name : FIELDS_OF_TASK) {
      if (fields.has(name)) {
        fields.addError(
            name, "not-of-one-occurrence", "One occurrence differs in due and assignees only.");
      }
    }
    var due = fields.object("due");
    return new TaskCommand.EditOccurrence(
        task,
        fields.integer("ordinal"),
        revision,
        fields.has("due"),
        due == null ? null : DueJson.read(due),
        TaskRequestReader.members(fields, "assignees"));
  }
}
