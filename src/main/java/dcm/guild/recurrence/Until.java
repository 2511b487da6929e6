package dcm.guild.recurrence;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** RFC 5545's UNTIL: the last day, or the last moment, that still counts. */
final class Until {
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

  private Until() {}

  /**
   * The last local day that counts for something due at a time of day, or all day when null.
   *
   * @throws java.time.DateTimeException when there is no such day or moment
   */
  static LocalDate lastDay(String until, @Nullable LocalTime time, ZoneId zone) {
    if (until.indexOf('T') < 0) {
      return LocalDate.parse(until, DAY);
    }
    boolean utc = until.endsWith("Z");
    LocalDateTime written =
        LocalDateTime.parse(utc ? until.substring(0, until.length() - 1) : until, MOMENT);
    ZonedDateTime moment = utc ? written.atZone(ZoneOffset.UTC) : written.atZone(zone);
    LocalDate day = moment.withZoneSameInstant(zone).toLocalDate();
    boolean tooLate = time != null && ZonedDateTime.of(day, time, zone).isAfter(moment);
    return tooLate ? day.minusDays(1) : day;
  }
}
