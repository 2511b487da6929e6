package dcm.guild.value;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the completion of a task's occurrences takes, and what happens to those that nobody
 * completes.
 *
 * @param checklist items to tick for each occurrence, at most 50
 * @param requirements what a completion needs, in the order of the enum
 * @param backlog when the next occurrence falls due while the former is open
 * @param deadline what happens to an occurrence that is overdue
 * @param turnAdvance when the turn of a rotation passes on
 * @param dependsOn tasks that have to be done before; in order of their ids
 * @param points of each occurrence, 0 to {@link #MAX_POINTS}; null: by the task's effort
 * @param late null: {@link LateEffect#FULL}
 */
@RecordBuilder
public record TaskPolicy(
    List<String> checklist,
    Set<Requirement> requirements,
    Backlog backlog,
    Deadline deadline,
    TurnAdvance turnAdvance,
    Set<TaskId> dependsOn,
    @Nullable Integer points,
    @Nullable LateEffect late)
    implements TaskPolicyBuilder.With {
  public static final int MAX_POINTS = 1_000;
  private static final int QUARTER_HOUR_MINUTES = 15;

  public static final TaskPolicy DEFAULT =
      new TaskPolicy(
          List.of(), Set.of(), Backlog.MERGE, Deadline.KEEP, TurnAdvance.COMPLETION, Set.of());

  public TaskPolicy {
    checklist = checklist == null ? List.of() : List.copyOf(checklist);
    requirements = ordered(requirements);
    backlog = backlog == null ? Backlog.MERGE : backlog;
    deadline = deadline == null ? Deadline.KEEP : deadline;
    turnAdvance = turnAdvance == null ? TurnAdvance.COMPLETION : turnAdvance;
    dependsOn = dependsOn == null ? Set.of() : SortedSets.copy(dependsOn);
    late = LateEffect.FULL.equals(late) ? null : late;
  }

  /** A policy with the points of the task's effort. */
  public TaskPolicy(
      List<String> checklist,
      Set<Requirement> requirements,
      Backlog backlog,
      Deadline deadline,
      TurnAdvance turnAdvance,
      Set<TaskId> dependsOn) {
    this(checklist, requirements, backlog, deadline, turnAdvance, dependsOn, null, null);
  }

  public LateEffect lateEffect() {
    return late == null ? LateEffect.FULL : late;
  }

  /**
   * The points of an occurrence that is done in time: what the policy says, otherwise the
   * difficulty for each quarter of an hour that is begun, at least 1.
   */
  public int pointsOf(Task.Effort effort) {
    return points != null
        ? points
        : Math.max(1, effort.difficulty() * Math.ceilDiv(effort.minutes(), QUARTER_HOUR_MINUTES));
  }

  public boolean requires(Requirement requirement) {
    return requirements.contains(requirement);
  }

  private static Set<Requirement> ordered(@Nullable Collection<Requirement> requirements) {
    return requirements == null || requirements.isEmpty()
        ? Set.of()
        : SortedSets.copy(new TreeSet<>(EnumSet.copyOf(requirements)));
  }

  /** What a completion needs, whatever its origin. */
  public enum Requirement {
    NOTE,
    PHOTO,
    /** The approval of a member with TASK_APPROVE, who is not the doer unless the guild allows. */
    APPROVAL,
    /** Every item of the checklist is ticked. */
    CHECKLIST
  }

  /** What happens when the next occurrence falls due while the former is open. */
  public enum Backlog {
    /** Both are open. */
    STACK,
    /** The former stays open with its due; the next does not open. */
    MERGE,
    /** The former is missed, the next opens. */
    MARK_MISSED
  }

  /**
   * What happens to an occurrence that is not completed in time.
   *
   * @param after time after the instant from which it is overdue
   */
  public record Deadline(Action action, Duration after) {
    public static final Deadline KEEP = new Deadline(Action.KEEP, Duration.ZERO);

    public Deadline {
      after = after == null ? Duration.ZERO : after;
    }

    /** The action at the deadline. */
    public enum Action {
      /** It stays open, overdue. */
      KEEP,
      /** The next eligible member gets it. */
      REASSIGN,
      /** Anyone may claim it. */
      OPEN_TO_ALL,
      /** It is closed as missed, which counts against its holders. */
      MISSED,
      /** It is closed as expired if nobody is responsible for it. */
      EXPIRE
    }
  }

  /** When the turn of a rotation passes on. */
  public enum TurnAdvance {
    /** When anyone completed the occurrence. */
    COMPLETION,
    /** When the member whose turn it is completed it. */
    HOLDER_COMPLETION,
    /** When the occurrence is over, also when it was missed. */
    ALWAYS
  }
}
