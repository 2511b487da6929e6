package dcm.guild.rules;

import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.RequestedSchedule.Component;
import dcm.guild.command.TaskPatch;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.GroupingId;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.MemberId;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import java.time.LocalDate;
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
            : schedule(context, before.schedule(), patch.schedule()),
        patch.assignment() == null
            ? before.assignment()
            : assignment(before.assignment(), patch.assignment()));
  }

  private static Task.Effort effort(Task.Effort before, TaskPatch.EffortPatch patch) {
    return new Task.Effort(
        patch.minutes() == null ? before.minutes() : patch.minutes(),
        patch.difficulty() == null ? before.difficulty() : patch.difficulty());
  }

  private static Assignment assignment(Assignment before, TaskPatch.AssignmentPatch patch) {
    List<MemberId> kept = patch.strategy() == before.strategy() ? before.order() : List.of();
    return new Assignment(patch.strategy(), patch.order() == null ? kept : patch.order());
  }

  private static Schedule schedule(
      DecisionContext context, Schedule before, RequestedSchedule requested) {
    GuildSettings settings = context.state().profile().settings();
    return switch (requested) {
      case RequestedSchedule.Complete(var schedule) -> schedule;
      case RequestedSchedule.OnceAtTime(var local, var zone, var omitted) ->
          new Schedule.Once(new Due.AtTime(local, zone(before, zone, omitted, settings)));
      case RequestedSchedule.OnceAllDay(var date, var zone, var omitted) ->
          new Schedule.Once(new Due.AllDay(date, zone(before, zone, omitted, settings)));
      case RequestedSchedule.Recurring recurring ->
          recurring(
              before instanceof Schedule.Recurring current ? current : null,
              recurring,
              settings,
              context);
    };
  }

  private static ZoneId zone(
      Schedule before, @Nullable ZoneId requested, boolean omitted, GuildSettings settings) {
    ZoneId kept = omitted && before instanceof Schedule.Once(var due) ? due.zone() : null;
    ZoneId zone = kept == null ? requested : kept;
    return zone == null ? settings.zone() : zone;
  }

  private static Schedule recurring(
      Schedule.@Nullable Recurring before,
      RequestedSchedule.Recurring requested,
      GuildSettings settings,
      DecisionContext context) {
    Recurrence kept = before == null ? null : before.recurrence();
    ZoneId requestedZone =
        keeps(before, requested, Component.ZONE) ? kept.zone() : requested.zone();
    ZoneId zone = requestedZone == null ? settings.zone() : requestedZone;
    LocalDate start = keeps(before, requested, Component.START) ? kept.start() : requested.start();
    return new Schedule.Recurring(
        new Recurrence(
            requested.preset() == null
                ? String.valueOf(requested.rrule())
                : requested.preset().rrule(settings.weekStart()),
            start == null ? LocalDate.ofInstant(context.at(), zone) : start,
            keeps(before, requested, Component.TIME) ? kept.time() : requested.time(),
            zone,
            keeps(before, requested, Component.MONTH_END) ? kept.monthEnd() : requested.monthEnd()),
        keeps(before, requested, Component.ANCHOR) ? before.anchor() : requested.anchor());
  }

  private static boolean keeps(
      Schedule.@Nullable Recurring before,
      RequestedSchedule.Recurring requested,
      Component component) {
    return before != null && requested.omitted().contains(component);
  }
}
