package dcm.guild.recurrence;

import dcm.guild.value.HolidayCalendar;
import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Collectors;

/** The holidays of a guild, day by day. */
final class Holidays {
  private static final Holidays NONE = new Holidays(Set.of());

  private final Set<LocalDate> own;

  private Holidays(Set<LocalDate> own) {
    this.own = own;
  }

  static Holidays of(HolidayCalendar calendar) {
    return calendar.isEmpty()
        ? NONE
        : new Holidays(
            calendar.own().stream()
                .map(HolidayCalendar.OwnHoliday::date)
                .collect(Collectors.toUnmodifiableSet()));
  }

  boolean contains(LocalDate day) {
    return own.contains(day);
  }
}
