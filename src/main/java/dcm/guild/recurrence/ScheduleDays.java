package dcm.guild.recurrence;

import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.Schedule;
import java.time.LocalDate;
import java.time.Month;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The local days of a schedule, in order, each once: the days of its rule without exceptions and
 * inactive months, and moved where they fall on a holiday. A day that is moved to another due day
 * coincides with it, so that each day of the rule gives one due at most.
 */
final class ScheduleDays {
  /** The furthest that a holiday moves a due, in days; a longer closure is left out. */
  static final int MAX_MOVE = 31;

  private final Schedule.Recurring schedule;
  private final Holidays holidays;
  private final RRuleDays ruleDays;
  private final LocalDate from;
  private @Nullable LocalDate last;

  private ScheduleDays(
      Schedule.Recurring schedule, Holidays holidays, RRuleDays ruleDays, LocalDate from) {
    this.schedule = schedule;
    this.holidays = holidays;
    this.ruleDays = ruleDays;
    this.from = from;
  }

  /**
   * The days from a day on.
   *
   * @throws IllegalArgumentException when the schedule's rule is no rule
   */
  static ScheduleDays from(
      LocalDate from, RRule rule, Schedule.Recurring schedule, HolidayCalendar calendar) {
    Schedule.HolidayTreatment treatment = schedule.onHoliday();
    boolean moves = treatment == Schedule.HolidayTreatment.LATER;
    boolean ignores = treatment == Schedule.HolidayTreatment.IGNORE;
    return new ScheduleDays(
        schedule,
        Holidays.of(ignores ? HolidayCalendar.NONE : calendar),
        RRuleDays.from(moves ? from.minusDays(MAX_MOVE) : from, rule, schedule.recurrence()),
        from);
  }

  /** The next day; null when there is none. */
  @Nullable LocalDate next() {
    for (LocalDate ruleDay = ruleDays.next(); ruleDay != null; ruleDay = ruleDays.next()) {
      LocalDate day = resolve(ruleDay);
      boolean isNew = day != null && !day.isBefore(from) && (last == null || day.isAfter(last));
      if (isNew) {
        last = day;
        return day;
      }
    }
    return null;
  }

  /** The number of days that the rule yields up to the last one, where the rule has COUNT. */
  int ordinal() {
    return ruleDays.ordinal();
  }

  /** The day on which the rule's day is due; null: not at all. */
  private @Nullable LocalDate resolve(LocalDate ruleDay) {
    if (isLeftOut(ruleDay)) {
      return null;
    }
    LocalDate day =
        switch (schedule.onHoliday()) {
          case IGNORE -> ruleDay;
          case SKIP -> holidays.contains(ruleDay) ? null : ruleDay;
          case EARLIER -> workingDay(ruleDay, -1);
          case LATER -> workingDay(ruleDay, 1);
        };
    return day == null || isLeftOut(day) ? null : day;
  }

  /** Applies to the rule's day and to where a holiday moved it, which is what people see. */
  private boolean isLeftOut(LocalDate day) {
    Set<Month> season = schedule.season();
    return (season != null && !season.contains(day.getMonth()))
        || schedule.exceptedDays().contains(day);
  }

  /** The nearest day in a direction that is no holiday, the day itself included; null: none. */
  private @Nullable LocalDate workingDay(LocalDate day, int direction) {
    for (int moved = 0; moved <= MAX_MOVE; moved++) {
      LocalDate candidate = day.plusDays((long) moved * direction);
      if (!holidays.contains(candidate)) {
        return candidate;
      }
    }
    return null;
  }
}
