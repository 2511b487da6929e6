package dcm.guild.state;

import dcm.guild.value.Due;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task with the values that lists sort and search by, computed once for each change of the task.
 *
 * @param lastDue the last instant at which the open occurrence is not overdue; {@link Instant#MAX}:
 *     nothing is open, or it has no due
 * @param lowerTitle the title in lower case
 * @param sizes the sets of tasks that it is in
 */
public record IndexedTask(TaskState state, Instant lastDue, String lowerTitle, long sizes) {
  static IndexedTask of(TaskState state) {
    Task task = state.task();
    return new IndexedTask(
        state, lastDue(task.open()), lower(task.title()), TaskSelection.sizes(task));
  }

  /** The task after a change; values that do not change are kept. */
  IndexedTask changed(TaskState changed) {
    Task before = task();
    Task after = changed.task();
    return new IndexedTask(
        changed,
        Objects.equals(due(before), due(after)) ? lastDue : lastDue(after.open()),
        before.title().equals(after.title()) ? lowerTitle : lower(after.title()),
        TaskSelection.sizes(after));
  }

  public Task task() {
    return state.task();
  }

  public int number() {
    return state.task().number();
  }

  public boolean isOverdue(Instant now) {
    return lastDue.isBefore(now);
  }

  /** The first instant at which the open occurrence is overdue; null: it never is. */
  public @Nullable Instant overdueFrom() {
    return lastDue.equals(Instant.MAX) ? null : lastDue.plusNanos(1);
  }

  private static @Nullable Due due(Task task) {
    return task.open() == null ? null : task.open().due();
  }

  /** The last instant of a due; a due at a time of the same day precedes a whole day. */
  public static Instant lastDue(@Nullable Occurrence occurrence) {
    return switch (occurrence == null ? null : occurrence.due()) {
      case Due.AtTime time -> time.instant();
      case Due.AllDay day -> day.deadline().minusNanos(1);
      case Due.Never _ -> Instant.MAX;
      case null -> Instant.MAX;
    };
  }

  /** A text as searches compare it. */
  public static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
