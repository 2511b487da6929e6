package dcm.view.projection;

import dcm.guild.event.TaskEvent;
import dcm.guild.value.TaskId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that the events of one batch create. Their first occurrences are opened in the same
 * batch, with values that PostgreSQL need not look up.
 */
public final class CreatedTasks {
  private final Map<TaskId, NumberAndTitle> tasks = new HashMap<>();

  /** What {@code task_title} has of a task. */
  record NumberAndTitle(int number, String title) {}

  void project(TaskEvent event) {
    switch (event) {
      case TaskEvent.Created created ->
          tasks.put(created.task(), new NumberAndTitle(created.number(), created.title()));
      case TaskEvent.Edited edited ->
          tasks.computeIfPresent(
              edited.task(),
              (_, task) -> new NumberAndTitle(task.number(), edited.after().title()));
      case TaskEvent.Deleted deleted -> tasks.remove(deleted.task());
      case TaskEvent.Split _,
          TaskEvent.SplitUndone _,
          TaskEvent.Restored _,
          TaskEvent.Purged _ -> {}
    }
  }

  /** Null for a task of an earlier batch. */
  @Nullable NumberAndTitle find(TaskId task) {
    return tasks.get(task);
  }
}
