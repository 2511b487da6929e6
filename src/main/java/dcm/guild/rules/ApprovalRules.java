package dcm.guild.rules;

import dcm.guild.command.TaskCommand;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.TaskState;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.TaskRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Rules on approving and rejecting what was submitted. */
final class ApprovalRules {
  private ApprovalRules() {}

  static @Nullable Refusal approve(DecisionContext context, TaskCommand.Approve approve) {
    return withSubmitted(
        context,
        approve.task(),
        approve.ordinal(),
        (taskState, submitted) -> {
          Occurrence.Completion reported = submitted.completion();
          if (reported == null) {
            return new Refusal.WrongState(submitted.state());
          }
          Refusal denied = check(context, reported.by());
          if (denied == null) {
            approve(context, taskState, submitted, reported.by(), reported.doneAt());
          }
          return denied;
        });
  }

  static @Nullable Refusal reject(DecisionContext context, TaskCommand.Reject reject) {
    return withSubmitted(
        context,
        reject.task(),
        reject.ordinal(),
        (taskState, submitted) -> {
          Refusal denied = context.checkPermission(Permission.TASK_APPROVE);
          if (denied != null) {
            return denied;
          }
          List<Refusal.FieldError> errors = new ArrayList<>();
          String reason = TextValidation.note(reject.reason(), "reason", errors);
          if (errors.isEmpty() && reason == null) {
            errors.add(new Refusal.FieldError("reason", "missing", "must be given"));
          }
          if (!errors.isEmpty()) {
            return new Refusal.Invalid(errors);
          }
          context.emit(
              new OccurrenceEvent.Rejected(
                  taskState.task().id(),
                  submitted.ordinal(),
                  context.caller().id(),
                  String.valueOf(reason)));
          Turns.passOn(context, context.current(taskState));
          return null;
        });
  }

  /** Whether the caller may approve what a member did; the doer only where the guild allows it. */
  static @Nullable Refusal check(DecisionContext context, MemberId doer) {
    Refusal denied = context.checkPermission(Permission.TASK_APPROVE);
    boolean self = doer.equals(context.caller().id());
    return denied == null && self && !context.state().profile().settings().allowsSelfApproval()
        ? new Refusal.SelfApproval()
        : denied;
  }

  /** Closes an occurrence that was submitted, and opens the next one. */
  static void approve(
      DecisionContext context,
      TaskState taskState,
      Occurrence submitted,
      MemberId by,
      Instant doneAt) {
    context.emit(
        new OccurrenceEvent.Approved(
            taskState.task().id(), submitted.ordinal(), context.caller().id()));
    CompletionRules.openNext(context, taskState, submitted, by, doneAt);
  }

  private static @Nullable Refusal withSubmitted(
      DecisionContext context,
      TaskRef ref,
      @Nullable Integer ordinal,
      BiFunction<TaskState, Occurrence, @Nullable Refusal> rule) {
    TaskState taskState = context.visibleTask(ref);
    Integer wanted = ordinal;
    if (taskState != null && ordinal == null) {
      wanted =
          taskState.task().occurrences().stream()
              .filter(open -> open.state() == Occurrence.State.AWAITING_APPROVAL)
              .map(Occurrence::ordinal)
              .findFirst()
              .orElse(null);
    }
    return OccurrenceRules.withOpenOccurrence(
        context,
        ref,
        wanted,
        (found, open) ->
            open.state() == Occurrence.State.AWAITING_APPROVAL
                ? rule.apply(found, open)
                : new Refusal.WrongState(open.state()));
  }
}
