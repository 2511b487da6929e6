package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A member's period away.
 *
 * @param until the first instant after it; null: open end
 * @param tasks the tasks that the member is away for; null: all
 * @param reason shown to the guild; null: none
 * @param startedAt when the guild passed on the member's open turns; null: it did not start yet
 */
@RecordBuilder
public record Absence(
    AbsenceId id,
    Instant from,
    @Nullable Instant until,
    @Nullable Set<TaskId> tasks,
    @Nullable String reason,
    @Nullable Instant startedAt)
    implements AbsenceBuilder.With {
  private static final int TASK_CHARACTERS = 39;

  /** Size of its JSON without reason and tasks. */
  private static final int JSON_CHARACTERS = 160;

  public Absence {
    tasks = tasks == null ? null : SortedSets.copy(tasks);
  }

  /** The size of its JSON, in characters. */
  public long characters() {
    return (long) JSON_CHARACTERS
        + (reason == null ? 0 : reason.length())
        + (tasks == null ? 0 : (long) TASK_CHARACTERS * tasks.size());
  }

  /** Whether the member is away for a task at an instant. */
  public boolean covers(TaskId task, Instant at) {
    return !at.isBefore(from)
        && (until == null || at.isBefore(until))
        && (tasks == null || tasks.contains(task));
  }

  /** When it starts or ends next; null: it has started and has an open end. */
  @JsonIgnore
  public @Nullable Instant nextTransition() {
    return startedAt == null ? from : until;
  }
}
