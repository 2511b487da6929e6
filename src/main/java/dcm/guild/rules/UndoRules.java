package dcm.guild.rules;

import dcm.guild.command.TaskCommand;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.TaskState;
import dcm.guild.state.UndoableAction;
import dcm.guild.value.AssignmentCause;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules on undoing what was done, with compensating events: the trail stays. Members may undo their
 * own actions within the guild's undo window, and those with the permission for the action at any
 * time.
 */
final class UndoRules {
  private UndoRules() {}

  /** Undoes the last action on a task. */
  static @Nullable Refusal undo(DecisionContext context, TaskCommand.Undo undo) {
    TaskState taskState = context.visibleTask(undo.task());
    if (taskState == null) {
      return BinRules.restore(context, new TaskCommand.Restore(undo.task()));
    }
    return switch (taskState.lastAction()) {
      case null ->
          taskState.lastClosing() == null
              ? new Refusal.NothingToUndo()
              : reopen(context, taskState, taskState.lastClosing().occurrence().ordinal());
      case UndoableAction.Closed closed -> reopen(context, taskState, closed.ordinal());
      case UndoableAction.Reported reported -> withdrawReport(context, taskState, reported);
      case UndoableAction.Edited edited -> undoEdit(context, taskState, edited);
      case UndoableAction.Assigned assigned -> undoAssignment(context, taskState, assigned);
      case UndoableAction.Moved moved -> undoMove(context, taskState, moved);
      case UndoableAction.Swapped swapped -> undoSwap(context, swapped);
      case UndoableAction.Split split -> {
        Refusal denied = check(context, split, Permission.TASK_EDIT);
        yield denied == null ? SplitRules.undo(context, taskState, split) : denied;
      }
    };
  }

  /** Opens a closed occurrence again; without an ordinal the one closed last. */
  static @Nullable Refusal reopen(DecisionContext context, TaskCommand.Reopen reopen) {
    TaskState taskState = context.visibleTask(reopen.task());
    if (taskState == null) {
      return new Refusal.UnknownTask(reopen.task());
    }
    return reopen(context, taskState, reopen.ordinal());
  }

  private static @Nullable Refusal reopen(
      DecisionContext context, TaskState taskState, @Nullable Integer ordinal) {
    Occurrence open = ordinal == null ? taskState.task().open() : taskState.task().open(ordinal);
    TaskState.Closing closing =
        ordinal == null ? taskState.lastClosing() : taskState.closing(ordinal);
    if (closing == null) {
      if (ordinal == null || open != null) {
        return new Refusal.WrongState(open == null ? null : open.state());
      }
      boolean forgotten = ordinal >= 1 && ordinal <= taskState.lastOrdinal();
      return forgotten && taskState.lastClosing() != null
          ? new Refusal.NextAlreadyActedUpon()
          : new Refusal.UnknownOccurrence(ordinal);
    }
    Refusal refusal = checkReopen(context, closing);
    if (refusal != null) {
      return refusal;
    }
    TaskId task = taskState.task().id();
    int reopened = closing.occurrence().ordinal();
    if (closing.opened() != null && !staysOpen(closing, taskState, context.at())) {
      Occurrence next = taskState.task().open(closing.opened());
      if (next == null || next.touched()) {
        return new Refusal.NextAlreadyActedUpon();
      }
      context.emit(new OccurrenceEvent.Withdrawn(task, next.ordinal()));
    }
    context.emit(new OccurrenceEvent.Reopened(task, reopened, awaitsApproval(closing)));
    Instant closedAt = closing.occurrence().closedAt();
    Turns.passOn(context, context.current(taskState), closedAt == null ? Instant.MIN : closedAt);
    return null;
  }

  /** True when the approval was a step of its own, which alone is undone; otherwise null. */
  private static @Nullable Boolean awaitsApproval(TaskState.Closing closing) {
    Occurrence.Completion done = closing.occurrence().completion();
    boolean separate =
        done != null
            && done.approvedBy() != null
            && !(done.approvedBy().equals(done.loggedBy())
                && done.loggedAt().equals(closing.occurrence().closedAt()));
    return separate ? true : null;
  }

