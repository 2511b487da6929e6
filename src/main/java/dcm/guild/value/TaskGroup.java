package dcm.guild.value;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/**
 * Tasks that want the same person, or different persons, within a period.
 *
 * @param name tasks with the same name are a group
 */
public record TaskGroup(String name, Mode mode, Period period) {
  /** Who gets the tasks of a group. */
  public enum Mode {
    SAME_MEMBER,
    DIFFERENT_MEMBERS
  }

  /** The period in which the tasks of a group belong together. */
  public enum Period {
    DAY,
    WEEK,
    MONTH
  }

  /** The first day of the period that a day is in. */
  public LocalDate periodOf(LocalDate day, DayOfWeek weekStart) {
    return switch (period) {
      case DAY -> day;
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(weekStart));
      case MONTH -> day.withDayOfMonth(1);
    };
  }
}
