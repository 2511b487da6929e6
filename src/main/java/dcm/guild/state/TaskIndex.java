package dcm.guild.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a guild in the orders that lists need. It is derived from the tasks and never
 * stored.
 *
 * @param byDue earliest due of the open occurrence first, without due last
 */
public record TaskIndex(TaskOrder byNumber, TaskOrder byDue) {
  static final TaskIndex EMPTY =
      new TaskIndex(
          TaskOrder.empty((one, other) -> Integer.compare(one.number(), other.number())),
          TaskOrder.empty((one, other) -> {
            int byDue = one.lastDue().compareTo(other.lastDue());
            return byDue == 0 ? Integer.compare(one.number(), other.number()) : byDue;
          }));

  /** The index with a task added or changed. */
  TaskIndex with(TaskState changed) {
    IndexedTask before = find(changed.task().number());
    if (before == null) {
      IndexedTask task = IndexedTask.of(changed);
      return new TaskIndex(byNumber.with(task), byDue.with(task));
    }
    IndexedTask after = before.changed(changed);
    return new TaskIndex(byNumber.with(before, after), byDue.with(before, after));
  }

  TaskIndex without(int number) {
    IndexedTask task = find(number);
    return task == null ? this : new TaskIndex(byNumber.without(task), byDue.without(task));
  }

  public @Nullable IndexedTask find(int number) {
    return byNumber.find(task -> Integer.compare(number, task.number()));
  }

  /** The number of active tasks that are overdue: the first ones by due. */
  public int overdue(Instant now) {
    return byDue.position(TaskSelection.ACTIVE, task -> task.isOverdue(now));
  }

  /** The first instant after {@code now} at which another active task is overdue; null: none. */
  public @Nullable Instant nextOverdue(Instant now) {
    IndexedTask next = byDue.get(TaskSelection.ACTIVE, overdue(now));
    return next == null ? null : next.overdueFrom();
  }
}
