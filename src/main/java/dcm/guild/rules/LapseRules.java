package dcm.guild.rules;

import dcm.guild.event.OccurrenceEvent;
import dcm.guild.state.OccurrenceDeadlines;
import dcm.guild.state.TaskState;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of occurrences that nobody completed: the next one falls due, or the deadline of the
 * task's policy passes. Decided by the guild's wake-up.
 */
final class LapseRules {
  /** Occurrences of one task that may be open; with more, the oldest is missed. */
  static final int MAX_OPEN = 20;

  private LapseRules() {}

  /** Applies the policy of a task, as far as the budget allows. */
  static void apply(DecisionContext context, TaskId task, EventBudget budget) {
    while (budget.hasRemaining() && (followUp(context, task) || deadline(context, task))) {}
  }

  /** Opens the occurrence that has fallen due while the former is open; false: none has. */
  private static boolean followUp(DecisionContext context, TaskId id) {
    TaskState taskState = context.state().catalog().tasks().get(id);
    Occurrence newest = taskState == null ? null : taskState.task().newest();
    Instant at = newest == null ? null : newest.currentCourse().followedAt();
    if (taskState == null || newest == null || at == null || at.isAfter(context.at())) {
      return false;
    }
    Task task = taskState.task();
    TaskPolicy policy = task.effectivePolicy();
    Due byRule = newest.dueByRule();
    Due next = NextDueRules.following(task.schedule(), byRule, context.holidays());
    // the rule, the policy or the holidays may have changed since it was planned
    Instant planned = NextOccurrence.followedAt(context, policy, task.schedule(), byRule);
    Occurrence oldest = task.open();
    boolean full = task.occurrences().size() >= MAX_OPEN;
    boolean waits = full && (oldest == null || !oldest.active());
    if (next == null || planned == null || planned.isAfter(context.at()) || waits) {
      context.emit(
          new OccurrenceEvent.FollowUpPlanned(id, newest.ordinal(), waits ? null : planned));
      return true;
    }
    boolean missed = policy.backlog() == TaskPolicy.Backlog.MARK_MISSED && newest.active();
    if (missed) {
      miss(context, task, newest);
      NextOccurrence.openAfter(context, taskState, newest, next, advancesAlways(policy));
      return true;
    }
    if (full && oldest != null) {
      miss(context, task, oldest);
    }
    NextOccurrence.open(context, context.current(taskState), next, true, null);
    return true;
  }

  /** Applies the action of the deadline to one occurrence; false: none is due. */
  private static boolean deadline(DecisionContext context, TaskId id) {
    TaskState taskState = context.state().catalog().tasks().get(id);
    if (taskState == null) {
      return false;
    }
    Task task = taskState.task();
    for (Occurrence open : task.occurrences()) {
      Instant at = OccurrenceDeadlines.actionAt(task.effectivePolicy(), open);
      if (at != null && !at.isAfter(context.at())) {
        act(context, taskState, open);
        return true;
      }
    }
    return false;
  }

  private static void act(DecisionContext context, TaskState taskState, Occurrence open) {
    Task task = taskState.task();
    switch (task.effectivePolicy().deadline().action()) {
      case KEEP -> {}
      case MISSED -> {
        miss(context, task, open);
        openNext(context, taskState, open);
      }
      case EXPIRE -> {
        context.emit(new OccurrenceEvent.Expired(task.id(), open.ordinal()));
        openNext(context, taskState, open);
      }
      case REASSIGN -> {
        List<MemberId> next = Turns.others(context, task, open);
        reassign(context, task, open, next.isEmpty() ? open.assignees() : next);
      }
      case OPEN_TO_ALL -> reassign(context, task, open, List.of());
    }
  }

  private static void reassign(
      DecisionContext context, Task task, Occurrence open, List<MemberId> after) {
    if (!after.equals(open.assignees())) {
      context.emit(
          new OccurrenceEvent.Assigned(task.id(), open.ordinal(), open.assignees(), after));
    }
    context.emit(new OccurrenceEvent.DeadlineApplied(task.id(), open.ordinal()));
  }

  /** It counts against nobody who is away. */
  private static void miss(DecisionContext context, Task task, Occurrence open) {
    List<MemberId> against =
        task.owing(open).stream()
            .filter(member -> context.state().members().isPresent(member, task.id(), context.at()))
            .toList();
    context.emit(new OccurrenceEvent.Missed(task.id(), open.ordinal(), against));
  }

  private static void openNext(DecisionContext context, TaskState taskState, Occurrence lapsed) {
    @Nullable Due next =
        NextDueRules.afterSkip(
            taskState.task().schedule(), lapsed.dueByRule(), context.at(), context.holidays());
    NextOccurrence.openAfter(
        context, taskState, lapsed, next, advancesAlways(taskState.task().effectivePolicy()));
  }

  private static boolean advancesAlways(TaskPolicy policy) {
    return policy.turnAdvance() == TaskPolicy.TurnAdvance.ALWAYS;
  }
}
