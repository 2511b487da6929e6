package dcm.guild.rules;

import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules on tasks that have to be done before others. An occurrence waits for a task as long as that
 * one has an open occurrence that is due no later. A task that was deleted is not waited for.
 */
public final class DependencyRules {
  private DependencyRules() {}

  /** The reason to refuse a completion; null: nothing has to be done before. */
  static @Nullable Refusal checkDone(GuildState state, Task task, Occurrence open) {
    List<Integer> waitingFor = waitingFor(state, task, open);
    return waitingFor.isEmpty() ? null : new Refusal.WaitingFor(waitingFor);
  }

  /** The numbers of the tasks that have to be done before an occurrence. */
  public static List<Integer> waitingFor(GuildState state, Task task, Occurrence open) {
    Set<TaskId> dependsOn = task.effectivePolicy().dependsOn();
    return dependsOn.isEmpty()
        ? List.of()
        : dependsOn.stream()
            .map(state.catalog().tasks()::get)
            .filter(former -> former != null && isOwed(former.task(), open))
            .map(former -> former.task().number())
            .sorted()
            .toList();
  }

  private static boolean isOwed(Task former, Occurrence open) {
    return former.occurrences().stream()
        .anyMatch(owed -> !owed.due().start().isAfter(open.due().start()));
  }

  /**
   * The reason to refuse a task's dependencies: unknown tasks, or a cycle; null: none.
   *
   * @param before dependencies that it has already, of which some may have been deleted
   */
  static @Nullable Refusal check(
      GuildState state, TaskId task, Set<TaskId> dependsOn, Set<TaskId> before) {
    for (TaskId former : dependsOn) {
      if (!before.contains(former) && !state.catalog().tasks().containsKey(former)) {
        return invalid("unknown", "must name tasks of this guild");
      }
    }
    return reaches(state, dependsOn, task) ? invalid("cycle", "must not wait for itself") : null;
  }

  private static boolean reaches(GuildState state, Set<TaskId> from, TaskId target) {
    Set<TaskId> seen = new HashSet<>(from);
    Deque<TaskId> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      TaskId next = open.pop();
      if (next.equals(target)) {
        return true;
      }
      TaskState taskState = state.catalog().tasks().get(next);
      if (taskState != null) {
        taskState.task().effectivePolicy().dependsOn().stream()
            .filter(seen::add)
            .forEach(open::push);
      }
    }
    return false;
  }

  private static Refusal invalid(String code, String detail) {
    return new Refusal.Invalid(List.of(new Refusal.FieldError("policy.dependsOn", code, detail)));
  }
}
