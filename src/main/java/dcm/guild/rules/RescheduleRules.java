package dcm.guild.rules;

import dcm.guild.event.OccurrenceEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.TaskState;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Effects of an edit on the open occurrence: it is withdrawn and reopened when its due or its
 * holder changes. Its claim and an assignment for this occurrence alone stay as long as the holder
 * does. A new schedule of a task with nothing open opens an occurrence.
 */
final class RescheduleRules {
  private RescheduleRules() {}

  /** The reason to refuse the edit; null: none. */
  static @Nullable Refusal apply(
      DecisionContext context, TaskState taskState, TaskFields before, TaskFields after) {
    Occurrence open = taskState.task().open();
    boolean reassigned = !before.assignment().equals(after.assignment());
    boolean rescheduled = !before.schedule().equals(after.schedule());
    if (!rescheduled && (open == null || !reassigned)) {
      return null;
    }
    Due due = rescheduled || open == null ? due(context, taskState, after.schedule()) : open.due();
    if (due == null) {
      return TaskRules.noFurtherOccurrence();
    }
    List<MemberId> turn =
        AssigneeSelection.current(after.assignment(), taskState.turn(), context.state().members());
    List<MemberId> holders = open == null || reassigned ? turn : open.assignees();
    if (open != null && open.due().equals(due) && open.assignees().equals(holders)) {
      return null;
    }
    reopen(context, taskState, due, turn, holders);
    return null;
  }

  private static @Nullable Due due(
      DecisionContext context, TaskState taskState, Schedule schedule) {
    return switch (schedule) {
      case Schedule.Once once -> once.due();
      case Schedule.Recurring recurring -> {
        Occurrence open = taskState.task().open();
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
      List<MemberId> turn,
      List<MemberId> holders) {
    TaskId task = taskState.task().id();
    Occurrence open = taskState.task().open();
    int ordinal = taskState.lastOrdinal() + 1;
    if (open != null) {
      context.emit(new OccurrenceEvent.Withdrawn(task, open.ordinal()));
    }
    context.emit(new OccurrenceEvent.Opened(task, ordinal, due, turn));
    if (!turn.equals(holders)) {
      context.emit(new OccurrenceEvent.Assigned(task, ordinal, turn, holders));
    }
    if (open != null && open.claimedBy() != null && open.assignees().equals(holders)) {
      context.emit(new OccurrenceEvent.Claimed(task, ordinal, open.claimedBy()));
    }
  }
}
