package dcm.guild;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds tasks as people look for them. Goes through all of a guild's tasks: 20,000 at most. */
final class TaskSearch {
  private static final int SUGGESTIONS = 25;

  /** Characters of a page, in all; as UTF-8 three times as many bytes at most. */
  private static final int MAX_CHARACTERS = 128 * 1_024;

  /** Of a task's JSON, apart from its texts. */
  private static final int CHARACTERS_OF_A_TASK = 1_024;

  private TaskSearch() {}

  static Answer.Tasks page(State state, Viewer viewer, GuildQuery.Tasks query, Instant now) {
    List<Task> found =
        visible(state, viewer)
            .filter(task -> fits(task, query.filter(), now))
            .sorted(order(query.sort()))
            .toList();
    int from = Math.clamp(query.offset(), 0, found.size());
    int to = (int) Math.min((long) from + Math.clamp(query.limit(), 1, Answers.PAGE), found.size());
    return new Answer.Tasks(sensible(found.subList(from, to)), found.size());
  }

  /** The first of them, as many as make a page of a sensible size; one at least. */
  private static List<Task> sensible(List<Task> page) {
    long characters = 0;
    int count = 0;
    for (Task task : page) {
      characters += CHARACTERS_OF_A_TASK + task.title().length() + task.description().length();
      if (count > 0 && characters > MAX_CHARACTERS) {
        break;
      }
      count++;
    }
    return List.copyOf(page.subList(0, count));
  }

  /**
   * By number first, then titles that begin so, then titles that hold it. What was suggested may be
   * typed or pasted itself: number and title.
   */
  static Answer.Tasks suggest(State state, Viewer viewer, String typed) {
    String said = lower(typed).strip().replaceFirst("…$", "");
    String text = said.startsWith("#") ? said.substring(1) : said;
    ToIntFunction<Task> rank =
        task ->
            Integer.toString(task.number()).equals(text)
                ? 0
                : Integer.toString(task.number()).startsWith(text) || label(task).startsWith(said)
                    ? 1
                    : lower(task.title()).startsWith(text) ? 2 : 3;
    List<Task> found =
        visible(state, viewer)
            .filter(task -> task.open() != null)
            .filter(task -> rank.applyAsInt(task) < 3 || lower(task.title()).contains(text))
            .sorted(Comparator.comparingInt(rank).thenComparingInt(Task::number))
            .toList();
    return new Answer.Tasks(found.stream().limit(SUGGESTIONS).toList(), found.size());
  }

  static List<Grouping> groupings(State state, Grouping.Kind kind) {
    return state.board().groupings().values().stream()
        .filter(grouping -> grouping.kind() == kind)
        .sorted(Comparator.comparing((Grouping g) -> lower(g.name())).thenComparing(Grouping::id))
        .toList();
  }

  private static Stream<Task> visible(State state, Viewer viewer) {
    return state.board().all().map(Chore::task).filter(viewer::sees);
  }

  private static boolean fits(Task task, TaskFilter filter, Instant now) {
    Occurrence shown = shown(task, filter.status());
    return status(task, filter.status(), now)
        && (filter.assignee() == null || concerns(shown, filter.assignee()))
        && (filter.category() == null || filter.category().equals(task.category()))
        && (filter.label() == null || task.labels().contains(filter.label()))
        && (filter.dueFrom() == null || !latest(shown).isBefore(filter.dueFrom()))
        && (filter.dueTo() == null || earliest(shown).isBefore(filter.dueTo()))
        && (filter.text() == null || holds(task, lower(filter.text()).strip()));
  }

  private static boolean status(Task task, TaskFilter.@Nullable Status status, Instant now) {
    Occurrence open = task.open();
    Occurrence closed = task.closed();
    return switch (status) {
      case null -> true;
      case OPEN -> open != null && open.state() == Occurrence.State.OPEN;
      case CLAIMED -> open != null && open.state() == Occurrence.State.CLAIMED;
      case ACTIVE -> open != null;
      case OVERDUE -> open != null && open.overdue(now);
      case DONE -> closed != null && closed.state() == Occurrence.State.DONE;
      case SKIPPED -> closed != null && closed.state() == Occurrence.State.SKIPPED;
    };
  }

  /** Who looks for what is done means the occurrence closed last, even if the next is open. */
  private static @Nullable Occurrence shown(Task task, TaskFilter.@Nullable Status status) {
    boolean past = status == TaskFilter.Status.DONE || status == TaskFilter.Status.SKIPPED;
    return past || task.open() == null ? task.closed() : task.open();
  }

  private static boolean concerns(@Nullable Occurrence shown, MemberId member) {
    return shown != null
        && (shown.holders().contains(member)
            || (shown.completion() != null && shown.completion().by().equals(member)));
  }

  private static boolean holds(Task task, String text) {
    return label(task).contains(text) || lower(task.description()).contains(text);
  }

  /** As it is suggested: {@code #12 bathroom}. */
  private static String label(Task task) {
    return "#" + task.number() + " " + lower(task.title());
  }

  private static Comparator<Task> order(TaskFilter.Sort sort) {
    Comparator<Task> by =
        switch (sort) {
          case DUE -> Comparator.comparing(task -> latest(task.open()));
          case NUMBER -> Comparator.comparingInt(Task::number);
          case TITLE -> Comparator.comparing(task -> lower(task.title()));
          case PRIORITY -> Comparator.comparing(Task::priority).reversed();
          case CHANGED -> Comparator.comparingLong(Task::revision).reversed();
        };
    return by.thenComparingInt(Task::number);
  }

  private static Instant earliest(@Nullable Occurrence occurrence) {
    return switch (occurrence == null ? null : occurrence.due()) {
      case Due.AtTime time -> time.instant();
      case Due.AllDay day -> day.starts();
      case Due.Never _ -> Instant.MAX;
      case null -> Instant.MAX;
    };
  }

  /** A whole day counts to its end: what has a time on that day comes first. */
  private static Instant latest(@Nullable Occurrence occurrence) {
    return switch (occurrence == null ? null : occurrence.due()) {
      case Due.AtTime time -> time.instant();
      case Due.AllDay day -> day.ends().minusNanos(1);
      case Due.Never _ -> Instant.MAX;
      case null -> Instant.MAX;
    };
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
