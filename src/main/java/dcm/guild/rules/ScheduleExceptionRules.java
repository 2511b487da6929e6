package dcm.guild.rules;

import dcm.guild.command.TaskCommand;
import dcm.guild.event.TaskEvent;
import dcm.guild.recurrence.Recurrences;
import dcm.guild.reply.Refusal;
import dcm.guild.state.TaskState;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules on taking single days out of a task's rule. */
final class ScheduleExceptionRules {
  private ScheduleExceptionRules() {}

  /**
   * Takes a future day of the rule out of it; undone like an edit. On the day of an open occurrence
   * that one is skipped.
   */
  static @Nullable Refusal skip(DecisionContext context, TaskCommand.SkipDay skip) {
    TaskState taskState = context.visibleTask(skip.task());
    if (taskState == null) {
      return new Refusal.UnknownTask(skip.task());
    }
    Task task = taskState.task();
    for (Occurrence open : task.occurrences()) {
      if (skip.day().equals(open.dueByRule().day())) {
        return CompletionRules.skip(
            context, new TaskCommand.Skip(skip.task(), open.ordinal(), null, true));
      }
    }
    Refusal denied = context.checkPermission(Permission.TASK_EDIT);
    if (denied == null && RequirementRules.isSupervised(task)) {
      denied = context.checkPermission(Permission.TASK_APPROVE);
    }
    if (denied != null) {
      return denied;
    }
    if (!(task.schedule() instanceof Schedule.Recurring recurring)) {
      return invalid("not-recurring", "the task does not repeat");
    }
    if (recurring.anchor() == Schedule.Anchor.FROM_COMPLETION) {
      return invalid(
          "floating", "the days of a task that counts from its completion are not known");
    }
    ZoneId zone = recurring.recurrence().zone();
    LocalDate today = LocalDate.ofInstant(context.at(), zone);
    Occurrence newest = task.newest();
    LocalDate opened = newest == null ? null : newest.dueByRule().day();
    boolean ahead = !skip.day().isBefore(today) && (opened == null || skip.day().isAfter(opened));
    if (!ahead || !isDueOn(context, recurring, skip.day(), zone)) {
      return invalid("not-a-due-day", "the task is not due on this day by its rule");
    }
    TaskFields before = task.fields();
    List<Refusal.FieldError> errors = new ArrayList<>();
    TaskFields after =
        TaskValidation.validate(
            before.withSchedule(recurring.without(skip.day(), today)), before, errors);
    if (!errors.isEmpty()) {
      return new Refusal.Invalid(errors);
    }
    Refusal full = TaskRules.checkCharacters(context, after.characters() - before.characters());
    if (full != null) {
      return full;
    }
    context.emit(new TaskEvent.Edited(task.id(), before, after));
    EditedOccurrenceRules.replan(context, context.current(taskState), newest, after);
    return null;
  }

  private static boolean isDueOn(
      DecisionContext context, Schedule.Recurring recurring, LocalDate day, ZoneId zone) {
    Instant from = day.atStartOfDay(zone).toInstant();
    Instant to = day.plusDays(1).atStartOfDay(zone).toInstant();
    return !Recurrences.between(recurring, context.holidays(), from, to, 1).isEmpty();
  }

  private static Refusal invalid(String code, String detail) {
    return new Refusal.Invalid(List.of(new Refusal.FieldError("date", code, detail)));
  }
}
