package dcm.guild.query;

import dcm.guild.value.Due;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An occurrence in the calendar of a member's program.
 *
 * @param number the task's number
 * @param category its name; null: none
 * @param minutes of the task's effort; 0: not known
 * @param due when it is due
 * @param dueByRule by the task's rule, which identifies it also when it was moved, or opens later;
 *     null: the task does not repeat
 * @param since when it became known: when it was opened, or its task was created
 * @param holders display names, as far as they are certain
 */
public record FeedEntry(
    TaskId task,
    int number,
    String title,
    @Nullable String category,
    Task.Priority priority,
    int minutes,
    Due due,
    @Nullable Due dueByRule,
    Instant since,
    List<String> holders) {
  public FeedEntry {
    holders = List.copyOf(holders);
  }
}
