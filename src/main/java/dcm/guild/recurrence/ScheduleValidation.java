package dcm.guild.recurrence;

import dcm.guild.reply.Refusal;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.Schedule;
import java.util.ArrayList;
import java.util.List;

/** Validates recurring schedules: the rule, and what does not go together with it. */
final class ScheduleValidation {
  private static final int MAX_TIMES = 24;

  private ScheduleValidation() {}

  /** The errors of a schedule; empty when it is valid. */
  static List<Refusal.FieldError> validate(Schedule.Recurring schedule) {
    var errors = new ArrayList<>(RRuleValidation.validate(schedule.recurrence()));
    if (schedule.recurrence().timesOfDay().size() > MAX_TIMES) {
      errors.add(
          new Refusal.FieldError("schedule.times", "too-many", "at most " + MAX_TIMES + " a day"));
    }
    if (schedule.exceptedDays().size() > Schedule.Recurring.MAX_EXCEPTIONS) {
      errors.add(
          new Refusal.FieldError(
              "schedule.exceptions",
              "too-many",
              "at most " + Schedule.Recurring.MAX_EXCEPTIONS + " days"));
    }
    if (!errors.isEmpty()) {
      return List.copyOf(errors);
    }
    RRule rule = RRule.Parser.parse(schedule.recurrence());
    if (schedule.anchor() == Schedule.Anchor.FROM_COMPLETION) {
      checkFloating(schedule, rule, errors);
    }
    if (schedule.season() != null && !hasDayInSeason(schedule, rule)) {
      errors.add(
          new Refusal.FieldError(
              "schedule.season", "yields-nothing", "the rule has no day in these months"));
    }
    return List.copyOf(errors);
  }

  /** A rule that restarts at each completion counts nothing from a fixed start. */
  private static void checkFloating(
      Schedule.Recurring schedule, RRule rule, List<Refusal.FieldError> errors) {
    if (rule.has(RRule.Part.COUNT)) {
      errors.add(RRuleValidation.error("contradiction", "COUNT is counted from a fixed start"));
    }
    if (schedule.recurrence().times() != null) {
      errors.add(
          new Refusal.FieldError(
              "schedule.times", "contradiction", "several times a day need the anchor FROM_DUE"));
    }
  }

  private static boolean hasDayInSeason(Schedule.Recurring schedule, RRule rule) {
    var withoutExceptions = schedule.withExceptions(null);
    return ScheduleDays.from(
                schedule.recurrence().start(), rule, withoutExceptions, HolidayCalendar.NONE)
            .next()
        != null;
  }
}
