package dcm.guild;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks come, change and go. */
final class TaskRules {
  static final int MOST = 20_000;

  /**
   * Characters of all titles and descriptions of a guild together: it lives in memory, and its
   * snapshot is written as a whole.
   */
  static final int MAX_CHARACTERS = 8_000_000;

  private TaskRules() {}

  static @Nullable Refusal judge(Hearing hearing, TaskCommand command) {
    return switch (command) {
      case TaskCommand.Create create -> create(hearing, create);
      case TaskCommand.Edit edit -> edit(hearing, edit);
      case TaskCommand.Delete delete -> delete(hearing, delete);
      case TaskCommand.Assign assign -> OccurrenceRules.assign(hearing, assign);
      case TaskCommand.Claim claim -> OccurrenceRules.claim(hearing, claim);
      case TaskCommand.Release release -> OccurrenceRules.release(hearing, release);
      case TaskCommand.Complete complete -> ClosingRules.complete(hearing, complete);
      case TaskCommand.Reopen reopen -> ClosingRules.reopen(hearing, reopen);
      case TaskCommand.Skip skip -> ClosingRules.skip(hearing, skip);
      case TaskCommand.Snooze snooze -> OccurrenceRules.snooze(hearing, snooze);
    };
  }

  private static @Nullable Refusal create(Hearing hearing, TaskCommand.Create create) {
    TaskFields wanted = fields(create.draft());
    Refusal lacking = hearing.lacks(Permission.TASK_CREATE);
    if (lacking == null) {
      lacking = mayAssign(hearing, wanted.assignment());
    }
    if (lacking != null) {
      return lacking;
    }
    List<FieldError> errors = new ArrayList<>();
    if (hearing.state().board().chores().containsKey(create.id())) {
      errors.add(new FieldError("id", "taken", "there is a task of this id already"));
    }
    TaskFields fields = TaskChecks.check(wanted, null, errors);
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    Refusal unknown = TaskChecks.known(hearing.state(), fields, null);
    if (unknown != null) {
      return unknown;
    }
    if (hearing.state().board().chores().size() >= MOST) {
      return new Refusal.TooMany("tasks", MOST);
    }
    Refusal tooLong = tooLong(hearing, 0, characters(fields));
    if (tooLong != null) {
      return tooLong;
    }
    Due due = Cadence.first(fields.schedule(), hearing.at());
    if (due == null) {
      return endless();
    }
    hearing.happens(created(create.id(), hearing.state().board().lastNumber() + 1, fields));
    List<MemberId> holders = Turns.first(fields.assignment(), hearing.state().people());
    hearing.happens(new OccurrenceEvent.Opened(create.id(), 1, due, holders));
    return null;
  }

  private static @Nullable Refusal edit(Hearing hearing, TaskCommand.Edit edit) {
    Refusal lacking = hearing.lacks(Permission.TASK_EDIT);
    if (lacking != null) {
      return lacking;
    }
    Chore chore = hearing.chore(edit.task());
    if (chore == null) {
      return new Refusal.UnknownTask(edit.task());
    }
    Task task = chore.task();
    if (edit.ifRevision() != null && edit.ifRevision() != task.revision()) {
      return new Refusal.Outdated(edit.ifRevision(), task.revision());
    }
    TaskFields before = task.fields();
    List<FieldError> errors = new ArrayList<>();
    TaskFields after = TaskChecks.check(patched(before, edit.patch(), errors), before, errors);
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    if (!before.assignment().equals(after.assignment())) {
      lacking = mayAssign(hearing, after.assignment());
      if (lacking != null) {
        return lacking;
      }
    }
    Refusal unknown = TaskChecks.known(hearing.state(), after, before);
    if (unknown != null || before.equals(after)) {
      return unknown;
    }
    Refusal tooLong = tooLong(hearing, characters(before), characters(after));
    if (tooLong != null) {
      return tooLong;
    }
    hearing.happens(new TaskEvent.Edited(task.id(), before, after));
    return EditConsequences.draw(hearing, hearing.again(chore), before, after);
  }

  /** What gets shorter is always welcome. */
  private static @Nullable Refusal tooLong(Hearing hearing, long before, long after) {
    long all = hearing.state().board().characters() - before + after;
    return after > before && all > MAX_CHARACTERS ? new Refusal.TooMuchText(MAX_CHARACTERS) : null;
  }

  private static long characters(TaskFields fields) {
    return (long) fields.title().length() + fields.description().length();
  }

  private static @Nullable Refusal delete(Hearing hearing, TaskCommand.Delete delete) {
    Refusal lacking = hearing.lacks(Permission.TASK_DELETE);
    if (lacking != null) {
      return lacking;
    }
    Chore chore = hearing.chore(delete.task());
    if (chore == null) {
      return new Refusal.UnknownTask(delete.task());
    }
    Task task = chore.task();
    if (delete.ifRevision() != null && delete.ifRevision() != task.revision()) {
      return new Refusal.Outdated(delete.ifRevision(), task.revision());
    }
    hearing.happens(new TaskEvent.Deleted(task.id(), task.number(), task.title()));
    return null;
  }

  static Refusal endless() {
    return new Refusal.Invalid(
        List.of(new FieldError("schedule.rrule", "no-occurrence", "nothing falls due any more")));
  }

  /** Giving work to others needs more than making it. */
  private static @Nullable Refusal mayAssign(Hearing hearing, @Nullable Assignment wanted) {
    boolean harmless =
        wanted == null
            || wanted.strategy() == Assignment.Strategy.POOL
            || wanted.order().equals(List.of(hearing.caller().id()));
    return harmless ? null : hearing.lacks(Permission.TASK_ASSIGN);
  }

  private static TaskFields fields(TaskDraft draft) {
    return new TaskFields(
        draft.title(),
        draft.description(),
        draft.category(),
        draft.labels(),
        draft.effort(),
        draft.priority(),
        draft.schedule(),
        draft.assignment());
  }

  private static TaskEvent.Created created(TaskId id, int number, TaskFields fields) {
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
        fields.assignment());
  }

  private static TaskFields patched(TaskFields before, TaskPatch patch, List<FieldError> errors) {
    if (patch.clearCategory() && patch.category() != null) {
      errors.add(new FieldError("category", "contradiction", "cannot be both set and cleared"));
    }
    GroupingId category = patch.category() == null ? before.category() : patch.category();
    return new TaskFields(
        patch.title() == null ? before.title() : patch.title(),
        patch.description() == null ? before.description() : patch.description(),
        patch.clearCategory() ? null : category,
        patch.labels() == null ? before.labels() : patch.labels(),
        patch.effort() == null ? before.effort() : patch.effort(),
        patch.priority() == null ? before.priority() : patch.priority(),
        patch.schedule() == null ? before.schedule() : patch.schedule(),
        patch.assignment() == null ? before.assignment() : patch.assignment());
  }
}
