package dcm.guild.rules;

import dcm.guild.assignment.AssigneeSelection;
import dcm.guild.assignment.Selection;
import dcm.guild.assignment.SelectionRequest;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.state.GuildState;
import dcm.guild.state.Members;
import dcm.guild.state.Presence;
import dcm.guild.state.TaskState;
import dcm.guild.value.Assignment;
import dcm.guild.value.AssignmentCause;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who gets an occurrence of a task when it opens, and when its holders are not there any more. */
final class Turns {
  private Turns() {}

  /**
   * The request for the assignees of the next occurrence of a task.
   *
   * @param advance whether the turn passes on
   */
  static SelectionRequest next(TaskState taskState, Due due, boolean advance, Instant now) {
    Task task = taskState.task();
    Occurrence newest = task.newest();
    Occurrence former = newest == null ? task.closed() : newest;
    return new SelectionRequest(
        task.id(),
        task.assignment(),
        task.effort(),
        taskState.lastOrdinal() + 1,
        due,
        taskState.turn(),
        advance,
        former == null ? null : former.due(),
        Set.of(),
        now);
  }

  /** The request for an occurrence that is open, whose turn stays. */
  static SelectionRequest kept(Task task, Occurrence open, Instant now) {
    return again(task, open, Set.of(), false, now);
  }

  /** As {@link #next}, for an occurrence that is open already and stays in its period. */
  private static SelectionRequest again(
      Task task, Occurrence open, Set<MemberId> avoided, boolean advance, Instant now) {
    return new SelectionRequest(
        task.id(),
        task.assignment(),
        task.effort(),
        open.ordinal(),
        open.due(),
        open.currentCourse().turn(),
        advance,
        open.due(),
        avoided,
        now);
  }

  /** The turn to record with an opening: null where it is that of the first assignee. */
  static @Nullable MemberId recordedTurn(Selection selection) {
    return !selection.assignees().isEmpty()
            && selection.assignees().getFirst().equals(selection.turn())
        ? null
        : selection.turn();
  }

  /** Others than the present holders of an occurrence; empty: there are none. */
  static List<MemberId> others(DecisionContext context, Task task, Occurrence open) {
    return AssigneeSelection.select(
            context.state(), again(task, open, Set.copyOf(open.holders()), true, context.at()))
        .assignees();
  }

  /** Takes the open occurrences of a task from members who left, or who are away for them. */
  static void passOn(DecisionContext context, TaskState taskState) {
    passOn(context, taskState, Instant.MIN);
  }

  /**
   * As {@link #passOn(DecisionContext, TaskState)}, after an undo.
   *
   * @param since when it was done: who was away already and held it nevertheless keeps it
   */
  static void passOn(DecisionContext context, TaskState taskState, Instant since) {
    for (Occurrence open : taskState.task().occurrences()) {
      if (open.active()) {
        passOn(context, taskState.task(), open, since);
      }
    }
  }

  private static void passOn(DecisionContext context, Task task, Occurrence open, Instant since) {
    GuildState state = context.state();
    Members members = state.members();
    Instant reference = Presence.reference(open.due(), context.at());
    MemberId claimant = open.claimedBy();
    if (claimant != null && !Presence.isThere(claimant, task.id(), members, reference, since)) {
      context.emit(new OccurrenceEvent.Released(task.id(), open.ordinal(), claimant));
    }
    List<MemberId> remaining =
        open.assignees().stream()
            .filter(member -> Presence.isThere(member, task.id(), members, reference, since))
            .toList();
    if (remaining.size() == open.assignees().size()) {
      return;
    }
    boolean away =
        open.assignees().stream()
            .anyMatch(member -> !remaining.contains(member) && members.isActive(member));
    context.emit(
        new OccurrenceEvent.Assigned(
            task.id(),
            open.ordinal(),
            open.assignees(),
            remaining.isEmpty() ? successors(context, task, open) : remaining,
            away ? AssignmentCause.ABSENCE : null));
  }

  private static List<MemberId> successors(DecisionContext context, Task task, Occurrence open) {
    Assignment assignment = task.assignment();
    return assignment.strategy().isRotation() || assignment.standby() != null
        ? AssigneeSelection.select(context.state(), kept(task, open, context.at())).assignees()
        : List.of();
  }
}
