package dcm.guild.rules;

import dcm.guild.command.TaskCommand;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.TaskState;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.TaskPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rules on completing and skipping an occurrence. */
final class CompletionRules {
  private static final Duration MAX_BACKDATING = Duration.ofDays(365);

  private CompletionRules() {}

  /** A completion as it was checked. */
  private record Report(MemberId by, MemberId loggedBy, Instant doneAt, @Nullable String note) {}

  static @Nullable Refusal complete(DecisionContext context, TaskCommand.Complete complete) {
    MemberId callerId = context.caller().id();
    MemberId by = complete.by() == null ? callerId : complete.by();
    return OccurrenceRules.withActiveOccurrence(
        context,
        complete.task(),
        complete.ordinal(),
        (taskState, open) -> {
          Refusal refusal = checkDoer(context, taskState, open, by);
          if (refusal == null) {
            refusal = DependencyRules.checkDone(context.state(), taskState.task(), open);
          }
          if (refusal != null) {
            return refusal;
          }
          List<Refusal.FieldError> errors = new ArrayList<>();
          Instant doneAt = doneAt(context, taskState, complete.doneAt(), errors);
          String note = TextValidation.note(complete.note(), "note", errors);
          if (!errors.isEmpty()) {
            return new Refusal.Invalid(errors);
          }
          refusal = RequirementRules.check(context.state(), taskState.task(), open, note);
          if (refusal == null) {
            refusal = TaskRules.checkCharacters(context, note == null ? 0 : note.length());
          }
          if (refusal == null) {
            complete(context, taskState, open, new Report(by, callerId, doneAt, note));
          }
          return refusal;
        });
  }

  private static @Nullable Refusal checkDoer(
      DecisionContext context, TaskState taskState, Occurrence open, MemberId by) {
    boolean own = by.equals(context.caller().id());
    Refusal denied =
        own
            ? OccurrenceRules.checkPermission(
                context, taskState, open, Permission.TASK_COMPLETE, Permission.TASK_COMPLETE_ANY)
            : context.checkPermission(Permission.TASK_COMPLETE_ANY);
    if (denied != null) {
      return denied;
    }
    if (context.state().members().find(by) == null) {
      return new Refusal.UnknownMember(by);
    }
    boolean others = taskState.task().hasParts(open) && !open.assignees().contains(by);
    return others
        ? new Refusal.HeldByOthers(taskState.task().owing(open), false, Permission.TASK_ASSIGN)
        : null;
  }

  private static void complete(
      DecisionContext context, TaskState taskState, Occurrence open, Report report) {
    List<MemberId> missing = taskState.task().hasParts(open) ? open.missingParts() : List.of();
    // with every part done, as after a rejection, any assignee reports the whole again
    if (!missing.isEmpty()) {
      if (!missing.contains(report.by())) {
        return;
      }
      context.emit(
          new OccurrenceEvent.PartCompleted(
              taskState.task().id(),
              open.ordinal(),
              report.by(),
              report.loggedBy(),
              report.doneAt(),
              report.note()));
      if (missing.size() > 1) {
        return;
      }
    }
    boolean approval = taskState.task().effectivePolicy().requires(TaskPolicy.Requirement.APPROVAL);
    if (approval) {
      context.emit(
          new OccurrenceEvent.Submitted(
              taskState.task().id(),
              open.ordinal(),
              report.by(),
              report.loggedBy(),
              report.doneAt(),
              report.note()));
      if (ApprovalRules.check(context, report.by()) == null) {
        ApprovalRules.approve(context, taskState, open, report.by(), report.doneAt());
      }
      return;
    }
    context.emit(
        new OccurrenceEvent.Completed(
            taskState.task().id(),
            open.ordinal(),
            report.by(),
            report.loggedBy(),
            report.doneAt(),
            report.note()));
    openNext(context, taskState, open, report.by(), report.doneAt());
  }

  /** Opens the next occurrence after a completion that counts. */
  static void openNext(
      DecisionContext context, TaskState taskState, Occurrence done, MemberId by, Instant doneAt) {
    Due next =
        NextDueRules.afterCompletion(
            taskState.task().schedule(),
            done.dueByRule(),
            doneAt,
            context.at(),
            context.holidays());
    MemberId turn = done.currentCourse().turn();
    boolean advance =
        taskState.task().effectivePolicy().turnAdvance() != TaskPolicy.TurnAdvance.HOLDER_COMPLETION
            || turn == null
            || Objects.equals(turn, by);
    NextOccurrence.openAfter(context, taskState, done, next, advance);
  }

  static @Nullable Refusal skip(DecisionContext context, TaskCommand.Skip skip) {
    return OccurrenceRules.withActiveOccurrence(
        context,
        skip.task(),
        skip.ordinal(),
        (taskState, open) -> {
          Refusal denied =
              OccurrenceRules.checkPermission(
                  context, taskState, open, Permission.TASK_COMPLETE, Permission.TASK_COMPLETE_ANY);
          if (denied == null && RequirementRules.isSupervised(taskState.task())) {
            // otherwise a skip would be a way round the approval or the photo
            denied = context.checkPermission(Permission.TASK_APPROVE);
          }
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
                  taskState.task().schedule(), open.dueByRule(), context.at(), context.holidays());
          NextOccurrence.openAfter(context, taskState, open, next, skip.advanceTurn());
          return null;
        });
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
