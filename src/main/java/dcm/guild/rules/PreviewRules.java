package dcm.guild.rules;

import dcm.guild.command.RequestedSchedule;
import dcm.guild.query.QueryResult;
import dcm.guild.recurrence.Recurrences;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildProfile;
import dcm.guild.value.Schedule;
import java.time.Instant;
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
            schedule, Recurrences.upcoming(schedule, profile.holidayCalendar(), at, limit))
        : null;
  }
}
