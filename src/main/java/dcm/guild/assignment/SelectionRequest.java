package dcm.guild.assignment;

import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An occurrence that needs assignees.
 *
 * @param turn the member whose turn it was before; null: none
 * @param advance whether the turn passes on; false: it stays, unless that member is not there
 * @param former the due of the occurrence before it; null: none
 * @param avoided members who get it only if nobody else is there
 */
public record SelectionRequest(
    TaskId task,
    Assignment assignment,
    Task.Effort effort,
    int ordinal,
    Due due,
    @Nullable MemberId turn,
    boolean advance,
    @Nullable Due former,
    Set<MemberId> avoided,
    Instant at) {
  /** The request as it would be with another assignment. */
  public SelectionRequest with(Assignment other) {
    return new SelectionRequest(
        task, other, effort, ordinal, due, turn, advance, former, avoided, at);
  }
}
