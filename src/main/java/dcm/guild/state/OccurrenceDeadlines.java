package dcm.guild.state;

import dcm.guild.value.Occurrence;
import dcm.guild.value.TaskPolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the policy of a task acts on an occurrence that nobody completed. */
public final class OccurrenceDeadlines {
  private OccurrenceDeadlines() {}

  /** The instant of the deadline's action; null: there is none, or it was taken. */
  public static @Nullable Instant actionAt(TaskPolicy policy, Occurrence occurrence) {
    Instant overdueFrom = occurrence.due().deadline();
    boolean applies =
        occurrence.active()
            && overdueFrom != null
            && !occurrence.currentCourse().deadlineApplied()
            && switch (policy.deadline().action()) {
              case KEEP -> false;
              case REASSIGN, MISSED -> true;
              case OPEN_TO_ALL -> !occurrence.assignees().isEmpty();
              case EXPIRE -> occurrence.holders().isEmpty();
            };
    return applies ? overdueFrom.plus(policy.deadline().after()) : null;
  }
}
