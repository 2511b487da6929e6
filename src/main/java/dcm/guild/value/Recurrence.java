package dcm.guild.value;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A rule that yields dues: an RFC 5545 RRULE on the wall clock of a zone.
 *
 * @param rrule for example {@code FREQ=WEEKLY;BYDAY=SA}
 * @param start the first local day that counts (DTSTART)
 * @param time local time of day; null: all-day
 * @param monthEnd treatment of the days 29-31 in a shorter month
 */
public record Recurrence(
    String rrule, LocalDate start, @Nullable LocalTime time, ZoneId zone, MonthEnd monthEnd) {

  /** Treatment of a day that a month does not have. */
  public enum MonthEnd {
    /** The last day of that month instead. */
    CLAMP,
    /** No occurrence in that month, as RFC 5545 defines it. */
    SKIP
  }
}
