package dcm.guild.rules;

import dcm.guild.command.RequestedSchedule;
import dcm.guild.query.QueryResult;
import dcm.guild.recurrence.Recurrences;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildProfile;
import dcm.guild.value.Due;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.Schedule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Previews of schedules, which are completed and validated as those of tasks. */
final class PreviewRules {
  private PreviewRules() {}

  /** The preview; null after errors were added to the list. */
  static QueryResult.@Nullable SchedulePreview preview(
      GuildProfile profile,
      RequestedSchedule requested,
      Instant at,
      int limit,
      List<Refusal.FieldError> errors) {
    Schedule schedule =
        TaskPatchRules.schedule(
            profile.settings(), at, TaskPatchRules.DEFAULTS.schedule(), requested, errors);
    TaskValidation.schedule(schedule, errors);
    return errors.isEmpty()
        ? new QueryResult.SchedulePreview(
            schedule, dues(schedule, profile.holidayCalendar(), at, limit))
        : null;
  }

  private static List<Due> dues(
      Schedule schedule, HolidayCalendar holidays, Instant at, int limit) {
    return switch (schedule) {
      case Schedule.Once(Due.Never _) -> List.of();
      case Schedule.Once(var due) -> List.of(due);
      case Schedule.Recurring recurring ->
          switch (recurring.anchor()) {
            case FROM_DUE -> Recurrences.between(recurring, holidays, at, Instant.MAX, limit);
            case FROM_COMPLETION -> floating(recurring, holidays, at, limit);
          };
    };
  }

  /** The dues when each is completed on its day. */
  private static List<Due> floating(
      Schedule.Recurring schedule, HolidayCalendar holidays, Instant at, int limit) {
    var dues = new ArrayList<Due>();
    Due due = Recurrences.first(schedule, holidays, at);
    while (due != null && dues.size() < limit) {
      dues.add(due);
      LocalDate day = due.day();
      Instant deadline = due.deadline();
      due =
          day == null || deadline == null
              ? null
              : Recurrences.fromCompletion(schedule, holidays, day, due, deadline);
    }
    return dues;
  }
}
