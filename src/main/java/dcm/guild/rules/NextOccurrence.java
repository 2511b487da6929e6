package dcm.guild.rules;

import dcm.guild.assignment.AssigneeSelection;
import dcm.guild.assignment.Selection;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.state.TaskState;
import dcm.guild.value.Due;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskPolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Opens the occurrence after another one. */
final class NextOccurrence {
  private NextOccurrence() {}

  /**
   * Opens the next occurrence after a closing, unless a newer one is open already.
   *
   * @param closed the occurrence that was closed
   * @param due null: the rule has ended
   * @param advance whether the turn passes on
   */
  static void openAfter(
      DecisionContext context,
      TaskState before,
      Occurrence closed,
      @Nullable Due due,
      boolean advance) {
    TaskState taskState = context.current(before);
    Occurrence newest = taskState.task().newest();
    if (due != null && (newest == null || newest.ordinal() < closed.ordinal())) {
      open(context, taskState, due, advance, closed.ordinal());
    }
  }

  /**
   * Opens an occurrence.
   *
   * @param closing ordinal of the occurrence whose closing opens it; null: none
   */
  static void open(
      DecisionContext context,
      TaskState taskState,
      Due due,
      boolean advance,
      @Nullable Integer closing) {
    Selection selection =
        AssigneeSelection.select(
            context.state(), Turns.next(taskState, due, advance, context.at()));
    context.emit(
        new OccurrenceEvent.Opened(
            taskState.task().id(),
            taskState.lastOrdinal() + 1,
            due,
            selection.assignees(),
            Turns.recordedTurn(selection),
            followedAt(
                context, taskState.task().effectivePolicy(), taskState.task().schedule(), due),
            closing));
  }

  /**
   * When the next occurrence falls due, if it does not wait for this one; null: it does, or there
   * is none.
   */
  static @Nullable Instant followedAt(
      DecisionContext context, TaskPolicy policy, Schedule schedule, Due due) {
    if (policy.backlog() == TaskPolicy.Backlog.MERGE) {
      return null;
    }
    Due next = NextDueRules.following(schedule, due, context.holidays());
    return next == null ? null : next.start();
  }
}
