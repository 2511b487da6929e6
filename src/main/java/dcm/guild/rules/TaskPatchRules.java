package dcm.guild.rules;

import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskPatch;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.GroupingId;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Completes the fields that a caller states, from the task and from the guild's settings. */
final class TaskPatchRules {
  /** The fields of a new task that its creator leaves out. */
  static final TaskFields DEFAULTS =
      new TaskFields(
          "",
          "",
          null,
          List.of(),
          Task.Effort.UNKNOWN,
          Task.Priority.NORMAL,
          new Schedule.Once(new Due.Never()),
          Assignment.OPEN);

  private TaskPatchRules() {}

  /** The task's fields with the patch; errors are added to the list. */
  static TaskFields apply(
      DecisionContext context,
      TaskFields before,
      TaskPatch patch,
      List<Refusal.FieldError> errors) {
    if (patch.clearCategory() && patch.category() != null) {
      errors.add(
          new Refusal.FieldError("category", "contradiction", "cannot be both set and cleared"));
    }
    GroupingId category = patch.category() == null ? before.category() : patch.category();
    return new TaskFields(
        patch.title() == null ? before.title() : patch.title(),
        patch.description() == null ? before.description() : patch.description(),
        patch.clearCategory() ? null : category,
        patch.labels() == null ? before.labels() : patch.labels(),
        patch.effort() == null ? before.effort() : effort(before.effort(), patch.effort()),
        patch.priority() == null ? before.priority() : patch.priority(),
        patch.schedule() == null
            ? before.schedule()
            : schedule(
                context.state().profile().settings(),
                context.at(),
                before.schedule(),
                patch.schedule(),
                errors),
        patch.assignment() == null
            ? before.assignment()
            : AssignmentPatchRules.apply(context, before.assignment(), patch.assignment()),
        patch.policy() == null ? before.policy() : patch.policy().apply(before.effectivePolicy()));
  }

  private static Task.Effort effort(Task.Effort before, TaskPatch.EffortPatch patch) {
    return new Task.Effort(
        patch.minutes() == null ? before.minutes() : patch.minutes(),
        patch.difficulty() == null ? before.difficulty() : patch.difficulty());
  }

  /** The schedule as stated, completed; errors are added to the list. */
  static Schedule schedule(
      GuildSettings settings,
      Instant at,
      Schedule before,
      RequestedSchedule requested,
      List<Refusal.FieldError> errors) {
    return switch (requested) {
      case RequestedSchedule.Complete(var schedule) -> schedule;
      case RequestedSchedule.OnceAtTime(var local, var zone, var omitted) ->
          new Schedule.Once(new Due.AtTime(local, zone(before, zone, omitted, settings)));
      case RequestedSchedule.OnceAllDay(var date, var zone, var omitted) ->
          new Schedule.Once(new Due.AllDay(date, zone(before, zone, omitted, settings)));
      case RequestedSchedule.Recurring recurring ->
          RecurringPatch.of(before, recurring).apply(settings, at, errors);
    };
  }

  private static ZoneId zone(
      Schedule before, @Nullable ZoneId requested, boolean omitted, GuildSettings settings) {
    ZoneId kept = omitted && before instanceof Schedule.Once(var due) ? due.zone() : null;
    ZoneId zone = kept == null ? requested : kept;
    return zone == null ? settings.zone() : zone;
  }
}
