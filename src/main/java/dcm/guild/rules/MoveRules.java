package dcm.guild.rules;

import dcm.guild.command.TaskCommand;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.TaskState;
import dcm.guild.value.Due;
import dcm.guild.value.Permission;
import dcm.guild.value.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules on editing one occurrence alone: its due and its assignees. */
final class MoveRules {
  private MoveRules() {}

  /** Changes the assignees and the due of one occurrence, by the rules of both. */
  static @Nullable Refusal edit(DecisionContext context, TaskCommand.EditOccurrence edit) {
    TaskState taskState = context.visibleTask(edit.task());
    if (taskState == null) {
      return new Refusal.UnknownTask(edit.task());
    }
    long revision = taskState.task().revision();
    if (edit.ifRevision() != null && edit.ifRevision() != revision) {
      return new Refusal.Outdated(edit.ifRevision(), revision);
    }
    Refusal refusal =
        edit.assignees() == null
            ? null
            : OccurrenceRules.assign(
                context, new TaskCommand.Assign(edit.task(), edit.ordinal(), edit.assignees()));
    return refusal == null && edit.movesDue()
        ? reschedule(context, new TaskCommand.Reschedule(edit.task(), edit.ordinal(), edit.due()))
        : refusal;
  }

  /** Moves one occurrence, or returns it to the task's rule. */
  static @Nullable Refusal reschedule(DecisionContext context, TaskCommand.Reschedule move) {
    Refusal denied = context.checkPermission(Permission.TASK_EDIT);
    if (denied != null) {
      return denied;
    }
    return OccurrenceRules.withActiveOccurrence(
        context,
        move.task(),
        move.ordinal(),
        (taskState, open) -> {
          Due byRule = open.dueByRule();
          Due after = byRule;
          if (move.due() != null) {
            List<Refusal.FieldError> errors = new ArrayList<>();
            Schedule asOnce =
                TaskPatchRules.schedule(
                    context.state().profile().settings(),
                    context.at(),
                    new Schedule.Once(open.due()),
                    move.due(),
                    errors);
            if (!(asOnce instanceof Schedule.Once(Due due))) {
              return new Refusal.Invalid(
                  List.of(new Refusal.FieldError("due", "not-once", "must be one day or instant")));
            }
            TaskValidation.checkRange(due.day(), "due", errors);
            if (!errors.isEmpty()) {
              return new Refusal.Invalid(errors);
            }
            after = due;
          }
          if (!after.equals(open.due())) {
            context.emit(
                new OccurrenceEvent.Rescheduled(
                    taskState.task().id(),
                    open.ordinal(),
                    open.due(),
                    after,
                    after.equals(byRule) ? null : byRule));
            // the new due may lie in an absence of a holder
            Turns.passOn(context, context.current(taskState));
          }
          return null;
        });
  }
}
