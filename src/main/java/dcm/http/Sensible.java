package dcm.http;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Bounds of what Java can express but nobody means: years beyond the calendar's, zones that are
 * mere offsets, durations of centuries.
 */
final class Sensible {
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 9999;
  private static final Duration LONGEST = Duration.ofDays(366);

  private Sensible() {}

  static LocalDate check(LocalDate date) {
    if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
      throw new IllegalArgumentException("a year has four digits, from 1970");
    }
    return date;
  }

  static LocalDateTime check(LocalDateTime time) {
    check(time.toLocalDate());
    return time;
  }

  static Instant check(Instant instant) {
    check(instant.atOffset(ZoneOffset.UTC).toLocalDate());
    return instant;
  }

  /** A region of the tz database, not an offset such as {@code +01:00}, which has no DST. */
  static ZoneId zone(String id) {
    var zone = ZoneId.of(id);
    if (zone instanceof ZoneOffset || !ZoneId.getAvailableZoneIds().contains(id)) {
      throw new IllegalArgumentException("a zone is a region");
    }
    return zone;
  }

  static Duration duration(String text) {
    var duration = Duration.parse(text);
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a duration lies between zero and a year");
    }
    return duration;
  }
}
