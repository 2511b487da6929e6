package dcm.guild.rules;

import dcm.guild.query.TaskFilter;
import dcm.guild.query.TaskVisibility;
import dcm.guild.state.IndexedTask;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The parts of a filter beside the status, on tasks that have this status. */
final class TaskMatcher {
  private final TaskFilter filter;
  private final TaskVisibility visibility;
  private final boolean closedStatus;
  private final @Nullable String text;

  TaskMatcher(TaskFilter filter, TaskVisibility visibility) {
    this.filter = filter;
    this.visibility = visibility;
    this.closedStatus = filter.status() != null && filter.status().isOfClosed();
    this.text = filter.text() == null ? null : IndexedTask.lower(filter.text()).strip();
  }

  boolean matches(IndexedTask indexed) {
    Task task = indexed.task();
    return (filter.category() == null || filter.category().equals(task.category()))
        && (filter.label() == null || task.labels().contains(filter.label()))
        && (filter.assignee() == null || involves(relevantOccurrence(task), filter.assignee()))
        && (filter.dueFrom() == null || !lastDue(indexed).isBefore(filter.dueFrom()))
        && (filter.dueTo() == null || firstDue(relevantOccurrence(task)).isBefore(filter.dueTo()))
        && visibility.includes(task)
        && hasStatus(task)
        && (text == null || contains(indexed, text));
  }

  /** Whether a task has the status, where the index does not select by it. */
  private boolean hasStatus(Task task) {
    return switch (filter.status()) {
      case AWAITING_APPROVAL ->
          task.occurrences().stream()
              .anyMatch(open -> open.state() == Occurrence.State.AWAITING_APPROVAL);
      case MISSED ->
          task.closed() != null
              && (task.closed().state() == Occurrence.State.MISSED
                  || task.closed().state() == Occurrence.State.EXPIRED);
      case null, default -> true;
    };
  }

  /**
   * The occurrence that a filter applies to: for done and skipped the one closed last, even if the
   * next is open.
   */
  private @Nullable Occurrence relevantOccurrence(Task task) {
    return closedStatus || task.open() == null ? task.closed() : task.open();
  }

  private static boolean involves(@Nullable Occurrence relevant, MemberId member) {
    return relevant != null
        && (relevant.holders().contains(member)
            || (relevant.completion() != null && relevant.completion().by().equals(member)));
  }

  private Instant lastDue(IndexedTask indexed) {
    Task task = indexed.task();
    return closedStatus || task.open() == null
        ? IndexedTask.lastDue(task.closed())
        : indexed.lastDue();
  }

  private static Instant firstDue(@Nullable Occurrence occurrence) {
    Due due = occurrence == null ? null : occurrence.due();
    return due == null ? Instant.MAX : due.start();
  }

  private static boolean contains(IndexedTask indexed, String text) {
    return indexed.lowerTitle().contains(text)
        || (beginsInNumber(text) && TaskLabel.of(indexed).contains(text))
        || IndexedTask.lower(indexed.task().description()).contains(text);
  }

  /** Whether a text can match a label from its number on; it has no blank at its beginning. */
  private static boolean beginsInNumber(String text) {
    return !text.isEmpty() && (text.charAt(0) == '#' || Character.isDigit(text.charAt(0)));
  }
}
