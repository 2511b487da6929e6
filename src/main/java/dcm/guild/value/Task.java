package dcm.guild.value;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task with its open occurrence and the one closed last.
 *
 * @param number the number shown to users (#12); per guild, never reused
 * @param revision the guild's revision of the last event that changed this task, its ETag;
 *     reminders do not count
 * @param open null: nothing is due (a one-off task that is closed)
 * @param closed the occurrence closed last; null before the first. Older ones are in the history.
 */
@RecordBuilder
public record Task(
    TaskId id,
    int number,
    String title,
    String description,
    @Nullable GroupingId category,
    List<GroupingId> labels,
    Effort effort,
    Priority priority,
    Schedule schedule,
    Assignment assignment,
    @Nullable Occurrence open,
    @Nullable Occurrence closed,
    MemberId createdBy,
    Instant createdAt,
    long revision)
    implements TaskBuilder.With {
  private static final Duration RECENT_COMPLETION_WINDOW = Duration.ofMinutes(10);

  public Task {
    labels = List.copyOf(labels);
  }

  /**
   * The completion of the last minutes, while the next occurrence is untouched: a "done" without an
   * occurrence may refer to that completion again. Null: there is none, or the next occurrence is
   * meant.
   */
  public Occurrence.@Nullable Completion recentCompletion(Instant now) {
    Occurrence.Completion done = closed == null ? null : closed.completion();
    boolean untouched = open != null && open.state() == Occurrence.State.OPEN && !open.overdue(now);
    return done != null && untouched && now.isBefore(done.loggedAt().plus(RECENT_COMPLETION_WINDOW))
        ? done
        : null;
  }

  public TaskFields fields() {
    return new TaskFields(
        title, description, category, labels, effort, priority, schedule, assignment);
  }

  public Task with(TaskFields fields, long revision) {
    return with(changed ->
        changed
            .title(fields.title())
            .description(fields.description())
            .category(fields.category())
            .labels(fields.labels())
            .effort(fields.effort())
            .priority(fields.priority())
            .schedule(fields.schedule())
            .assignment(fields.assignment())
            .revision(revision));
  }

  public Task with(@Nullable Occurrence open, @Nullable Occurrence closed, long revision) {
    return with(changed -> changed.open(open).closed(closed).revision(revision));
  }

  /** The urgency of a task, lowest first. */
  public enum Priority {
    LOW,
    NORMAL,
    HIGH,
    URGENT
  }

  /**
   * The amount of work of a task.
   *
   * @param minutes 0 to 1440
   * @param difficulty 1 (easy) to 5 (hard)
   */
  public record Effort(int minutes, int difficulty) {
    public static final Effort UNKNOWN = new Effort(0, 1);
  }
}
