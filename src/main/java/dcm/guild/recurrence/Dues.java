package dcm.guild.recurrence;

import dcm.guild.Due;
import dcm.guild.Recurrence;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** A rule's dues, each later than the one before. */
final class Dues {
  private final LocalDays days;
  private final @Nullable LocalTime time;
  private final ZoneId zone;
  private Instant former = Instant.MIN;

  private Dues(LocalDays days, @Nullable LocalTime time, ZoneId zone) {
    this.days = days;
    this.time = time;
    this.zone = zone;
  }

  static Dues from(LocalDate day, Recurrence recurrence) {
    return new Dues(
        LocalDays.from(day, Rules.read(recurrence), recurrence),
        recurrence.time(),
        recurrence.zone());
  }

  /** The next one whose deadline lies after an instant. */
  @Nullable Due firstAfter(Instant instant) {
    Instant beyond = Deadline.later(former, instant);
    for (LocalDate day = days.next(); day != null; day = days.next()) {
      Due due = resolve(day);
      Instant deadline = Deadline.of(due);
      if (deadline != null && deadline.isAfter(beyond)) {
        former = deadline;
        return due;
      }
    }
    return null;
  }

  private Due resolve(LocalDate day) {
    // A day that the zone left out becomes the day on which the clock went on.
    return time == null
        ? new Due.AllDay(day.atStartOfDay(zone).toLocalDate(), zone)
        : new Due.AtTime(day.atTime(time), zone);
  }
}