  private static @Nullable Refusal withdrawReport(
      DecisionContext context, TaskState taskState, UndoableAction.Reported reported) {
    Refusal denied = check(context, reported, Permission.TASK_COMPLETE_ANY);
    Occurrence open = taskState.task().open(reported.ordinal());
    if (denied != null || open == null) {
      return denied == null ? new Refusal.NothingToUndo() : denied;
    }
    context.emit(
        new OccurrenceEvent.ReportWithdrawn(
            taskState.task().id(), open.ordinal(), reported.doer(), reported.at()));
    Turns.passOn(context, context.current(taskState), reported.at());
    return null;
  }

  /** Whether the next occurrence has fallen due by itself, and not because of the closing. */
  private static boolean staysOpen(TaskState.Closing closing, TaskState taskState, Instant now) {
    Occurrence.State state = closing.occurrence().state();
    boolean lapsed = state == Occurrence.State.MISSED || state == Occurrence.State.EXPIRED;
    Occurrence next = closing.opened() == null ? null : taskState.task().open(closing.opened());
    return lapsed && (next == null || next.touched() || !next.due().start().isAfter(now));
  }

  private static @Nullable Refusal checkReopen(DecisionContext context, TaskState.Closing closing) {
    Occurrence closed = closing.occurrence();
    Occurrence.Completion done = closed.completion();
    if (done != null && done.approvedBy() != null) {
      return context.checkPermission(Permission.TASK_APPROVE);
    }
    if (context.principal().hasPermission(Permission.TASK_COMPLETE_ANY)) {
      return null;
    }
    MemberId callerId = context.caller().id();
    boolean own =
        callerId.equals(closing.closedBy()) || (done != null && done.by().equals(callerId));
    if (!own) {
      return new Refusal.Forbidden(Permission.TASK_COMPLETE_ANY);
    }
    Refusal denied = context.checkPermission(Permission.TASK_COMPLETE);
    return denied == null ? checkWindow(context, closed.closedAt()) : denied;
  }

  private static @Nullable Refusal checkWindow(DecisionContext context, @Nullable Instant at) {
    Duration window = context.state().profile().settings().undoWindow();
    return at != null && context.at().isAfter(at.plus(window)) ? new Refusal.TooLateToUndo() : null;
  }

  /** Checks the right to undo an action that is not a closing. */
  private static @Nullable Refusal check(
      DecisionContext context, UndoableAction action, Permission permission) {
    Refusal denied = context.checkPermission(permission);
    return denied != null && action.by().equals(context.caller().id())
        ? checkWindow(context, action.at())
        : denied;
  }

  private static @Nullable Refusal undoEdit(
      DecisionContext context, TaskState taskState, UndoableAction.Edited edited) {
    Refusal denied = check(context, edited, Permission.TASK_EDIT);
    if (denied != null) {
      return denied;
    }
    TaskFields now = taskState.task().fields();
    TaskFields before = edited.before();
    Refusal unknown = TaskValidation.checkReferences(context.state(), before, now);
    if (unknown == null) {
      Set<TaskId> dependsOn = before.effectivePolicy().dependsOn();
      unknown = DependencyRules.check(context.state(), taskState.task().id(), dependsOn, dependsOn);
    }
    if (unknown != null) {
      return unknown;
    }
    context.emit(new TaskEvent.Edited(taskState.task().id(), now, before));
    return EditedOccurrenceRules.undo(context, context.current(taskState), edited, now);
  }

  private static @Nullable Refusal undoAssignment(
      DecisionContext context, TaskState taskState, UndoableAction.Assigned assigned) {
    Refusal denied = check(context, assigned, Permission.TASK_ASSIGN);
    Occurrence open = taskState.task().open(assigned.ordinal());
    if (denied != null || open == null || !open.active()) {
      return denied == null ? new Refusal.NothingToUndo() : denied;
    }
    restore(context, taskState.task().id(), open, assigned);
    Turns.passOn(context, context.current(taskState), assigned.at());
    return null;
  }

