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
  private static final Pattern AHEAD = Pattern.compile("(?:in|over) (\\d{1,4}|\\p{L}+) ?(\\p{L}+)");

  private DueText() {}

  /** What a text was understood as. */
  public sealed interface Reading {
    record Clear(Due due) implements Reading {}

    /** Say it another way. */
    record Unclear() implements Reading {}

    /** Clear, but it has been. */
    record Past(Due due) implements Reading {}
  }

  /**
   * @param now in which year, week and day the text is read
   * @param zone on whose clock
   */
  public static Reading read(String typed, Instant now, ZoneId zone) {
    String text = typed.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s\\u00a0]+", " ");
    if (Vocabulary.NEVER.contains(text)) {
      return new Reading.Clear(new Due.Never());
    }
    var local = now.atZone(zone).toLocalDateTime();
    Due due = exactly(text, now, zone);
    if (due == null) {
      due = onTheClock(text, local, zone);
    }
    if (due == null) {
      return new Reading.Unclear();
    }
    return past(due, now) ? new Reading.Past(due) : new Reading.Clear(due);
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

  private static @Nullable Due onTheClock(String text, LocalDateTime now, ZoneId zone) {
    var found = TimeText.atTheEnd(text);
    if (found == null) {
      LocalDate day = day(text, now.toLocalDate(), now.toLocalDate());
      return day == null ? null : new Due.AllDay(day, zone);
    }
    LocalTime time = found.time();
    LocalDate today = now.toLocalDate();
    LocalDate from = time.isAfter(now.toLocalTime()) ? today : today.plusDays(1);
    LocalDate day = found.rest().isEmpty() ? from : day(found.rest(), from, today);
    return day == null ? null : new Due.AtTime(day.atTime(time), zone);
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
