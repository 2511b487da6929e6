package dcm.guild.rules;

import dcm.guild.assignment.AssigneeSelection;
import dcm.guild.assignment.Selection;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.TaskState;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Effects of an edit on the newest open occurrence: it is withdrawn and reopened when its due or
 * its holder changes. Its claim and an assignment for this occurrence alone stay as long as the
 * holder does. A new schedule of a task with nothing open opens an occurrence. Older occurrences
 * and those that await approval stay as they fell due.
 */
final class EditedOccurrenceRules {
  private EditedOccurrenceRules() {}

  /** The reason to refuse the edit; null: none. */
  static @Nullable Refusal apply(
      DecisionContext context, TaskState taskState, TaskFields before, TaskFields after) {
    Occurrence open = taskState.task().newest();
    if (open != null && !open.active()) {
      return null;
    }
    boolean reassigned = !before.assignment().equals(after.assignment());
    boolean rescheduled = !before.schedule().equals(after.schedule());
    if (!rescheduled && (open == null || !reassigned)) {
      replan(context, taskState, open, after);
      return null;
    }
    Due due = rescheduled || open == null ? due(context, taskState, after.schedule()) : open.due();
    if (due == null) {
      return TaskRules.noFurtherOccurrence();
    }
    Selection turn =
        AssigneeSelection.select(context.state(), Turns.next(taskState, due, false, context.at()));
    List<MemberId> holders = open == null || reassigned ? turn.assignees() : open.assignees();
    if (open != null && open.due().equals(due) && open.assignees().equals(holders)) {
      replan(context, taskState, open, after);
      return null;
    }
    reopen(context, taskState, due, turn, holders, after);
    return null;
  }

  /** Plans when the next occurrence falls due beside the open one. */
  private static void replan(
      DecisionContext context, TaskState taskState, @Nullable Occurrence open, TaskFields after) {
    if (open == null) {
      return;
    }
    Instant at =
        NextOccurrence.followedAt(
            context, after.effectivePolicy(), after.schedule(), NextOccurrence.ruleDue(open));
    if (!Objects.equals(at, open.currentCourse().followedAt())) {
      context.emit(new OccurrenceEvent.FollowUpPlanned(taskState.task().id(), open.ordinal(), at));
    }
  }

  private static @Nullable Due due(
      DecisionContext context, TaskState taskState, Schedule schedule) {
    return switch (schedule) {
      case Schedule.Once once -> once.due();
      case Schedule.Recurring recurring -> {
        Occurrence open = taskState.task().newest();
        Occurrence closed = taskState.task().closed();
        yield NextDueRules.afterEdit(
            recurring,
            open == null ? null : open.due(),
            closed == null ? null : closed.due(),
            context.at(),
            context.holidays());
      }
    };
  }

  private static void reopen(
      DecisionContext context,
      TaskState taskState,
      Due due,
      Selection turn,
      List<MemberId> holders,
      TaskFields fields) {
    TaskId task = taskState.task().id();
    Occurrence open = taskState.task().newest();
    int ordinal = taskState.lastOrdinal() + 1;
    if (open != null) {
      context.emit(new OccurrenceEvent.Withdrawn(task, open.ordinal()));
    }
    context.emit(
        new OccurrenceEvent.Opened(
            task,
            ordinal,
            due,
            turn.assignees(),
            Turns.recordedTurn(turn),
            NextOccurrence.followedAt(context, fields.effectivePolicy(), fields.schedule(), due),
            null));
    if (!turn.assignees().equals(holders)) {
      context.emit(new OccurrenceEvent.Assigned(task, ordinal, turn.assignees(), holders));
    }
    if (open != null && open.claimedBy() != null && open.assignees().equals(holders)) {
      context.emit(new OccurrenceEvent.Claimed(task, ordinal, open.claimedBy()));
    }
  }
}
