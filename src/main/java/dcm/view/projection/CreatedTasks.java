package dcm.view.projection;

import dcm.guild.event.TaskEvent;
import dcm.guild.value.Assignment;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that the events of one batch create. Their first occurrences are opened in the same
 * batch, with values that PostgreSQL need not look up.
 */
public final class CreatedTasks {
  private final Map<TaskId, TaskRow> tasks = new HashMap<>();

  /**
   * What {@code task_title} has of a task.
   *
   * @param shared whether each assignee of an occurrence does it
   */
  record TaskRow(
      int number, String title, @Nullable GroupingId category, Task.Effort effort, boolean shared) {
    static TaskRow of(TaskEvent.Created created) {
      return new TaskRow(
          created.number(),
          created.title(),
          created.category(),
          created.effort(),
          isShared(created.assignment()));
    }

    static boolean isShared(Assignment assignment) {
      return assignment.appliesToAll();
    }
  }

  void project(TaskEvent event) {
    switch (event) {
      case TaskEvent.Created created -> tasks.put(created.task(), TaskRow.of(created));
      case TaskEvent.Edited edited ->
          tasks.computeIfPresent(
              edited.task(),
              (_, task) ->
                  new TaskRow(
                      task.number(),
                      edited.after().title(),
                      edited.after().category(),
                      edited.after().effort(),
                      TaskRow.isShared(edited.after().assignment())));
      case TaskEvent.Deleted deleted -> tasks.remove(deleted.task());
      case TaskEvent.Split _,
          TaskEvent.SplitUndone _,
          TaskEvent.Restored _,
          TaskEvent.Purged _ -> {}
    }
  }

  /** Null for a task of an earlier batch. */
  @Nullable TaskRow find(TaskId task) {
    return tasks.get(task);
  }
}
