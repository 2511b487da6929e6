package dcm.guild.recurrence;

import dcm.guild.value.Due;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Where a due lies in time. */
final class Deadline {
  private Deadline() {}

  /** From when it is overdue; null: never. */
  static @Nullable Instant of(Due due) {
    return switch (due) {
      case Due.Never _ -> null;
      case Due.AtTime time -> time.instant();
      case Due.AllDay day -> day.ends();
    };
  }

  /** Its first instant. */
  static Instant start(Due due) {
    return switch (due) {
      case Due.Never _ -> Instant.MAX;
      case Due.AtTime time -> time.instant();
      case Due.AllDay day -> day.starts();
    };
  }

  /** The local day after it; null: never. */
  static @Nullable LocalDate dayAfter(Due due) {
    return switch (due) {
      case Due.Never _ -> null;
      case Due.AtTime time -> time.local().toLocalDate().plusDays(1);
      case Due.AllDay day -> day.date().plusDays(1);
    };
  }

  static Instant latest(@Nullable Instant one, Instant other) {
    return one != null && one.isAfter(other) ? one : other;
  }

  /**
   * The earliest local day whose due can lie after an instant: the day before, because a day that a
   * zone left out (Samoa had no 30 December 2011) is shifted to the next.
   */
  static LocalDate searchStart(Instant at, ZoneId zone) {
    return at.isAfter(Instant.EPOCH)
        ? at.atZone(zone).toLocalDate().minusDays(1)
        : LocalDate.EPOCH.minusDays(1);
  }
}
