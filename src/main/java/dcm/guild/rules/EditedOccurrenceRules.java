package dcm.guild.rules;

import dcm.guild.assignment.AssigneeSelection;
import dcm.guild.assignment.Selection;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.TaskState;
import dcm.guild.state.UndoableAction;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
    // an occurrence that was moved stays where it is as long as its rule gives it the same due
    Due former = open == null ? null : rescheduled ? open.dueByRule() : open.due();
    if (open != null && due.equals(former) && open.assignees().equals(holders)) {
      replan(context, taskState, open, after);
      return null;
    }
    reopen(context, taskState, due, turn, holders, after);
    return null;
  }

  /**
   * Effects of an edit that is undone: an occurrence that the edit withdrew opens again under a new
   * ordinal, one that the edit opened is withdrawn. What followed since stays, under the rules of
   * any edit.
   */
  static @Nullable Refusal undo(
      DecisionContext context, TaskState taskState, UndoableAction.Edited edited, TaskFields edit) {
    Occurrence former = edited.newest();
    Occurrence now = taskState.task().newest();
    Integer lastOrdinal = edited.lastOrdinal();
    TaskFields restored = edited.before();
    boolean stayed = former != null && now != null && former.ordinal() == now.ordinal();
    boolean opened =
        now != null && lastOrdinal != null && now.ordinal() == lastOrdinal + 1 && now.active();
    boolean replaced =
        opened && (former == null || taskState.task().open(former.ordinal()) == null);
    if (replaced) {
      context.emit(new OccurrenceEvent.Withdrawn(taskState.task().id(), now.ordinal()));
      if (former != null) {
        open(context, context.current(taskState), former, now, restored);
        Turns.passOn(context, context.current(taskState), edited.at());
      }
    } else if (stayed || (now == null && former == null && lastOrdinal != null)) {
      replan(context, taskState, now, restored);
    } else {
      return apply(context, taskState, edit, restored);
    }
    return null;
  }

  /** Opens a withdrawn occurrence again; a claim that was made since stays. */
  private static void open(
      DecisionContext context,
      TaskState taskState,
      Occurrence former,
      Occurrence since,
      TaskFields fields) {
    TaskId task = taskState.task().id();
    int ordinal = taskState.lastOrdinal() + 1;
    Due due = former.dueByRule();
    context.emit(
        new OccurrenceEvent.Opened(
            task,
            ordinal,
            due,
            former.assignees(),
            former.currentCourse().turn(),
            NextOccurrence.followedAt(context, fields.effectivePolicy(), fields.schedule(), due),
            null));
    if (!due.equals(former.due())) {
      context.emit(new OccurrenceEvent.Rescheduled(task, ordinal, due, former.due(), due));
    }
    MemberId claimant = since.claimedBy() == null ? former.claimedBy() : since.claimedBy();
    if (claimant != null) {
      context.emit(new OccurrenceEvent.Claimed(task, ordinal, claimant));
    }
    Occurrence.Progress progress = former.currentProgress();
    for (Occurrence.Completion part : progress.parts()) {
      context.emit(
          new OccurrenceEvent.PartCompleted(
              task, ordinal, part.by(), part.loggedBy(), part.doneAt(), part.note()));
    }
    if (!progress.ticks().isEmpty()) {
      context.emit(new OccurrenceEvent.ChecklistTicked(task, ordinal, Set.of(), progress.ticks()));
    }
  }

  /** Opens a withdrawn occurrence again. */
  static void open(DecisionContext context, TaskState taskState, Occurrence former) {
    open(context, taskState, former, former, taskState.task().fields());
  }

  /** Effects of a rule that ends later than before: what was open stays. */
  static @Nullable Refusal extended(
      DecisionContext context, TaskState taskState, TaskFields before) {
    TaskFields after = taskState.task().fields();
    Occurrence open = taskState.task().newest();
    if (open == null) {
      return apply(context, taskState, before, after);
    }
    replan(context, taskState, open, after);
    return null;
  }

  /** Plans when the next occurrence falls due beside the open one. */
  static void replan(
      DecisionContext context, TaskState taskState, @Nullable Occurrence open, TaskFields after) {
    if (open == null) {
      return;
    }
    Instant at =
        NextOccurrence.followedAt(
            context, after.effectivePolicy(), after.schedule(), open.dueByRule());
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
            open == null ? null : open.dueByRule(),
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
            holders,
            turn.assignees().equals(holders) ? Turns.recordedTurn(turn) : turn.turn(),
            NextOccurrence.followedAt(context, fields.effectivePolicy(), fields.schedule(), due),
            null));
    if (open != null && open.claimedBy() != null && open.assignees().equals(holders)) {
      context.emit(new OccurrenceEvent.Claimed(task, ordinal, open.claimedBy()));
    }
  }
}
