package dcm.guild.recurrence;

import dcm.guild.value.Due;
import dcm.guild.value.Recurrence;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The dues of a rule, each later than the one before. */
final class DueSequence {
  private final RRuleDays days;
  private final @Nullable LocalTime time;
  private final ZoneId zone;
  private Instant lastDeadline = Instant.MIN;

  private DueSequence(RRuleDays days, @Nullable LocalTime time, ZoneId zone) {
    this.days = days;
    this.time = time;
    this.zone = zone;
  }

  static DueSequence from(LocalDate day, Recurrence recurrence) {
    return new DueSequence(
        RRuleDays.from(day, RRule.Parser.parse(recurrence), recurrence),
        recurrence.time(),
        recurrence.zone());
  }

  /** The next due whose deadline is after an instant; null: none. */
  @Nullable Due firstAfter(Instant instant) {
    Instant threshold = latest(lastDeadline, instant);
    for (LocalDate day = days.next(); day != null; day = days.next()) {
      Due due = resolve(day);
      Instant deadline = due.deadline();
      if (deadline != null && deadline.isAfter(threshold)) {
        lastDeadline = deadline;
        return due;
      }
    }
    return null;
  }

  private Due resolve(LocalDate day) {
    // a day that the zone skipped becomes the day on which the clock continues
    return time == null
        ? new Due.AllDay(day.atStartOfDay(zone).toLocalDate(), zone)
        : new Due.AtTime(day.atTime(time), zone);
  }

  static Instant latest(@Nullable Instant one, Instant other) {
    return one != null && one.isAfter(other) ? one : other;
  }

  /**
   * The earliest local day whose due can be after an instant: the day before it, because a day that
   * a zone skipped (Samoa had no 30 December 2011) is shifted to the next.
   */
  static LocalDate searchStart(Instant at, ZoneId zone) {
    return at.isAfter(Instant.EPOCH)
        ? at.atZone(zone).toLocalDate().minusDays(1)
        : LocalDate.EPOCH.minusDays(1);
  }
}
