package dcm.guild.rules;

import dcm.guild.command.TaskCommand;
import dcm.guild.event.TaskEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.TaskState;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.Permission;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules on creating, editing and deleting tasks. */
final class TaskRules {
  static final int MAX_TASKS = 20_000;

  /**
   * Maximum size of all tasks of a guild in characters, see {@link TaskState#characters}: the guild
   * is held in memory, and its snapshot is written as a whole.
   */
  static final int MAX_CHARACTERS = 8_000_000;

  private TaskRules() {}

  static @Nullable Refusal decide(DecisionContext context, TaskCommand command) {
    return switch (command) {
      case TaskCommand.Create create -> create(context, create);
      case TaskCommand.Edit edit -> edit(context, edit);
      case TaskCommand.EditOccurrence edit -> MoveRules.edit(context, edit);
      case TaskCommand.EditFollowing edit -> SplitRules.edit(context, edit);
      case TaskCommand.SkipDay skip -> ScheduleExceptionRules.skip(context, skip);
      case TaskCommand.Delete delete -> delete(context, delete);
      case TaskCommand.Assign assign -> OccurrenceRules.assign(context, assign);
      case TaskCommand.Claim claim -> OccurrenceRules.claim(context, claim);
      case TaskCommand.Release release -> OccurrenceRules.release(context, release);
      case TaskCommand.Complete complete -> CompletionRules.complete(context, complete);
      case TaskCommand.Reopen reopen -> UndoRules.reopen(context, reopen);
      case TaskCommand.Undo undo -> UndoRules.undo(context, undo);
      case TaskCommand.Restore restore -> BinRules.restore(context, restore);
      case TaskCommand.Approve approve -> ApprovalRules.approve(context, approve);
      case TaskCommand.Reject reject -> ApprovalRules.reject(context, reject);
      case TaskCommand.Nudge nudge -> NudgeRules.nudge(context, nudge);
      case TaskCommand.Tick tick -> ChecklistRules.tick(context, tick);
      case TaskCommand.Reschedule move -> MoveRules.reschedule(context, move);
      case TaskCommand.Skip skip -> CompletionRules.skip(context, skip);
      case TaskCommand.Snooze snooze -> OccurrenceRules.snooze(context, snooze);
    };
  }

  private static @Nullable Refusal create(DecisionContext context, TaskCommand.Create create) {
    List<Refusal.FieldError> errors = new ArrayList<>();
    TaskFields wanted =
        TaskPatchRules.apply(context, TaskPatchRules.DEFAULTS, create.fields(), errors);
    Refusal denied = context.checkPermission(Permission.TASK_CREATE);
    if (denied == null) {
      denied = checkAssign(context, wanted.assignment());
    }
    if (denied != null) {
      return denied;
    }
    if (context.state().catalog().tasks().containsKey(create.id())) {
      errors.add(new Refusal.FieldError("id", "taken", "this id is already in use"));
    }
    TaskFields fields = TaskValidation.validate(wanted, null, errors);
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    Refusal refusal = TaskValidation.checkReferences(context.state(), fields, null);
    if (refusal == null) {
      refusal =
          DependencyRules.check(
              context.state(), create.id(), fields.effectivePolicy().dependsOn(), Set.of());
    }
    if (refusal == null) {
      refusal = checkSize(context, fields.characters());
    }
    if (refusal != null) {
      return refusal;
    }
    Due due = NextDueRules.first(fields.schedule(), context.at(), context.holidays());
    if (due == null) {
      return noFurtherOccurrence();
    }
    context.emit(created(create.id(), context.state().catalog().lastNumber() + 1, fields));
    TaskState taskState = context.state().catalog().find(new TaskRef.ById(create.id()));
    if (taskState != null) {
      NextOccurrence.open(context, taskState, due, true, null);
    }
    return null;
  }

