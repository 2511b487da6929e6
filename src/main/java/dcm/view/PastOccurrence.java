package dcm.view;

import dcm.guild.Due;
import dcm.guild.MemberId;
import dcm.guild.Occurrence;
import dcm.guild.TaskId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an occurrence, or has become of it so far.
 *
 * @param number the task's number, what people say
 * @param title the task's title when the occurrence was closed, or now while it is open
 * @param claimedBy who had claimed it last; stays when it is done
 * @param completedBy who did it; null unless DONE
 * @param loggedBy who said that it was done or skipped, or deleted its task; null: DCM, or nobody
 * @param note the doer's note, or why it was skipped
 * @param closedRevision the guild's revision that closed it; null while it is open
 */
public record PastOccurrence(
    TaskId task,
    int ordinal,
    int number,
    String title,
    Occurrence.State state,
    Due due,
    Instant openedAt,
    List<MemberId> assignees,
    @Nullable MemberId claimedBy,
    @Nullable MemberId completedBy,
    @Nullable MemberId loggedBy,
    @Nullable Instant doneAt,
    @Nullable String note,
    @Nullable Instant closedAt,
    @Nullable Long closedRevision) {
  public PastOccurrence {
    assignees = List.copyOf(assignees);
  }
}
