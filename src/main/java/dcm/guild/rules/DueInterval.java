package dcm.guild.rules;

import dcm.guild.query.TaskFilter;
import dcm.guild.state.IndexedTask;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The interval of dues in which all active tasks lie that a filter can match; it may contain
 * others.
 *
 * @param from included
 * @param to excluded
 */
record DueInterval(Instant from, Instant to) {
  /** At least the length of any local day, also of one that a zone had twice. */
  private static final Duration LONGEST_DAY = Duration.ofDays(2);

  /** The interval of a filter; null: the filter has none, or matches tasks that are not active. */
  static @Nullable DueInterval of(TaskFilter filter, Instant now) {
    boolean overdue = filter.status() == TaskFilter.Status.OVERDUE;
    boolean bounded = overdue || filter.dueFrom() != null || filter.dueTo() != null;
    if (!bounded || !matchesActiveTasksOnly(filter.status())) {
      return null;
    }
    Instant from = filter.dueFrom() == null ? Instant.MIN : filter.dueFrom();
    // a whole day matches with its first instant, and lies in the index with its last
    Instant to = filter.dueTo() == null ? Instant.MAX : plus(filter.dueTo(), LONGEST_DAY);
    return new DueInterval(from, overdue && now.isBefore(to) ? now : to);
  }

  private static boolean matchesActiveTasksOnly(TaskFilter.@Nullable Status status) {
    return status != null
        && switch (status) {
          case OPEN, CLAIMED, ACTIVE, OVERDUE -> true;
          case DONE, SKIPPED, AWAITING_APPROVAL, MISSED -> false;
        };
  }

  private static Instant plus(Instant instant, Duration duration) {
    return instant.isAfter(Instant.MAX.minus(duration)) ? Instant.MAX : instant.plus(duration);
  }

  /** Whether the interval lies after a task. */
  boolean isAfter(IndexedTask task) {
    return task.lastDue().isBefore(from);
  }

  /** Whether the interval lies before a task; one without due has {@link Instant#MAX}. */
  boolean isBefore(IndexedTask task) {
    return !task.lastDue().isBefore(to) && !to.equals(Instant.MAX);
  }
}
