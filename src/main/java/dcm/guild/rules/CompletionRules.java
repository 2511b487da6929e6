package dcm.guild.rules;

import dcm.guild.command.TaskCommand;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.Members;
import dcm.guild.state.TaskState;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules on completing and skipping an occurrence, opening the next one, and undoing both. */
final class CompletionRules {
  private static final Duration MAX_BACKDATING = Duration.ofDays(365);

  private CompletionRules() {}

  static @Nullable Refusal complete(DecisionContext context, TaskCommand.Complete complete) {
    MemberId callerId = context.caller().id();
    MemberId by = complete.by() == null ? callerId : complete.by();
    return OccurrenceRules.withOpenOccurrence(
        context,
        complete.task(),
        complete.ordinal(),
        (taskState, open) -> {
          Refusal denied =
              by.equals(callerId)
                  ? OccurrenceRules.checkPermission(
                      context,
                      taskState,
                      open,
                      Permission.TASK_COMPLETE,
                      Permission.TASK_COMPLETE_ANY)
                  : context.checkPermission(Permission.TASK_COMPLETE_ANY);
          if (denied != null) {
            return denied;
          }
          if (context.state().members().find(by) == null) {
            return new Refusal.UnknownMember(by);
          }
          List<Refusal.FieldError> errors = new ArrayList<>();
          Instant doneAt = doneAt(context, taskState, complete.doneAt(), errors);
          String note = TextValidation.note(complete.note(), "note", errors);
          if (!errors.isEmpty()) {
            return new Refusal.Invalid(errors);
          }
          context.emit(
              new OccurrenceEvent.Completed(
                  taskState.task().id(), open.ordinal(), by, callerId, doneAt, note));
          Due next =
              NextDueRules.afterCompletion(
                  taskState.task().schedule(),
                  open.due(),
                  doneAt,
                  context.at(),
                  context.holidays());
          openNext(context, taskState, next, true);
          return null;
        });
  }

  static @Nullable Refusal skip(DecisionContext context, TaskCommand.Skip skip) {
    return OccurrenceRules.withOpenOccurrence(
        context,
        skip.task(),
        skip.ordinal(),
        (taskState, open) -> {
          Refusal denied =
              OccurrenceRules.checkPermission(
                  context, taskState, open, Permission.TASK_COMPLETE, Permission.TASK_COMPLETE_ANY);
          if (denied != null) {
            return denied;
          }
          List<Refusal.FieldError> errors = new ArrayList<>();
          String reason = TextValidation.note(skip.reason(), "reason", errors);
          if (!errors.isEmpty()) {
            return new Refusal.Invalid(errors);
          }
          context.emit(
              new OccurrenceEvent.Skipped(
                  taskState.task().id(), open.ordinal(), reason, skip.advanceTurn()));
          Due next =
              NextDueRules.afterSkip(
                  taskState.task().schedule(), open.due(), context.at(), context.holidays());
          openNext(context, taskState, next, skip.advanceTurn());
          return null;
        });
  }

  private static void openNext(
      DecisionContext context, TaskState taskState, @Nullable Due due, boolean advance) {
    if (due == null) {
      return;
    }
    Assignment assignment = taskState.task().assignment();
    Members members = context.state().members();
    List<MemberId> holders =
        advance
            ? AssigneeSelection.next(assignment, taskState.turn(), members)
            : AssigneeSelection.current(assignment, taskState.turn(), members);
    context.emit(
        new OccurrenceEvent.Opened(
            taskState.task().id(), taskState.lastOrdinal() + 1, due, holders));
  }

  /**
   * Undoes a closing with a compensating pair of events: the next occurrence is withdrawn, the
   * former one is open again with its due, holder and turn.
   */
  static @Nullable Refusal reopen(DecisionContext context, TaskCommand.Reopen reopen) {
    TaskState taskState = context.visibleTask(reopen.task());
    if (taskState == null) {
      return new Refusal.UnknownTask(reopen.task());
    }
    TaskState.Closing closing = taskState.lastClosing();
    Occurrence open = taskState.task().open();
    Integer ordinal = reopen.ordinal();
    if (open != null && ordinal != null && open.ordinal() == ordinal) {
      return new Refusal.WrongState(open.state());
    }
    if (closing == null) {
      return ordinal == null
          ? new Refusal.WrongState(open == null ? null : open.state())
          : new Refusal.UnknownOccurrence(ordinal);
    }
    if (ordinal != null && closing.occurrence().ordinal() != ordinal) {
      return ordinal >= 1 && ordinal < closing.occurrence().ordinal()
          ? new Refusal.NextAlreadyActedUpon()
          : new Refusal.UnknownOccurrence(ordinal);
    }
    Refusal refusal = checkUndo(context, closing);
    if (refusal == null && open != null && taskState.touched()) {
      refusal = new Refusal.NextAlreadyActedUpon();
    }
    if (refusal != null) {
      return refusal;
    }
    TaskId task = taskState.task().id();
    if (open != null) {
      context.emit(new OccurrenceEvent.Withdrawn(task, open.ordinal()));
    }
    context.emit(new OccurrenceEvent.Reopened(task, closing.occurrence().ordinal()));
    MemberRules.removeFormerMembers(context, context.current(taskState));
    return null;
  }

  /**
   * Allows members to undo their own completions within the undo window, and members with the
   * permission to complete for all at any time.
   */
  private static @Nullable Refusal checkUndo(DecisionContext context, TaskState.Closing closing) {
    if (context.principal().hasPermission(Permission.TASK_COMPLETE_ANY)) {
      return null;
    }
    MemberId callerId = context.caller().id();
    Occurrence closed = closing.occurrence();
    Occurrence.Completion done = closed.completion();
    boolean own =
        callerId.equals(closing.closedBy()) || (done != null && done.by().equals(callerId));
    if (!own) {
      return new Refusal.Forbidden(Permission.TASK_COMPLETE_ANY);
    }
    Refusal denied = context.checkPermission(Permission.TASK_COMPLETE);
    Duration window = context.state().profile().settings().undoWindow();
    boolean tooLate =
        closed.closedAt() != null && context.at().isAfter(closed.closedAt().plus(window));
    return denied == null && tooLate ? new Refusal.TooLateToUndo() : denied;
  }

  private static Instant doneAt(
      DecisionContext context,
      TaskState taskState,
      @Nullable Instant requested,
      List<Refusal.FieldError> errors) {
    if (requested == null) {
      return context.at();
    }
    if (requested.isAfter(context.at())) {
      errors.add(new Refusal.FieldError("doneAt", "in-the-future", "must not lie in the future"));
    } else if (requested.isBefore(taskState.task().createdAt().minus(MAX_BACKDATING))) {
      errors.add(
          new Refusal.FieldError(
              "doneAt", "too-early", "must not lie more than a year before the task was created"));
    }
    return requested;
  }
}
