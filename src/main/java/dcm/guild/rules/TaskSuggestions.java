package dcm.guild.rules;

import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskVisibility;
import dcm.guild.state.IndexedTask;
import dcm.guild.state.TaskIndex;
import dcm.guild.state.TaskSelection;
import dcm.guild.value.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Active tasks that match a partial input: by number first, then titles that begin with it, then
 * titles that contain it. The input may be a suggestion itself: number and title.
 *
 * <p>Tasks are visited in the order of their numbers until no later one can be among the
 * suggestions; with few matches, these are all active tasks: 20,000 at most.
 */
final class TaskSuggestions {
  private static final int MAX_SUGGESTIONS = 25;

  /** More digits than any number has. */
  private static final int MAX_DIGITS = 18;

  private final String label;
  private final String text;
  private final int digits;

  /** The number that the text begins with; 0: none that a task has. */
  private final long number;

  private final List<Task> withNumber = new ArrayList<>();
  private final List<Task> withPrefix = new ArrayList<>();
  private final List<Task> withPart = new ArrayList<>();

  private TaskSuggestions(String input) {
    label = IndexedTask.lower(input).strip().replaceFirst("…$", "");
    text = label.startsWith("#") ? label.substring(1) : label;
    digits = (int) text.chars().takeWhile(c -> c >= '0' && c <= '9').count();
    number =
        digits == 0 || digits > MAX_DIGITS || text.charAt(0) == '0'
            ? 0
            : Long.parseLong(text, 0, digits, 10);
  }

  static QueryResult.SuggestedTasks of(TaskIndex index, TaskVisibility visibility, String input) {
    TaskSuggestions suggestions = new TaskSuggestions(input);
    index
        .byNumber()
        .visit(
            TaskSelection.ACTIVE,
            0,
            task -> {
              if (visibility.includes(task.task())) {
                suggestions.add(task);
              }
              return !suggestions.isComplete();
            });
    return new QueryResult.SuggestedTasks(
        Stream.of(suggestions.withNumber, suggestions.withPrefix, suggestions.withPart)
            .flatMap(List::stream)
            .limit(MAX_SUGGESTIONS)
            .toList());
  }

  private void add(IndexedTask task) {
    List<Task> matching =
        matchesNumber(task)
            ? withNumber
            : task.lowerTitle().startsWith(text)
                ? withPrefix
                : task.lowerTitle().contains(text) ? withPart : null;
    if (matching != null && matching.size() < MAX_SUGGESTIONS) {
      matching.add(task.task());
    }
  }

  /** Whether no later task precedes one of the first suggestions. */
  private boolean isComplete() {
    boolean numbersMatch = text.isEmpty() || number > 0;
    return withNumber.size() == MAX_SUGGESTIONS
        || (!numbersMatch && withPrefix.size() == MAX_SUGGESTIONS);
  }

  private boolean matchesNumber(IndexedTask task) {
    if (text.isEmpty()) {
      return true;
    }
    return digits == text.length()
        ? beginsWith(task.number(), number)
        : task.number() == number && TaskLabel.of(task).startsWith(label);
  }

  /** Whether a number's decimal digits begin with those of another. */
  private static boolean beginsWith(int number, long beginning) {
    long remaining = number;
    while (remaining > beginning) {
      remaining /= 10;
    }
    return remaining == beginning && beginning > 0;
  }
}
