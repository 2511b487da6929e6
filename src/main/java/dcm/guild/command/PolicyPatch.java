package dcm.guild.command;

import dcm.guild.value.LateEffect;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The components of a task's policy that a caller states. A null leaves a component as it is.
 *
 * @param pointsByEffort true: the points are by the task's effort; {@code points} is then null
 */
public record PolicyPatch(
    @Nullable List<String> checklist,
    @Nullable Set<TaskPolicy.Requirement> requirements,
    TaskPolicy.@Nullable Backlog backlog,
    TaskPolicy.@Nullable Deadline deadline,
    TaskPolicy.@Nullable TurnAdvance turnAdvance,
    @Nullable Set<TaskId> dependsOn,
    @Nullable Integer points,
    boolean pointsByEffort,
    @Nullable LateEffect late) {

  /** A patch that leaves points as they are. */
  public PolicyPatch(
      @Nullable List<String> checklist,
      @Nullable Set<TaskPolicy.Requirement> requirements,
      TaskPolicy.@Nullable Backlog backlog,
      TaskPolicy.@Nullable Deadline deadline,
      TaskPolicy.@Nullable TurnAdvance turnAdvance,
      @Nullable Set<TaskId> dependsOn) {
    this(checklist, requirements, backlog, deadline, turnAdvance, dependsOn, null, false, null);
  }

  public static PolicyPatch of(TaskPolicy policy) {
    return new PolicyPatch(
        policy.checklist(),
        policy.requirements(),
        policy.backlog(),
        policy.deadline(),
        policy.turnAdvance(),
        policy.dependsOn(),
        policy.points(),
        policy.points() == null,
        policy.lateEffect());
  }

  /** The same with other tasks that have to be done before. */
  public PolicyPatch waitingFor(Set<TaskId> tasks) {
    return new PolicyPatch(
        checklist,
        requirements,
        backlog,
        deadline,
        turnAdvance,
        tasks,
        points,
        pointsByEffort,
        late);
  }

  public TaskPolicy apply(TaskPolicy before) {
    return new TaskPolicy(
        checklist == null ? before.checklist() : checklist,
        requirements == null ? before.requirements() : requirements,
        backlog == null ? before.backlog() : backlog,
        deadline == null ? before.deadline() : deadline,
        turnAdvance == null ? before.turnAdvance() : turnAdvance,
        dependsOn == null ? before.dependsOn() : dependsOn,
        pointsByEffort ? null : points == null ? before.points() : points,
        late == null ? before.late() : late);
  }
}
