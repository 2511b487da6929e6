package dcm.guild.rules;

import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.query.TaskVisibility;
import dcm.guild.state.GuildState;
import dcm.guild.state.IndexedTask;
import dcm.guild.state.TaskIndex;
import dcm.guild.state.TaskOrder;
import dcm.guild.state.TaskSelection;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Searches tasks.
 *
 * <p>A page of all tasks or of one status in the order of due or number costs O(page + log n), at
 * any offset: the index knows positions and totals. OVERDUE costs the same by due, because it is
 * the first part of that order. Every other page visits the tasks of the status, or of the interval
 * of dues when these are active, and no others: 20,000 at most. A search for text also reads their
 * titles and descriptions: {@link TaskRules#MAX_CHARACTERS} at most.
 */
final class TaskSearch {
  /** Maximum number of characters of a page; in UTF-8 up to three times as many bytes. */
  static final int MAX_PAGE_CHARACTERS = 128 * 1_024;

  /**
   * Size of the JSON of a task with one open and one closed occurrence, without texts and lists.
   */
  private static final int JSON_OVERHEAD_CHARACTERS = 1_024;

  /** Size of the JSON of a further open occurrence. */
  private static final int OCCURRENCE_CHARACTERS = 512;

  /** Size of the JSON of an assignee's own part, without its note. */
  private static final int PART_CHARACTERS = 160;

  private static final Comparator<IndexedTask> BY_NUMBER =
      Comparator.comparingInt(IndexedTask::number);

  private static final Comparator<IndexedTask> BY_TITLE =
      Comparator.comparing(IndexedTask::lowerTitle).thenComparing(BY_NUMBER);

  private static final Comparator<IndexedTask> BY_PRIORITY =
      Comparator.comparing((IndexedTask task) -> task.task().priority())
          .reversed()
          .thenComparing(BY_NUMBER);

  private static final Comparator<IndexedTask> BY_CHANGE =
      Comparator.comparingLong((IndexedTask task) -> task.task().revision())
          .reversed()
          .thenComparing(BY_NUMBER);

  private TaskSearch() {}

  static QueryResult.Tasks page(
      GuildState state, TaskVisibility visibility, GuildQuery.Tasks query, Instant now) {
    TaskIndex index = state.catalog().index();
    TaskFilter filter = query.filter();
    int from = Math.max(0, query.offset());
    int limit = Math.clamp(query.limit(), 1, QueryHandler.MAX_PAGE_SIZE);
    TaskOrder order = order(index, query.sort());
    boolean overdue = filter.status() == TaskFilter.Status.OVERDUE;
    List<IndexedTask> page;
    int total;
    if (order != null
        && visibility instanceof TaskVisibility.All
        && filter.selectsByStatusOnly()
        && isSelection(filter.status())
        && (!overdue || query.sort() == TaskFilter.Sort.DUE)) {
      TaskSelection selection = selection(filter.status());
      total = overdue ? index.overdue(now) : order.count(selection);
      page = order.list(selection, from, Math.min(limit, total - Math.min(from, total)));
    } else {
      List<IndexedTask> found = found(index, visibility, filter, query.sort(), now);
      total = found.size();
      int first = Math.min(from, total);
      page = found.subList(first, Math.min(first + limit, total));
    }
    List<Task> tasks = limitedToSize(page);
    Instant validUntil =
        overdue ? index.nextOverdue(now) : nextOverdue(page.subList(0, tasks.size()), now);
    return new QueryResult.Tasks(tasks, total, visibility, validUntil);
  }

  /** The order that the index has; null: none. */
  private static @Nullable TaskOrder order(TaskIndex index, TaskFilter.Sort sort) {
    return switch (sort) {
      case DUE -> index.byDue();
      case NUMBER -> index.byNumber();
      case TITLE, PRIORITY, CHANGED -> null;
    };
  }

  static TaskSelection selection(TaskFilter.@Nullable Status status) {
    return status == null
        ? TaskSelection.ALL
        : switch (status) {
          case OPEN -> TaskSelection.OPEN;
          case CLAIMED -> TaskSelection.CLAIMED;
          case ACTIVE, OVERDUE -> TaskSelection.ACTIVE;
          case DONE -> TaskSelection.DONE;
          case SKIPPED -> TaskSelection.SKIPPED;
          case AWAITING_APPROVAL, MISSED -> TaskSelection.ALL;
        };
  }

  /** Whether the index knows the tasks of a status. */
  private static boolean isSelection(TaskFilter.@Nullable Status status) {
    return status != TaskFilter.Status.AWAITING_APPROVAL && status != TaskFilter.Status.MISSED;
  }

  /** All visible tasks that match a filter, in order. */
  private static List<IndexedTask> found(
      TaskIndex index,
      TaskVisibility visibility,
      TaskFilter filter,
      TaskFilter.Sort sort,
      Instant now) {
    TaskMatcher matcher = new TaskMatcher(filter, visibility);
    TaskSelection selection = selection(filter.status());
    DueInterval interval = DueInterval.of(filter, now);
    TaskOrder order = interval == null ? order(index, sort) : index.byDue();
    TaskOrder visited = order == null ? index.byNumber() : order;
    List<IndexedTask> found = new ArrayList<>();
    visited.visit(
        selection,
        interval == null ? 0 : visited.position(selection, interval::isAfter),
        task -> {
          if (interval != null && interval.isBefore(task)) {
            return false;
          }
          if (matcher.matches(task)) {
            found.add(task);
          }
          return true;
        });
    if (!visited.equals(order(index, sort))) {
      found.sort(comparator(index, sort));
    }
    return found;
  }

  private static Comparator<IndexedTask> comparator(TaskIndex index, TaskFilter.Sort sort) {
    return switch (sort) {
      case DUE -> index.byDue().comparator();
      case NUMBER -> index.byNumber().comparator();
      case CHANGED -> BY_CHANGE;
      case TITLE -> BY_TITLE;
      case PRIORITY -> BY_PRIORITY;
    };
  }

  /** The first tasks up to the page's size limit, at least one. */
  private static List<Task> limitedToSize(List<IndexedTask> page) {
    long characters = 0;
    List<Task> tasks = new ArrayList<>();
    for (IndexedTask indexed : page) {
      Task task = indexed.task();
      characters += characters(task);
      if (!tasks.isEmpty() && characters > MAX_PAGE_CHARACTERS) {
        break;
      }
      tasks.add(task);
    }
    return List.copyOf(tasks);
  }

  /** Approximate size of a task's JSON. */
  static long characters(Task task) {
    long characters = JSON_OVERHEAD_CHARACTERS + task.characters();
    if (task.closed() != null) {
      characters += characters(task.closed());
    }
    for (Occurrence open : task.occurrences()) {
      characters += characters(open);
    }
    int further = Math.max(0, task.occurrences().size() - 1);
    return characters + (long) OCCURRENCE_CHARACTERS * further;
  }

  private static long characters(Occurrence occurrence) {
    int parts = occurrence.currentProgress().parts().size();
    return occurrence.characters() + (long) PART_CHARACTERS * parts;
  }

  /** The next instant at which one of the tasks becomes overdue; null: none does. */
  private static @Nullable Instant nextOverdue(List<IndexedTask> tasks, Instant now) {
    return tasks.stream()
        .filter(task -> !task.isOverdue(now))
        .map(IndexedTask::overdueFrom)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