  private static void restore(
      DecisionContext context, TaskId task, Occurrence open, UndoableAction.Assigned assigned) {
    if (!open.assignees().equals(assigned.before())) {
      context.emit(
          new OccurrenceEvent.Assigned(task, open.ordinal(), open.assignees(), assigned.before()));
    }
    claimAgain(context, task, open.ordinal(), assigned.claimedBy());
  }

  private static void claimAgain(
      DecisionContext context, TaskId task, int ordinal, @Nullable MemberId claimant) {
    TaskState taskState = context.state().catalog().tasks().get(task);
    Occurrence now = taskState == null ? null : taskState.task().open(ordinal);
    if (claimant != null && now != null && !claimant.equals(now.claimedBy())) {
      context.emit(new OccurrenceEvent.Claimed(task, ordinal, claimant));
    }
  }

  private static @Nullable Refusal undoMove(
      DecisionContext context, TaskState taskState, UndoableAction.Moved moved) {
    Refusal denied = check(context, moved, Permission.TASK_EDIT);
    Occurrence open = taskState.task().open(moved.ordinal());
    if (denied != null || open == null || !open.active()) {
      return denied == null ? new Refusal.NothingToUndo() : denied;
    }
    TaskId task = taskState.task().id();
    if (moved.passedOn() != null) {
      giveBack(context, task, open, moved.passedOn());
    }
    if (moved.assigned() != null) {
      Occurrence now = context.current(taskState).task().open(open.ordinal());
      restore(context, task, Objects.requireNonNull(now), moved.assigned());
    }
    context.emit(
        new OccurrenceEvent.Rescheduled(
            task, open.ordinal(), open.due(), moved.before(), moved.ruleDue()));
    Turns.passOn(context, context.current(taskState), moved.at());
    return null;
  }

  /** Gives each occurrence of a swap back to whom had it, unless somebody acted on one of them. */
  private static @Nullable Refusal undoSwap(
      DecisionContext context, UndoableAction.Swapped swapped) {
    Refusal denied = check(context, swapped, Permission.TASK_ASSIGN);
    if (denied != null) {
      return denied;
    }
    for (UndoableAction.Side side : swapped.sides()) {
      TaskState taskState = context.state().catalog().tasks().get(side.task());
      Occurrence open = taskState == null ? null : taskState.task().open(side.ordinal());
      boolean unchanged =
          open != null
              && open.active()
              && open.claimedBy() == null
              && open.assignees().equals(side.after())
              && swapped.equals(taskState.lastAction());
      if (!unchanged) {
        return new Refusal.NextAlreadyActedUpon();
      }
    }
    for (UndoableAction.Side side : swapped.sides()) {
      TaskState taskState = context.state().catalog().tasks().get(side.task());
      TaskFields now = Objects.requireNonNull(taskState).task().fields();
      TaskFields before = side.permanent() == null ? now : now.withAssignment(side.permanent());
      if (!before.equals(now)) {
        context.emit(new TaskEvent.Edited(side.task(), now, before));
      }
      context.emit(
          new OccurrenceEvent.Assigned(
              side.task(),
              side.ordinal(),
              side.after(),
              side.before(),
              side.permanent() == null ? AssignmentCause.SWAP : AssignmentCause.PERMANENT_SWAP));
      claimAgain(context, side.task(), side.ordinal(), side.claimedBy());
      Turns.passOn(context, context.current(taskState), swapped.at());
    }
    return null;
  }

  /** Gives an occurrence back to whom the move had taken it from, with the turn. */
  private static void giveBack(
      DecisionContext context, TaskId task, Occurrence open, UndoableAction.PassedOn former) {
    if (!open.assignees().equals(former.assignees())) {
      context.emit(
          new OccurrenceEvent.Assigned(
              task, open.ordinal(), open.assignees(), former.assignees(), AssignmentCause.RETURN));
    }
    claimAgain(context, task, open.ordinal(), former.claimedBy());
  }
}
