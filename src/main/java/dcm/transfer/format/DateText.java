package dcm.transfer.format;

import dcm.guild.value.Due;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates and times as programs write them. Days come before months, as in Dutch. */
final class DateText {
  private static final DateTimeFormatter WITH_OFFSET =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[XXXXX][XXXX][XXX][XX][X]")
          .toFormatter(Locale.ROOT);

  private static final Pattern DAY_FIRST =
      Pattern.compile("(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})(?:[ ,T]+(.+))?");
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})(?:[ T]+(\\d{1,2}[:.]\\d{2}.*))?");
  private static final Pattern TIME =
      Pattern.compile("(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2})(?:\\.\\d+)?)?");

  private DateText() {}

  /**
   * A due.
   *
   * @param time of day from elsewhere; null: the text may contain one
   * @param allDay whether only the day counts
   * @throws DateTimeException when it is not understood
   */
  static Due due(String text, @Nullable LocalTime time, boolean allDay, ZoneId zone) {
    LocalDateTime instant = withOffset(text, zone);
    if (instant != null) {
      return allDay
          ? new Due.AllDay(instant.toLocalDate(), zone)
          : new Due.AtTime(time == null ? instant : instant.toLocalDate().atTime(time), zone);
    }
    Matcher year = YEAR_FIRST.matcher(text);
    Matcher day = DAY_FIRST.matcher(text);
    LocalDate date;
    String rest;
    if (year.matches()) {
      date = LocalDate.of(number(year, 1), number(year, 2), number(year, 3));
      rest = year.group(4);
    } else if (day.matches()) {
      date = LocalDate.of(number(day, 3), number(day, 2), number(day, 1));
      rest = day.group(4);
    } else {
      throw new DateTimeException("neither a date nor a time");
    }
    LocalTime at = time != null ? time : rest == null ? null : time(rest);
    return at == null || allDay
        ? new Due.AllDay(date, zone)
        : new Due.AtTime(date.atTime(at), zone);
  }

  /**
   * @throws DateTimeException when it is not understood
   */
  static LocalTime time(String text) {
    Matcher time = TIME.matcher(text.strip());
    if (!time.matches()) {
      throw new DateTimeException("not a time of day");
    }
    return LocalTime.of(number(time, 1), number(time, 2));
  }

  /**
   * An instant; a day is its beginning.
   *
   * @throws DateTimeException when it is not understood
   */
  static Instant instant(String text, ZoneId zone) {
    return due(text.strip(), null, false, zone).start();
  }

  private static @Nullable LocalDateTime withOffset(String text, ZoneId zone) {
    try {
      return WITH_OFFSET
          .parse(text, OffsetDateTime::from)
          .atZoneSameInstant(zone)
          .toLocalDateTime();
    } catch (DateTimeException none) {
      return null;
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
