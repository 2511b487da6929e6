package dcm.guild.rules;

import dcm.guild.assignment.AssigneeSelection;
import dcm.guild.assignment.Selection;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.recurrence.Recurrences;
import dcm.guild.reply.Refusal;
import dcm.guild.state.TaskState;
import dcm.guild.state.UndoableAction;
import dcm.guild.value.Due;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rules on edits of "this and the following" occurrences. */
final class SplitRules {
  /** Dues that a rule with another start must have in common with the former one. */
  private static final int COMPARED_DUES = 24;

  private static final Duration COMPARED_TIME = Duration.ofDays(3_660);

  private SplitRules() {}

  static @Nullable Refusal edit(DecisionContext context, TaskCommand.EditFollowing edit) {
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
    if (!(task.schedule() instanceof Schedule.Recurring recurring)) {
      return invalid("scope", "not-recurring", "the task does not repeat");
    }
    if (task.occurrences().isEmpty()) {
      return invalid("from", "no-occurrence", "the rule has ended");
    }
    LocalDate current = task.occurrences().getFirst().dueByRule().day();
    Schedule.Recurring ended =
        current == null || !edit.from().isAfter(current)
            ? null
            : Recurrences.endingBefore(recurring, context.holidays(), edit.from());
    if (ended == null) {
      return TaskRules.edit(
          context, new TaskCommand.Edit(edit.task(), edit.ifRevision(), edit.patch()));
    }
    if (recurring.anchor() == Schedule.Anchor.FROM_COMPLETION) {
      return invalid(
          "from", "floating", "the days of a task that counts from its completion are not known");
    }
    Schedule.Recurring following = startingOn(recurring, edit.from());
    return following == null
        ? invalid("from", "no-occurrence", "the rule has no occurrence on or after this day")
        : split(context, edit, taskState, ended, following);
  }

  private static @Nullable Refusal split(
      DecisionContext context,
      TaskCommand.EditFollowing edit,
      TaskState taskState,
      Schedule.Recurring ended,
      Schedule.Recurring following) {
    Task task = taskState.task();
    TaskFields before = task.fields().withSchedule(following);
    List<Refusal.FieldError> errors = new ArrayList<>();
    TaskFields after =
        TaskValidation.validate(
            TaskPatchRules.apply(context, before, edit.patch(), errors), before, errors);
    Refusal refusal = errors.isEmpty() ? null : new Refusal.Invalid(errors);
    boolean reassigned = !before.assignment().equals(after.assignment());
    if (refusal == null && reassigned) {
      refusal = TaskRules.checkAssign(context, after.assignment());
    }
    if (refusal == null) {
      refusal = TaskValidation.checkReferences(context.state(), after, before);
    }
    if (refusal == null) {
      refusal =
          DependencyRules.check(
              context.state(),
              edit.following(),
              after.effectivePolicy().dependsOn(),
              before.effectivePolicy().dependsOn());
    }
    if (refusal == null) {
      refusal = TaskRules.checkSize(context, after.characters());
    }
    if (refusal != null) {
      return refusal;
    }
    Due due =
        NextDueRules.first(
            after.schedule(),
            startOf(edit.from(), following.recurrence().zone()),
            context.holidays());
    int number = context.state().catalog().lastNumber() + 1;
    TaskEvent.Split split =
        new TaskEvent.Split(
            task.id(), edit.from(), task.schedule(), ended, edit.following(), number);
    List<Occurrence> moving =
        task.occurrences().stream().filter(open -> split.takes(open.dueByRule())).toList();
    Occurrence reported = moving.stream().filter(open -> !open.active()).findAny().orElse(null);
    if (due == null || reported != null) {
      return due == null
          ? TaskRules.noFurtherOccurrence()
          : new Refusal.WrongState(reported.state());
    }
    context.emit(split);
    moving.forEach(open -> context.emit(new OccurrenceEvent.Withdrawn(task.id(), open.ordinal())));
    TaskState shortened = context.current(taskState);
    EditedOccurrenceRules.replan(
        context, shortened, shortened.task().newest(), shortened.task().fields());
    context.emit(TaskRules.created(edit.following(), number, after));
    open(
        context,
        edit.following(),
        due,
        reassigned ? null : taskState.turn(),
        reassigned || moving.isEmpty() ? null : moving.getFirst());
    return null;
  }