  /**
   * Checks whether another task fits into the guild.
   *
   * @param characters its size
   */
  static @Nullable Refusal checkSize(DecisionContext context, long characters) {
    return context.state().catalog().tasks().size() >= MAX_TASKS
        ? new Refusal.TooMany("tasks", MAX_TASKS)
        : checkCharacters(context, characters);
  }

  static @Nullable Refusal edit(DecisionContext context, TaskCommand.Edit edit) {
    Refusal denied = context.checkPermission(Permission.TASK_EDIT);
    if (denied != null) {
      return denied;
    }
    TaskState taskState = context.visibleTask(edit.task());
    if (taskState == null) {
      return new Refusal.UnknownTask(edit.task());
    }
    Task task = taskState.task();
    if (edit.ifRevision() != null && edit.ifRevision() != task.revision()) {
      return new Refusal.Outdated(edit.ifRevision(), task.revision());
    }
    TaskFields before = task.fields();
    List<Refusal.FieldError> errors = new ArrayList<>();
    TaskFields after =
        TaskValidation.validate(
            TaskPatchRules.apply(context, before, edit.patch(), errors), before, errors);
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    if (!before.assignment().equals(after.assignment())) {
      denied = checkAssign(context, after.assignment());
      if (denied != null) {
        return denied;
      }
    }
    Refusal unknown = TaskValidation.checkReferences(context.state(), after, before);
    if (unknown == null) {
      unknown =
          DependencyRules.check(
              context.state(),
              task.id(),
              after.effectivePolicy().dependsOn(),
              before.effectivePolicy().dependsOn());
    }
    if (unknown != null || before.equals(after)) {
      return unknown;
    }
    Refusal tooMuchText = checkCharacters(context, after.characters() - before.characters());
    if (tooMuchText != null) {
      return tooMuchText;
    }
    context.emit(new TaskEvent.Edited(task.id(), before, after));
    return EditedOccurrenceRules.apply(context, context.current(taskState), before, after);
  }

  /** Checks the common limit of texts and lists; what makes them smaller is always accepted. */
  static @Nullable Refusal checkCharacters(DecisionContext context, long added) {
    long all = context.state().catalog().characters() + added;
    return added > 0 && all > MAX_CHARACTERS ? new Refusal.TooMuchText(MAX_CHARACTERS) : null;
  }

  private static @Nullable Refusal delete(DecisionContext context, TaskCommand.Delete delete) {
    Refusal denied = context.checkPermission(Permission.TASK_DELETE);
    if (denied != null) {
      return denied;
    }
    TaskState taskState = context.visibleTask(delete.task());
    if (taskState == null) {
      return new Refusal.UnknownTask(delete.task());
    }
    Task task = taskState.task();
    if (delete.ifRevision() != null && delete.ifRevision() != task.revision()) {
      return new Refusal.Outdated(delete.ifRevision(), task.revision());
    }
    BinRules.makeRoom(context, taskState.characters());
    context.emit(new TaskEvent.Deleted(task.id(), task.number(), task.title()));
    return null;
  }

  static Refusal noFurtherOccurrence() {
    return new Refusal.Invalid(
        List.of(
            new Refusal.FieldError(
                "schedule.rrule", "no-occurrence", "the rule has no further occurrence")));
  }

  /** Checks the permission to assign: a task assigned to others needs TASK_ASSIGN. */
  static @Nullable Refusal checkAssign(DecisionContext context, @Nullable Assignment wanted) {
    boolean ownOnly =
        wanted == null
            || wanted.strategy() == Assignment.Strategy.POOL
            || wanted.order().equals(List.of(context.caller().id()));
    return ownOnly ? null : context.checkPermission(Permission.TASK_ASSIGN);
  }

  static TaskEvent.Created created(TaskId id, int number, TaskFields fields) {
    return new TaskEvent.Created(
        id,
        number,
        fields.title(),
        fields.description(),
        fields.category(),
        fields.labels(),
        fields.effort(),
        fields.priority(),
        fields.schedule(),
        fields.assignment(),
        fields.policy());
  }
}
