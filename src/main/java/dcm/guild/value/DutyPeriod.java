package dcm.guild.value;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * How long a member holds a task before it passes on, whatever its recurrence.
 *
 * @param every number of units, from 1
 * @param start the first day of a period
 */
public record DutyPeriod(int every, Unit unit, LocalDate start) {
  public static final int MAX_EVERY = 100;

  /** The unit of a period. */
  public enum Unit {
    DAY,
    WEEK,
    MONTH
  }

  /** The number of the period that a day is in; 0 begins with the start. */
  public long indexOf(LocalDate day) {
    return switch (unit) {
      case DAY -> Math.floorDiv(ChronoUnit.DAYS.between(start, day), (long) every);
      case WEEK -> Math.floorDiv(ChronoUnit.DAYS.between(start, day), 7L * every);
      case MONTH -> Math.floorDiv(monthsUntil(day), (long) every);
    };
  }

  /** Whole months since the start; a start on the 31st begins the last day of shorter months. */
  private long monthsUntil(LocalDate day) {
    long months =
        12L * (day.getYear() - start.getYear()) + day.getMonthValue() - start.getMonthValue();
    return start.plusMonths(months).isAfter(day) ? months - 1 : months;
  }
}
