package dcm.guild.recurrence;

import dcm.guild.value.Recurrence;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The interval of a rule that floats, counted whole from the completion, whatever days narrow it:
 * every two weeks on Saturday, done on a Monday, is not due on the Saturday of the same week.
 */
final class FloatingInterval {
  private FloatingInterval() {}

  /**
   * The day that the rule names nearest to the end of the interval, and the later of two that are
   * as near. Whoever is a day late or early stays on the rule's day that way.
   *
   * @param text the rule without COUNT
   * @param notBefore the first day that may be due
   * @return null when the rule names no such day
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
    // an earlier day has to be nearer than the later one
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