  /**
   * Makes the task whole again: the one that took over is deleted, unless somebody acted on it.
   * What it had taken over opens again.
   */
  static @Nullable Refusal undo(
      DecisionContext context, TaskState taskState, UndoableAction.Split split) {
    TaskState following = context.state().catalog().tasks().get(split.following());
    if (following == null || isActedUpon(context, following, split)) {
      return new Refusal.NextAlreadyActedUpon();
    }
    Task task = taskState.task();
    Task other = following.task();
    BinRules.makeRoom(context, following.characters());
    context.emit(new TaskEvent.Deleted(other.id(), other.number(), other.title()));
    context.emit(
        new TaskEvent.SplitUndone(
            task.id(), task.schedule(), split.before(), other.id(), other.number()));
    for (Occurrence former : split.moved()) {
      EditedOccurrenceRules.open(context, context.current(taskState), former);
    }
    TaskState whole = context.current(taskState);
    Refusal refusal =
        split.moved().isEmpty()
            ? EditedOccurrenceRules.extended(context, whole, task.fields())
            : null;
    Turns.passOn(context, context.current(taskState), split.at());
    return refusal;
  }

  /** Whether the task that took over is another than the one which the split created. */
  private static boolean isActedUpon(
      DecisionContext context, TaskState following, UndoableAction.Split split) {
    MemberId claimant = split.moved().isEmpty() ? null : split.moved().getFirst().claimedBy();
    return following.lastAction() != null
        || !following.closings().isEmpty()
        || context.state().attachments().byTask().containsKey(following.task().id())
        || following.task().occurrences().stream()
            .anyMatch(open -> open.touched() && !isAsClaimed(open, claimant));
  }

  /** Whether nothing was done with the first occurrence but what the split did: the claim. */
  private static boolean isAsClaimed(Occurrence open, @Nullable MemberId claimant) {
    Occurrence untouched =
        Occurrence.opened(
                open.ordinal(),
                open.due(),
                open.assignees(),
                open.openedAt(),
                open.currentCourse()
                    .with(course -> course.quietUntil(open.openedAt()).ruleDue(null).moves(null)))
            .reminded(open.remindedOf());
    return claimant != null && untouched.claimed(claimant).equals(open);
  }

  /**
   * Opens the first occurrence of the task that takes over.
   *
   * @param turn whose turn it was; null: the rotation starts
   * @param moved the open occurrence that it replaces; null: none
   */
  private static void open(
      DecisionContext context,
      TaskId following,
      Due due,
      @Nullable MemberId turn,
      @Nullable Occurrence moved) {
    TaskState taskState =
        Objects.requireNonNull(context.state().catalog().find(new TaskRef.ById(following)));
    Task task = taskState.task();
    MemberId former = moved == null ? turn : moved.currentCourse().turn();
    Selection selection =
        AssigneeSelection.select(
            context.state(),
            Turns.next(taskState.withTurn(former), due, moved == null, context.at()));
    // those of the occurrence that it replaces keep it
    List<MemberId> assignees = moved == null ? selection.assignees() : moved.assignees();
    context.emit(
        new OccurrenceEvent.Opened(
            following,
            1,
            due,
            assignees,
            selection.assignees().equals(assignees)
                ? Turns.recordedTurn(selection)
                : selection.turn(),
            NextOccurrence.followedAt(context, task.effectivePolicy(), task.schedule(), due),
            null));
    if (moved != null && moved.claimedBy() != null) {
      context.emit(new OccurrenceEvent.Claimed(following, 1, moved.claimedBy()));
    }
  }

  /**
   * The same rule from its first due on or after a day; null: it has none. A rule whose days depend
   * on its start (the 31st, which some months do not have) keeps it, and with it its count.
   */
  private static Schedule.@Nullable Recurring startingOn(
      Schedule.Recurring recurring, LocalDate from) {
    Instant start = startOf(from, recurring.recurrence().zone());
    Due first = Recurrences.first(recurring.recurrence(), start);
    if (first == null) {
      return null;
    }
    Schedule moved = DueChange.of(recurring, first, first);
    return moved instanceof Schedule.Recurring changed
            && dues(changed, start).equals(dues(recurring, start))
        ? changed
        : recurring;
  }

  private static List<Due> dues(Schedule.Recurring schedule, Instant start) {
    return Recurrences.between(
        schedule, HolidayCalendar.NONE, start, start.plus(COMPARED_TIME), COMPARED_DUES);
  }

  private static Instant startOf(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant();
  }

  private static Refusal invalid(String field, String code, String detail) {
    return new Refusal.Invalid(List.of(new Refusal.FieldError(field, code, detail)));
  }
}
