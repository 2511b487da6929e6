package dcm.guild.rules;

import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.query.TaskVisibility;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The definition of a page and of suggestions: all tasks are filtered, sorted and cut. */
final class LinearTaskSearch {
  private static final int MAX_SUGGESTIONS = 25;

  /** Maximum number of characters of a page; in UTF-8 up to three times as many bytes. */
  private static final int MAX_PAGE_CHARACTERS = 128 * 1_024;

  private LinearTaskSearch() {}

  static QueryResult.Tasks page(
      List<Task> all, TaskVisibility visibility, GuildQuery.Tasks query, Instant now) {
    List<Task> found =
        visible(all, visibility)
            .filter(task -> matches(task, query.filter(), now))
            .sorted(comparator(query.sort()))
            .toList();
    int from = Math.clamp(query.offset(), 0, found.size());
    int to =
        (int)
            Math.min(
                (long) from + Math.clamp(query.limit(), 1, QueryHandler.MAX_PAGE_SIZE),
                found.size());
    return new QueryResult.Tasks(
        limitedToSize(found.subList(from, to)), found.size(), visibility, null);
  }

  /** The first tasks up to the page's size limit, at least one. */
  private static List<Task> limitedToSize(List<Task> page) {
    long characters = 0;
    int count = 0;
    for (Task task : page) {
      characters += TaskSearch.characters(task);
      if (count > 0 && characters > MAX_PAGE_CHARACTERS) {
        break;
      }
      count++;
    }
    return List.copyOf(page.subList(0, count));
  }

  /**
   * Open tasks that match a partial input: by number first, then titles that begin with it, then
   * titles that contain it. The input may be a suggestion itself: number and title.
   */
  static QueryResult.SuggestedTasks suggest(
      List<Task> all, TaskVisibility visibility, String input) {
    String normalized = lower(input).strip().replaceFirst("…$", "");
    String text = normalized.startsWith("#") ? normalized.substring(1) : normalized;
    ToIntFunction<Task> rank =
        task ->
            Integer.toString(task.number()).equals(text)
                ? 0
                : Integer.toString(task.number()).startsWith(text)
                        || label(task).startsWith(normalized)
                    ? 1
                    : lower(task.title()).startsWith(text) ? 2 : 3;
    List<Task> found =
        visible(all, visibility)
            .filter(task -> task.open() != null)
            .filter(task -> rank.applyAsInt(task) < 3 || lower(task.title()).contains(text))
            .sorted(Comparator.comparingInt(rank).thenComparingInt(Task::number))
            .limit(MAX_SUGGESTIONS)
            .toList();
    return new QueryResult.SuggestedTasks(found);
  }

  private static Stream<Task> visible(List<Task> all, TaskVisibility visibility) {
    return all.stream().filter(visibility::includes);
  }

  private static boolean matches(Task task, TaskFilter filter, Instant now) {
    Occurrence relevant = relevantOccurrence(task, filter.status());
    return hasStatus(task, filter.status(), now)
        && (filter.assignee() == null || involves(relevant, filter.assignee()))
        && (filter.category() == null || filter.category().equals(task.category()))
        && (filter.label() == null || task.labels().contains(filter.label()))
        && (filter.dueFrom() == null || !latest(relevant).isBefore(filter.dueFrom()))
        && (filter.dueTo() == null || earliest(relevant).isBefore(filter.dueTo()))
        && (filter.text() == null || containsText(task, lower(filter.text()).strip()));
  }

  private static boolean hasStatus(Task task, TaskFilter.@Nullable Status status, Instant now) {
    Occurrence open = task.open();
    Occurrence closed = task.closed();
    return switch (status) {
      case null -> true;
      case OPEN -> open != null && open.state() == Occurrence.State.OPEN;
      case CLAIMED -> open != null && open.state() == Occurrence.State.CLAIMED;
      case ACTIVE -> open != null && open.active();
      case OVERDUE -> open != null && open.overdue(now);
      case DONE -> closed != null && closed.state() == Occurrence.State.DONE;
      case SKIPPED -> closed != null && closed.state() == Occurrence.State.SKIPPED;
      case AWAITING_APPROVAL ->
          task.occurrences().stream()
              .anyMatch(other -> other.state() == Occurrence.State.AWAITING_APPROVAL);
      case MISSED ->
          closed != null
              && (closed.state() == Occurrence.State.MISSED
                  || closed.state() == Occurrence.State.EXPIRED);
    };
  }

  /**
   * The occurrence that a filter applies to: for done and skipped the one closed last, even if the
   * next is open.
   */
  private static @Nullable Occurrence relevantOccurrence(
      Task task, TaskFilter.@Nullable Status status) {
    boolean closedStatus = status != null && status.isOfClosed();
    return closedStatus || task.open() == null ? task.closed() : task.open();
  }

  private static boolean involves(@Nullable Occurrence relevant, MemberId member) {
    return relevant != null
        && (relevant.holders().contains(member)
            || (relevant.completion() != null && relevant.completion().by().equals(member)));
  }

  private static boolean containsText(Task task, String text) {
    return label(task).contains(text) || lower(task.description()).contains(text);
  }

  /** The text of a suggestion: {@code #12 bathroom}. */
  private static String label(Task task) {
    return "#" + task.number() + " " + lower(task.title());
  }

  private static Comparator<Task> comparator(TaskFilter.Sort sort) {
    Comparator<Task> comparator =
        switch (sort) {
          case DUE -> Comparator.comparing(task -> latest(task.open()));
          case NUMBER -> Comparator.comparingInt(Task::number);
          case TITLE -> Comparator.comparing(task -> lower(task.title()));
          case PRIORITY -> Comparator.comparing(Task::priority).reversed();
          case CHANGED -> Comparator.comparingLong(Task::revision).reversed();
        };
    return comparator.thenComparingInt(Task::number);
  }

  private static Instant earliest(@Nullable Occurrence occurrence) {
    return occurrence == null ? Instant.MAX : occurrence.due().start();
  }

  /** The last instant of a due; a due at a time of the same day precedes a whole day. */
  private static Instant latest(@Nullable Occurrence occurrence) {
    return switch (occurrence == null ? null : occurrence.due()) {
      case Due.AtTime time -> time.instant();
      case Due.AllDay day -> day.deadline().minusNanos(1);
      case Due.Never _ -> Instant.MAX;
      case null -> Instant.MAX;
    };
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
