package dcm.guild.value;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule that yields dues: an RFC 5545 RRULE on the wall clock of a zone.
 *
 * @param rrule for example {@code FREQ=WEEKLY;BYDAY=SA}
 * @param start the first local day that counts (DTSTART)
 * @param time local time of day, the first of several; null: all-day
 * @param monthEnd treatment of the days 29-31 in a shorter month
 * @param times all local times of each day, in order, where there are several; null: {@code time}
 *     alone
 */
@RecordBuilder
public record Recurrence(
    String rrule,
    LocalDate start,
    @Nullable LocalTime time,
    ZoneId zone,
    MonthEnd monthEnd,
    @Nullable List<LocalTime> times)
    implements RecurrenceBuilder.With {
  public Recurrence {
    if (times != null) {
      List<LocalTime> inOrder = List.copyOf(SortedSets.copy(times));
      time = inOrder.isEmpty() ? time : inOrder.getFirst();
      times = inOrder.size() > 1 ? inOrder : null;
    }
  }

  /** A rule with one due a day. */
  public Recurrence(
      String rrule, LocalDate start, @Nullable LocalTime time, ZoneId zone, MonthEnd monthEnd) {
    this(rrule, start, time, zone, monthEnd, null);
  }

  /** The local times of each day, in order; empty: all-day. */
  public List<LocalTime> timesOfDay() {
    return times != null ? times : time == null ? List.of() : List.of(time);
  }

  /** Treatment of a day that a month does not have. */
  public enum MonthEnd {
    /** The last day of that month instead. */
    CLAMP,
    /** No occurrence in that month, as RFC 5545 defines it. */
    SKIP
  }
}
