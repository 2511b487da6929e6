package dcm.http.json;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Rejects values that Java can represent but that are certainly mistakes: years before 1970 or
 * after 9999, zones that are offsets, durations of more than 366 days.
 */
public final class TemporalBounds {
  private static final int MIN_YEAR = 1970;
  private static final int MAX_YEAR = 9999;
  private static final Duration MAX_DURATION = Duration.ofDays(366);

  private TemporalBounds() {}

  static LocalDate check(LocalDate date) {
    if (date.getYear() < MIN_YEAR || date.getYear() > MAX_YEAR) {
      throw new IllegalArgumentException("a year has four digits, from 1970");
    }
    return date;
  }

  static LocalDateTime check(LocalDateTime time) {
    check(time.toLocalDate());
    return time;
  }

  public static Instant check(Instant instant) {
    check(instant.atOffset(ZoneOffset.UTC).toLocalDate());
    return instant;
  }

  /**
   * A region of the tz database; an offset such as {@code +01:00} is rejected, because it has no
   * DST.
   */
  static ZoneId zone(String id) {
    var zone = ZoneId.of(id);
    if (zone instanceof ZoneOffset || !ZoneId.getAvailableZoneIds().contains(id)) {
      throw new IllegalArgumentException("a zone is a region");
    }
    return zone;
  }

  public static Duration duration(String text) {
    var duration = Duration.parse(text);
    if (duration.isNegative() || duration.compareTo(MAX_DURATION) > 0) {
      throw new IllegalArgumentException("a duration lies between zero and a year");
    }
    return duration;
  }
}
