package dcm.guild;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to tasks. */
public sealed interface TaskEvent extends GuildEvent {
  TaskId task();

  /** The first occurrence follows as {@link OccurrenceEvent.Opened}. */
  record Created(
      TaskId task,
      int number,
      String title,
      String description,
      @Nullable GroupingId category,
      List<GroupingId> labels,
      Effort effort,
      Priority priority,
      Schedule schedule,
      Assignment assignment)
      implements TaskEvent {
    public Created {
      labels = List.copyOf(labels);
    }
  }

  /** All of the task's own fields before and after, for the audit log. */
  record Edited(TaskId task, TaskFields before, TaskFields after) implements TaskEvent {}

  record Deleted(TaskId task, int number, String title) implements TaskEvent {}
}
