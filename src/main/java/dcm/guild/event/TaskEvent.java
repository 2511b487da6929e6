package dcm.guild.event;

import dcm.guild.value.Assignment;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events of tasks. */
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
      Task.Effort effort,
      Task.Priority priority,
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
