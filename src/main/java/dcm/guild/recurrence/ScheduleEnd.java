package dcm.guild.recurrence;

import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Ends a schedule before a local day. */
final class ScheduleEnd {
  private ScheduleEnd() {}

  /** The schedule without dues on or after a day; null: nothing is left. */
  static Schedule.@Nullable Recurring before(
      LocalDate day, Schedule.Recurring schedule, HolidayCalendar calendar) {
    Recurrence recurrence = schedule.recurrence();
    LocalDate last = lastRuleDay(day, schedule, Holidays.of(calendar));
    if (last.isBefore(recurrence.start())) {
      return null;
    }
    RRule rule = RRule.Parser.parse(recurrence);
    String ended = endsBy(last, rule, recurrence) ? recurrence.rrule() : rule.until(last).text();
    var shortened = schedule.withRecurrence(recurrence.withRrule(ended));
    return ScheduleDays.from(
                    // holidays may move the first due before the start
                    recurrence.start().minusDays(ScheduleDays.MAX_MOVE),
                    RRule.Parser.parse(shortened.recurrence()),
                    shortened,
                    calendar)
                .next()
            == null
        ? null
        : shortened;
  }

  /** The last day of the rule that no holiday moves to the day or beyond it. */
  private static LocalDate lastRuleDay(
      LocalDate day, Schedule.Recurring schedule, Holidays holidays) {
    LocalDate last = day.minusDays(1);
    if (schedule.onHoliday() == Schedule.HolidayTreatment.LATER) {
      for (int i = 0; i < ScheduleDays.MAX_MOVE && holidays.contains(last); i++) {
        last = last.minusDays(1);
      }
    }
    return last;
  }

  /** Whether the rule's own COUNT or UNTIL comes first. */
  private static boolean endsBy(LocalDate last, RRule rule, Recurrence recurrence) {
    String until = rule.get(RRule.Part.UNTIL);
    if (until != null) {
      return !RRule.Until.lastDay(until, recurrence.time(), recurrence.zone()).isAfter(last);
    }
    if (!rule.has(RRule.Part.COUNT)) {
      return false;
    }
    RRule ofDays = rule.withCountOfDays(recurrence.timesOfDay().size());
    return RRuleDays.from(last.plusDays(1), ofDays, recurrence).next() == null;
  }
}
