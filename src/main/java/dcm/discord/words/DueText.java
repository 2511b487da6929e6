package dcm.discord.words;

import dcm.guild.Due;
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
 * When something is due, as people type it in English or Dutch: {@code saturday 11:00}, {@code
 * morgen 19:00}, {@code 28-11}, {@code 2026-11-28 11:00}, {@code in 10 minutes}, {@code over 3
 * dagen}, {@code never}. What is not clear is refused rather than guessed.
 */
public final class DueText {
  /** At the end of a text: no time of day, where one would otherwise be kept. */
  private static final Pattern ALL_DAY =
      Pattern.compile("(?:^|[ ,]+)(?:(?:all|whole) day|(?:de )?hele dag)$");

  private static final Pattern AHEAD = Pattern.compile("(?:in|over) (\\d{1,4}|\\p{L}+) ?(\\p{L}+)");

  private DueText() {}

  /** What a text was understood as. */
  public sealed interface Reading {
    record Clear(Due due, Said said) implements Reading {}

    /** Say it another way. */
    record Unclear() implements Reading {}

    /** Clear, but it has been. */
    record Past(Due due) implements Reading {}
  }

  /** What of a due was said; the rest was filled in, or may stay as it was. */
  public enum Said {
    /** A day, and a time of day or that it has none. */
    ALL,
    DAY,
    TIME
  }

  /**
   * @param now in which year, week and day the text is read
   * @param zone on whose clock
   */
  public static Reading read(String typed, Instant now, ZoneId zone) {
    String text = typed.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s\\u00a0]+", " ");
    if (Vocabulary.NEVER.contains(text)) {
      return new Reading.Clear(new Due.Never(), Said.ALL);
    }
    var local = now.atZone(zone).toLocalDateTime();
    Due exact = exactly(text, now, zone);
    Reading.Clear clear =
        exact == null ? onTheClock(text, local, zone) : new Reading.Clear(exact, Said.ALL);
    if (clear == null) {
      return new Reading.Unclear();
    }
    return past(clear.due(), now) ? new Reading.Past(clear.due()) : clear;
  }

  /** So many minutes or hours from now, exactly, whatever the clock does meanwhile. */
  private static @Nullable Due exactly(String text, Instant now, ZoneId zone) {
    Matcher ahead = AHEAD.matcher(text);
    if (!ahead.matches()) {
      return null;
    }
    Integer count = count(ahead.group(1));
    ChronoUnit unit = Vocabulary.UNITS.get(ahead.group(2));
    if (count == null || unit == null || unit.isDateBased()) {
      return null;
    }
    Instant at = now.plus(count, unit).truncatedTo(ChronoUnit.SECONDS);
    var due = new Due.AtTime(at.atZone(zone).toLocalDateTime(), zone);
    // the second of the hours that the clock passes twice has no local time of its own
    return due.instant().equals(at)
        ? due
        : new Due.AtTime(LocalDateTime.ofInstant(at, ZoneOffset.UTC), ZoneId.of("UTC"));
  }

  private static Reading.@Nullable Clear onTheClock(String text, LocalDateTime now, ZoneId zone) {
    LocalDate today = now.toLocalDate();
    var whole = ALL_DAY.matcher(text);
    boolean said = whole.find();
    var found = said ? null : TimeText.atTheEnd(text);
    if (found == null) {
      LocalDate day = day(said ? text.substring(0, whole.start()) : text, today, today);
      return day == null
          ? null
          : new Reading.Clear(new Due.AllDay(day, zone), said ? Said.ALL : Said.DAY);
    }
    LocalTime time = found.time();
    LocalDate from = time.isAfter(now.toLocalTime()) ? today : today.plusDays(1);
    if (found.rest().isEmpty()) {
      return new Reading.Clear(new Due.AtTime(from.atTime(time), zone), Said.TIME);
    }
    LocalDate day = day(found.rest(), from, today);
    return day == null ? null : new Reading.Clear(new Due.AtTime(day.atTime(time), zone), Said.ALL);
  }

  private static @Nullable LocalDate day(String text, LocalDate from, LocalDate today) {
    Matcher ahead = AHEAD.matcher(text);
    if (ahead.matches()) {
      Integer count = count(ahead.group(1));
      ChronoUnit unit = Vocabulary.UNITS.get(ahead.group(2));
      return count == null || unit == null || !unit.isDateBased() ? null : today.plus(count, unit);
    }
    return DateText.read(text, from, today);
  }

  private static @Nullable Integer count(String word) {
    if (Vocabulary.ONE.contains(word)) {
      return 1;
    }
    return Character.isDigit(word.charAt(0)) ? Integer.valueOf(word) : null;
  }

  private static boolean past(Due due, Instant now) {
    return switch (due) {
      case Due.Never _ -> false;
      case Due.AtTime time -> time.instant().isBefore(now);
      case Due.AllDay day -> !day.ends().isAfter(now);
    };
  }
}
