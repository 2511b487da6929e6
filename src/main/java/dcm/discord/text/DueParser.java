package dcm.discord.text;

import dcm.guild.value.Due;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parser of typed dues in English or Dutch: {@code saturday 11:00}, {@code morgen 19:00}, {@code
 * 28-11}, {@code 2026-11-28 11:00}, {@code in 10 minutes}, {@code over 3 dagen}, {@code never}.
 * Ambiguous text is rejected, not guessed.
 */
public final class DueParser {
  /** Trailing words for a due without a time of day, where an existing time would be kept. */
  private static final Pattern ALL_DAY =
      Pattern.compile("(?:^|[ ,]+)(?:(?:all|whole) day|(?:de )?hele dag)$");

  private static final Pattern RELATIVE =
      Pattern.compile("(?:in|over) (\\d{1,4}|\\p{L}+) ?(\\p{L}+)");

  private DueParser() {}

  /** Result of parsing. */
  public sealed interface ParsedDue {
    record Clear(Due due, Specified specified) implements ParsedDue {}

    /** The text is not understood. */
    record Unclear() implements ParsedDue {}

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
   */
  public static ParsedDue parse(String typed, Instant now, ZoneId zone) {
    String text = typed.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s\\u00a0]+", " ");
    if (DateVocabulary.NEVER.contains(text)) {
      return new ParsedDue.Clear(new Due.Never(), Specified.ALL);
    }
    var local = now.atZone(zone).toLocalDateTime();
    Due exact = parseExactOffset(text, now, zone);
    ParsedDue.Clear clear =
        exact == null ? parseLocal(text, local, zone) : new ParsedDue.Clear(exact, Specified.ALL);
    if (clear == null) {
      return new ParsedDue.Unclear();
    }
    return isPast(clear.due(), now) ? new ParsedDue.Past(clear.due()) : clear;
  }

  /** Minutes or hours from now as elapsed time, also across a clock change. */
  private static @Nullable Due parseExactOffset(String text, Instant now, ZoneId zone) {
    Matcher relative = RELATIVE.matcher(text);
    if (!relative.matches()) {
      return null;
    }
    Integer count = parseCount(relative.group(1));
    ChronoUnit unit = DateVocabulary.UNITS.get(relative.group(2));
    if (count == null || unit == null || unit.isDateBased()) {
      return null;
    }
    Instant instant = now.plus(count, unit).truncatedTo(ChronoUnit.SECONDS);
    var due = new Due.AtTime(instant.atZone(zone).toLocalDateTime(), zone);
    // an instant in the repeated hour of a clock change has no unique local time
    return due.instant().equals(instant)
        ? due
        : new Due.AtTime(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), ZoneId.of("UTC"));
  }

  private static ParsedDue.@Nullable Clear parseLocal(String text, LocalDateTime now, ZoneId zone) {
    LocalDate today = now.toLocalDate();
    var allDayMatcher = ALL_DAY.matcher(text);
    boolean isAllDay = allDayMatcher.find();
    var parsedTime = isAllDay ? null : TimeParser.parseTrailing(text);
    if (parsedTime == null) {
      LocalDate day =
          parseDay(isAllDay ? text.substring(0, allDayMatcher.start()) : text, today, today);
      return day == null
          ? null
          : new ParsedDue.Clear(
              new Due.AllDay(day, zone), isAllDay ? Specified.ALL : Specified.DAY);
    }
    LocalTime time = parsedTime.time();
    LocalDate from = time.isAfter(now.toLocalTime()) ? today : today.plusDays(1);
    if (parsedTime.remainder().isEmpty()) {
      return new ParsedDue.Clear(new Due.AtTime(from.atTime(time), zone), Specified.TIME);
    }
    LocalDate day = parseDay(parsedTime.remainder(), from, today);
    return day == null
        ? null
        : new ParsedDue.Clear(new Due.AtTime(day.atTime(time), zone), Specified.ALL);
  }

  private static @Nullable LocalDate parseDay(String text, LocalDate from, LocalDate today) {
    Matcher relative = RELATIVE.matcher(text);
    if (relative.matches()) {
      Integer count = parseCount(relative.group(1));
      ChronoUnit unit = DateVocabulary.UNITS.get(relative.group(2));
      return count == null || unit == null || !unit.isDateBased() ? null : today.plus(count, unit);
    }
    return DateParser.parse(text, from, today);
  }

  private static @Nullable Integer parseCount(String word) {
    if (DateVocabulary.ONE.contains(word)) {
      return 1;
    }
    return Character.isDigit(word.charAt(0)) ? Integer.valueOf(word) : null;
  }

  private static boolean isPast(Due due, Instant now) {
    return switch (due) {
      case Due.Never _ -> false;
      case Due.AtTime time -> time.instant().isBefore(now);
      case Due.AllDay day -> !day.deadline().isAfter(now);
    };
  }
}
