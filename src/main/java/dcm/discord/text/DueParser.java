package dcm.discord.text;

import dcm.guild.value.Due;
import dcm.notify.MessageLanguage;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parser of typed dues in English or Dutch: {@code saturday 11:00}, {@code morgen 19:00}, {@code
 * 28-11}, {@code 2026-11-28 11:00}, {@code in 10 minutes}, {@code vanavond}, {@code next tuesday at
 * 9}, {@code never}. Ambiguous text is rejected, not guessed.
 */
public final class DueParser {
  /** Trailing words for a due without a time of day, where an existing time would be kept. */
  private static final Pattern ALL_DAY =
      Pattern.compile("(?:^| )(?:(?:all|whole) day|(?:de )?hele dag)$");

  private static final Pattern ISO_DATE_TIME =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2}t\\d{2}:\\d{2}(?::\\d{2})?)(z|[+-]\\d{2}:\\d{2})?");

  /** Longer text is unclear: the patterns would take long, and Discord limits the options. */
  static final int MAX_LENGTH = 200;

  private DueParser() {}

  /** Result of parsing. */
  public sealed interface ParsedDue {
    record Clear(Due due, Specified specified) implements ParsedDue {}

    /** The text is not understood. */
    record Unclear() implements ParsedDue {}

    /** The text means one of these days, in order. */
    record Ambiguous(List<LocalDate> days) implements ParsedDue {
      public Ambiguous {
        days = List.copyOf(days);
      }
    }

    /** The text names this date with another weekday than it has. */
    record WrongWeekday(LocalDate date) implements ParsedDue {}

    /** The text is clear, but the due is in the past. */
    record Past(Due due) implements ParsedDue {}
  }

  /** The parts of the due that the text specifies; the caller may keep the other part. */
  public enum Specified {
    /** The day, and either a time of day or that there is none. */
    ALL,
    DAY,
    TIME
  }

  /**
   * @param now the time to which relative and incomplete dates refer
   * @param zone the zone of local times
   * @param language both languages are understood; "half 8" depends on it
   */
  public static ParsedDue parse(String typed, Instant now, ZoneId zone, MessageLanguage language) {
    if (typed.length() > MAX_LENGTH) {
      return new ParsedDue.Unclear();
    }
    String text = normalize(typed);
    if (DateVocabulary.NEVER.contains(text)) {
      return new ParsedDue.Clear(new Due.Never(), Specified.ALL);
    }
    var local = now.atZone(zone).toLocalDateTime();
    Due exact = parseExact(text, now, zone);
    ParsedDue parsed =
        exact == null
            ? parseLocal(text, local, zone, language)
            : new ParsedDue.Clear(exact, Specified.ALL);
    return parsed instanceof ParsedDue.Clear(Due due, Specified _) && isPast(due, now)
        ? new ParsedDue.Past(due)
        : parsed;
  }

  /** Lower case, single spaces, no commas, no dots after letters, straight apostrophes. */
  static String normalize(String typed) {
    return typed
        .toLowerCase(Locale.ROOT)
        .replace('\u2019', '\'')
        .replaceAll("(?<=\\p{L})\\.", "")
        .replaceAll("[,\\s\\u00a0]+", " ")
        .strip();
  }

  /** Instants: a distance in minutes or hours, or a date and time in ISO 8601. */
  private static @Nullable Due parseExact(String text, Instant now, ZoneId zone) {
    Duration distance = RelativeParser.parseTime(text);
    if (distance != null) {
      return at(now.plus(distance).truncatedTo(ChronoUnit.SECONDS), zone);
    }
    Matcher iso = ISO_DATE_TIME.matcher(text);
    if (!iso.matches()) {
      return null;
    }
    try {
      String upper = text.toUpperCase(Locale.ROOT);
      return iso.group(2) == null
          ? new Due.AtTime(LocalDateTime.parse(upper), zone)
          : at(OffsetDateTime.parse(upper).toInstant(), zone);
    } catch (DateTimeException e) {
      return null; // for example 2026-02-30T11:00
    }
  }

  private static Due at(Instant instant, ZoneId zone) {
    var due = new Due.AtTime(instant.atZone(zone).toLocalDateTime(), zone);
    // an instant in the repeated hour of a clock change has no unique local time
    return due.instant().equals(instant)
        ? due
        : new Due.AtTime(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), ZoneId.of("UTC"));
  }

  private static ParsedDue parseLocal(
      String text, LocalDateTime now, ZoneId zone, MessageLanguage language) {
    LocalDate today = now.toLocalDate();
    var allDay = ALL_DAY.matcher(text);
    if (allDay.find()) {
      var day = DateParser.parse(text.substring(0, allDay.start()), today, today);
      return due(day, null, zone, Specified.ALL);
    }
    if (text.equals("middag")) {
      return parseLocal("noon", now, zone, language);
    }
    var timed = TimedText.of(text, language);
    if (timed.time() == null) {
      return due(DateParser.parse(timed.day(), today, today), null, zone, Specified.DAY);
    }
    LocalTime time = timed.time();
    LocalDate from = time.isAfter(now.toLocalTime()) ? today : today.plusDays(1);
    return timed.day().isEmpty()
        ? new ParsedDue.Clear(new Due.AtTime(from.atTime(time), zone), Specified.TIME)
        : due(DateParser.parse(timed.day(), from, today), time, zone, Specified.ALL);
  }

  private static ParsedDue due(
      @Nullable ParsedDay day, @Nullable LocalTime time, ZoneId zone, Specified specified) {
    return switch (day) {
      case null -> new ParsedDue.Unclear();
      case ParsedDay.Day(var date) ->
          new ParsedDue.Clear(
              time == null ? new Due.AllDay(date, zone) : new Due.AtTime(date.atTime(time), zone),
              specified);
      case ParsedDay.OneOf(var dates) -> new ParsedDue.Ambiguous(dates);
      case ParsedDay.OtherWeekday(var date) -> new ParsedDue.WrongWeekday(date);
    };
  }

  private static boolean isPast(Due due, Instant now) {
    return switch (due) {
      case Due.Never _ -> false;
      case Due.AtTime time -> time.instant().isBefore(now);
      case Due.AllDay day -> !day.deadline().isAfter(now);
    };
  }
}
