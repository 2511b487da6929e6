package dcm.guild.command;

import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The components of a task's policy that a caller states. A null leaves a component as it is. */
public record PolicyPatch(
    @Nullable List<String> checklist,
    @Nullable Set<TaskPolicy.Requirement> requirements,
    TaskPolicy.@Nullable Backlog backlog,
    TaskPolicy.@Nullable Deadline deadline,
    TaskPolicy.@Nullable TurnAdvance turnAdvance,
    @Nullable Set<TaskId> dependsOn) {

  public static PolicyPatch of(TaskPolicy policy) {
    return new PolicyPatch(
        policy.checklist(),
        policy.requirements(),
        policy.backlog(),
        policy.deadline(),
        policy.turnAdvance(),
        policy.dependsOn());
  }

  public TaskPolicy apply(TaskPolicy before) {
    return new TaskPolicy(
        checklist == null ? before.checklist() : checklist,
        requirements == null ? before.requirements() : requirements,
        backlog == null ? before.backlog() : backlog,
        deadline == null ? before.deadline() : deadline,
        turnAdvance == null ? before.turnAdvance() : turnAdvance,
        dependsOn == null ? before.dependsOn() : dependsOn);
  }
}
