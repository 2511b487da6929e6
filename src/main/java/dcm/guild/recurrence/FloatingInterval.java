package dcm.guild.recurrence;

import dcm.guild.value.Recurrence;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The interval of a floating rule, counted in full from the completion whatever days narrow the
 * rule: every two weeks on Saturday, done on a Monday, is not due on the Saturday of the same week.
 */
final class FloatingInterval {
  private FloatingInterval() {}

  /**
   * The day of the rule nearest to the end of the interval, and the later of two equally near days.
   * A completion a day early or late keeps the rule's day that way.
   *
   * @param rrule the rule without COUNT
   * @param notBefore the first day that may be due
   * @return null when the rule has no such day
   */
  static @Nullable LocalDate endDay(
      Recurrence rule, RRule rrule, LocalDate doneOn, LocalDate notBefore) {
    LocalDate target = plusInterval(doneOn, rrule);
    RRule everyNamedDay = rrule.without(RRule.Part.INTERVAL, RRule.Part.UNTIL);
    Recurrence named = Recurrences.restartedOn(rule, everyNamedDay, doneOn);
    LocalDate from = target.isBefore(notBefore) ? notBefore : target;
    LocalDate later = RRuleDays.from(from, everyNamedDay, named).next();
    if (later == null || !from.equals(target)) {
      return later;
    }
    // an earlier day wins only when it is nearer than the later one
    LocalDate searchStart = target.minusDays(ChronoUnit.DAYS.between(target, later) - 1);
    RRuleDays before =
        RRuleDays.from(
            searchStart.isBefore(notBefore) ? notBefore : searchStart, everyNamedDay, named);
    LocalDate nearest = later;
    for (LocalDate day = before.next(); day != null && day.isBefore(target); day = before.next()) {
      nearest = day;
    }
    return nearest;
  }

  private static LocalDate plusInterval(LocalDate day, RRule rrule) {
    return switch (rrule.freq()) {
      case "DAILY" -> day.plusDays(rrule.interval());
      case "WEEKLY" -> day.plusWeeks(rrule.interval());
      case "MONTHLY" -> day.plusMonths(rrule.interval());
      default -> day.plusYears(rrule.interval());
    };
  }
}
