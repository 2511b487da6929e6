package dcm.guild.query;

import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An occurrence in a calendar.
 *
 * @param number the task's number
 * @param title the task's title
 * @param occurrence null: a future one, projected by the task's rule
 * @param estimated whether the due of a projected one counts from completions that are still to
 *     come, each as it falls due
 * @param assignees of a projected occurrence: null unless they are certain; otherwise those of the
 *     occurrence
 */
public record CalendarEntry(
    TaskId task,
    int number,
    String title,
    Due due,
    @Nullable Occurrence occurrence,
    boolean estimated,
    @Nullable List<MemberId> assignees) {
  public CalendarEntry {
    assignees = assignees == null ? null : List.copyOf(assignees);
  }
}
