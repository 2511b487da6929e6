package dcm.http.api;

import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.GroupingId;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.MemberId;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskDraft;
import dcm.guild.value.TaskPatch;
import dcm.http.json.JsonObjectReader;
import dcm.http.json.ScheduleJson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a task is read from a body. The limits here keep memory; what is sensible the guild says. */
final class TaskRequestReader {
  static final int MAX_TITLE_LENGTH = 1_000;
  static final int MAX_DESCRIPTION_LENGTH = 20_000;
  static final int MAX_LIST_SIZE = 500;

  private TaskRequestReader() {}

  static TaskDraft draft(JsonObjectReader fields, GuildSettings defaults, Instant now) {
    var title = fields.text("title", MAX_TITLE_LENGTH);
    fields.require("title", title);
    var draft = patch(fields, defaults, now);
    fields.check();
    return new TaskDraft(
        title == null ? "" : title,
        orElse(draft.description(), ""),
        draft.category(),
        orElse(draft.labels(), List.of()),
        orElse(draft.effort(), Task.Effort.UNKNOWN),
        orElse(draft.priority(), Task.Priority.NORMAL),
        orElse(draft.schedule(), new Schedule.Once(new Due.Never())),
        orElse(draft.assignment(), Assignment.OPEN));
  }

  /** Whoever calls this calls {@link JsonObjectReader#check} afterwards. */
  static TaskPatch patch(JsonObjectReader fields, GuildSettings defaults, Instant now) {
    var schedule = fields.object("schedule");
    return new TaskPatch(
        fields.text("title", MAX_TITLE_LENGTH),
        fields.text("description", MAX_DESCRIPTION_LENGTH),
        fields.parsed("category", "a category's id (UUID)", GroupingId::of),
        fields.isNull("category"),
        fields.listOf("labels", MAX_LIST_SIZE, "a label's id (UUID)", GroupingId::of),
        effort(fields.object("effort")),
        fields.oneOf("priority", Task.Priority.class),
        schedule == null ? null : ScheduleJson.read(schedule, defaults, now),
        assignment(fields.object("assignment")));
  }

  static @Nullable List<MemberId> members(JsonObjectReader fields, String name) {
    return fields.listOf(name, MAX_LIST_SIZE, "a member's id (1 to 19 digits)", MemberId::of);
  }

  private static Task.@Nullable Effort effort(@Nullable JsonObjectReader fields) {
    if (fields == null) {
      return null;
    }
    var minutes = fields.integer("minutes");
    var difficulty = fields.integer("difficulty");
    fields.finish();
    return new Task.Effort(
        orElse(minutes, Task.Effort.UNKNOWN.minutes()),
        orElse(difficulty, Task.Effort.UNKNOWN.difficulty()));
  }

  private static @Nullable Assignment assignment(@Nullable JsonObjectReader fields) {
    if (fields == null) {
      return null;
    }
    var strategy = fields.oneOf("strategy", Assignment.Strategy.class);
    fields.require("strategy", strategy);
    var order = members(fields, "order");
    fields.finish();
    return strategy == null ? null : new Assignment(strategy, orElse(order, List.of()));
  }

  private static <T> T orElse(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
