package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A task with its open occurrences and the one closed last.
 *
 * @param number the number shown to users (#12); per guild, never reused
 * @param revision the guild's revision of the last event that changed this task, its ETag;
 *     reminders do not count
 * @param occurrences the open ones, in the order of their ordinals; empty: nothing is due (a
 *     one-off task that is closed). Former versions stored at most one, as {@code open}.
 * @param closed the occurrence closed last; null before the first. Older ones are in the history.
 * @param policy null: {@link TaskPolicy#DEFAULT}
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
    @JsonAlias("open") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<Occurrence> occurrences,
    @Nullable Occurrence closed,
    @Nullable TaskPolicy policy,
    MemberId createdBy,
    Instant createdAt,
    long revision)
    implements TaskBuilder.With {
  private static final Duration RECENT_COMPLETION_WINDOW = Duration.ofMinutes(10);

  public Task {
    labels = List.copyOf(labels);
    occurrences = occurrences == null ? List.of() : List.copyOf(occurrences);
    policy = TaskPolicy.DEFAULT.equals(policy) ? null : policy;
  }

  /**
   * The current occurrence: the oldest one that somebody can complete, otherwise the oldest open
   * one; null: none is open.
   */
  public @Nullable Occurrence open() {
    for (Occurrence occurrence : occurrences) {
      if (occurrence.active()) {
        return occurrence;
      }
    }
    return occurrences.isEmpty() ? null : occurrences.getFirst();
  }

  /** An open occurrence; null: none has that ordinal. */
  public @Nullable Occurrence open(int ordinal) {
    for (Occurrence occurrence : occurrences) {
      if (occurrence.ordinal() == ordinal) {
        return occurrence;
      }
    }
    return null;
  }

  /** The open occurrence opened last; null: none is open. */
  public @Nullable Occurrence newest() {
    return occurrences.isEmpty() ? null : occurrences.getLast();
  }

  /** Whether each assignee of an occurrence has a part; without assignees nobody has. */
  public boolean hasParts(Occurrence occurrence) {
    return assignment.appliesToEach() && !occurrence.assignees().isEmpty();
  }

  /** Those who have to act on an occurrence: its holders, of parts only those still to be done. */
  public List<MemberId> owing(Occurrence occurrence) {
    List<MemberId> missing = hasParts(occurrence) ? occurrence.missingParts() : List.of();
    return missing.isEmpty() ? occurrence.holders() : missing;
  }

  /** The policy that applies. */
  public TaskPolicy effectivePolicy() {
    return policy == null ? TaskPolicy.DEFAULT : policy;
  }

  /**
   * The completion of the last minutes, while the next occurrence is untouched: a "done" without an
   * occurrence may refer to that completion again. Null: there is none, or the next occurrence is
   * meant.
   */
  public Occurrence.@Nullable Completion recentCompletion(Instant now) {
    Occurrence.Completion done = closed == null ? null : closed.completion();
    Occurrence open = open();
    boolean untouched = open != null && open.state() == Occurrence.State.OPEN && !open.overdue(now);
    return done != null && untouched && now.isBefore(done.loggedAt().plus(RECENT_COMPLETION_WINDOW))
        ? done
        : null;
  }

  /** The size of the texts and lists of its fields, in characters. */
  public long characters() {
    return TaskSize.of(title, description, schedule, assignment, policy);
  }

  public TaskFields fields() {
    return new TaskFields(
        title, description, category, labels, effort, priority, schedule, assignment, policy);
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
            .policy(fields.policy())
            .revision(revision));
  }

  /** The task with an occurrence opened or changed. */
  public Task with(Occurrence occurrence) {
    if (occurrences.isEmpty() || (occurrences.size() == 1 && open(occurrence.ordinal()) != null)) {
      return withOccurrences(List.of(occurrence));
    }
    List<Occurrence> others =
        occurrences.stream().filter(other -> other.ordinal() != occurrence.ordinal()).toList();
    return withOccurrences(
        Stream.concat(others.stream(), Stream.of(occurrence))
            .sorted(Comparator.comparingInt(Occurrence::ordinal))
            .toList());
  }

  /** The task without an open occurrence. */
  public Task without(int ordinal) {
    return withOccurrences(
        occurrences.stream().filter(occurrence -> occurrence.ordinal() != ordinal).toList());
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
