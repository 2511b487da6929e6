package dcm.guild.event;

import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events of tasks. */
public sealed interface TaskEvent extends GuildEvent {
  TaskId task();

  /**
   * The first occurrence follows as {@link OccurrenceEvent.Opened}.
   *
   * @param policy null: {@link TaskPolicy#DEFAULT}
   */
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
      Assignment assignment,
      @Nullable TaskPolicy policy)
      implements TaskEvent {
    public Created {
      labels = List.copyOf(labels);
    }

    /** A task with the default policy. */
    public Created(
        TaskId task,
        int number,
        String title,
        String description,
        @Nullable GroupingId category,
        List<GroupingId> labels,
        Task.Effort effort,
        Task.Priority priority,
        Schedule schedule,
        Assignment assignment) {
      this(
          task,
          number,
          title,
          description,
          category,
          labels,
          effort,
          priority,
          schedule,
          assignment,
          null);
    }
  }

  /** All of the task's own fields before and after, for the audit log. */
  record Edited(TaskId task, TaskFields before, TaskFields after) implements TaskEvent {}

  /**
   * The task ends before a day, and another task takes over, which is created next.
   *
   * @param from the first day of the other task
   * @param before its schedule
   * @param after its schedule, which ends before the day
   * @param following the other task
   * @param followingNumber of the other task
   */
  record Split(
      TaskId task,
      LocalDate from,
      Schedule before,
      Schedule after,
      TaskId following,
      int followingNumber)
      implements TaskEvent {
    /** Whether the other task takes over what is due then. */
    public boolean takes(Due due) {
      LocalDate day = due.day();
      return day != null && !day.isBefore(from);
    }
  }

  /**
   * The task goes on as before it was split; the task that had taken over is in the bin.
   *
   * @param before its schedule
   * @param after its schedule, which is the one before the split
   */
  record SplitUndone(
      TaskId task, Schedule before, Schedule after, TaskId following, int followingNumber)
      implements TaskEvent {}

  /** The task is in the bin, from which it can be restored. */
  record Deleted(TaskId task, int number, String title) implements TaskEvent {}

  /** The task was taken from the bin, with its open occurrences. */
  record Restored(TaskId task, int number, String title) implements TaskEvent {}

  /** The task was removed from the bin for good. */
  record Purged(TaskId task, int number) implements TaskEvent {}
}
