package dcm.http;

import dcm.guild.Assignment;
import dcm.guild.Due;
import dcm.guild.Effort;
import dcm.guild.GroupingId;
import dcm.guild.MemberId;
import dcm.guild.Priority;
import dcm.guild.Schedule;
import dcm.guild.Settings;
import dcm.guild.TaskDraft;
import dcm.guild.TaskPatch;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a task is read from a body. The limits here keep memory; what is sensible the guild says. */
final class TaskBodies {
  static final int TITLE = 1_000;
  static final int TEXT = 20_000;
  static final int LIST = 500;

  private TaskBodies() {}

  static TaskDraft draft(Fields fields, Settings usual, Instant now) {
    var title = fields.text("title", TITLE);
    fields.require("title", title);
    var draft = patch(fields, usual, now);
    fields.check();
    return new TaskDraft(
        title == null ? "" : title,
        or(draft.description(), ""),
        draft.category(),
        or(draft.labels(), List.of()),
        or(draft.effort(), Effort.UNKNOWN),
        or(draft.priority(), Priority.NORMAL),
        or(draft.schedule(), new Schedule.Once(new Due.Never())),
        or(draft.assignment(), Assignment.OPEN));
  }

  /** Whoever calls this calls {@link Fields#check} afterwards. */
  static TaskPatch patch(Fields fields, Settings usual, Instant now) {
    var schedule = fields.object("schedule");
    return new TaskPatch(
        fields.text("title", TITLE),
        fields.text("description", TEXT),
        fields.parsed("category", "a category's id (UUID)", GroupingId::of),
        fields.isNull("category"),
        fields.listOf("labels", LIST, "a label's id (UUID)", GroupingId::of),
        effort(fields.object("effort")),
        fields.oneOf("priority", Priority.class),
        schedule == null ? null : ScheduleJson.read(schedule, usual, now),
        assignment(fields.object("assignment")));
  }

  static @Nullable List<MemberId> members(Fields fields, String name) {
    return fields.listOf(name, LIST, "a member's id (1 to 19 digits)", MemberId::of);
  }

  private static @Nullable Effort effort(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    var minutes = fields.integer("minutes");
    var difficulty = fields.integer("difficulty");
    fields.end();
    return new Effort(
        or(minutes, Effort.UNKNOWN.minutes()), or(difficulty, Effort.UNKNOWN.difficulty()));
  }

  private static @Nullable Assignment assignment(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    var strategy = fields.oneOf("strategy", Assignment.Strategy.class);
    fields.require("strategy", strategy);
    var order = members(fields, "order");
    fields.end();
    return strategy == null ? null : new Assignment(strategy, or(order, List.of()));
  }

  private static <T> T or(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
