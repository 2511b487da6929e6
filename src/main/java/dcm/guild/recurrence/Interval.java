package dcm.guild.recurrence;

import dcm.guild.Recurrence;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The interval of a rule that floats, counted whole from the completion, whatever days narrow it:
 * every two weeks on Saturday, done on a Monday, is not due on the Saturday of the same week.
 */
final class Interval {
  private Interval() {}

  /**
   * The day that the rule names nearest to the end of the interval, and the later of two that are
   * as near. Whoever is a day late or early stays on the rule's day that way.
   *
   * @param text the rule without COUNT
   * @param notBefore the first day that may be due
   * @return null when the rule names no such day
   */
  static @Nullable LocalDate ends(
      Recurrence rule, Rule text, LocalDate doneOn, LocalDate notBefore) {
    LocalDate target = after(doneOn, text);
    Rule everyNamedDay = text.without(Part.INTERVAL, Part.UNTIL);
    Recurrence named = Recurrences.startedAnew(rule, everyNamedDay, doneOn);
    LocalDate from = target.isBefore(notBefore) ? notBefore : target;
    LocalDate later = LocalDays.from(from, everyNamedDay, named).next();
    if (later == null || !from.equals(target)) {
      return later;
    }
    // an earlier day has to be nearer than the later one
    LocalDate reach = target.minusDays(ChronoUnit.DAYS.between(target, later) - 1);
    LocalDays before =
        LocalDays.from(reach.isBefore(notBefore) ? notBefore : reach, everyNamedDay, named);
    LocalDate nearest = later;
    for (LocalDate day = before.next(); day != null && day.isBefore(target); day = before.next()) {
      nearest = day;
    }
    return nearest;
  }

  private static LocalDate after(LocalDate day, Rule text) {
    return switch (text.freq()) {
      case "DAILY" -> day.plusDays(text.interval());
      case "WEEKLY" -> day.plusWeeks(text.interval());
      case "MONTHLY" -> day.plusMonths(text.interval());
      default -> day.plusYears(text.interval());
    };
  }
}
