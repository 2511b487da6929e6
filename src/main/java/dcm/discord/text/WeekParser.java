package dcm.discord.text;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parser of days named by their week: saturday, next tuesday, volgende week dinsdag, next week. */
final class WeekParser {
  private static final Pattern UPCOMING =
      Pattern.compile(
          "(?:(?:this|this coming|coming|deze|komende|aanstaande|aankomende|as) )?(\\p{L}+)(?: as)?");
  private static final Pattern NEXT = Pattern.compile("(?:next|volgende) (\\p{L}+)");
  private static final Pattern IN_NEXT_WEEK =
      Pattern.compile(
          "(?:next week|volgende week)(?: on| op)? (?<after>\\p{L}+)"
              + "|(?<before>\\p{L}+) (?:next week|(?:in de )?volgende week)");

  /** Words for a distance from today. */
  private static final Map<String, Integer> WEEKS_AHEAD =
      Map.of("next week", 1, "volgende week", 1, "a week from now", 1, "a week from today", 1);

  private WeekParser() {}

  /**
   * @param text in lower case
   * @param from the earliest date that a weekday may mean
   * @return null when no day of a week is named
   */
  static @Nullable ParsedDay parse(String text, LocalDate from, LocalDate today) {
    Integer weeks = WEEKS_AHEAD.get(text);
    if (weeks != null) {
      return new ParsedDay.Day(today.plusWeeks(weeks));
    }
    if (text.equals("next month") || text.equals("volgende maand")) {
      return new ParsedDay.Day(today.plusMonths(1));
    }
    if (text.matches("(?:this |the |het |dit |komend )?weekend")) {
      LocalDate saturday = from.with(TemporalAdjusters.nextOrSame(DayOfWeek.SATURDAY));
      return new ParsedDay.OneOf(List.of(saturday, saturday.plusDays(1)));
    }
    Matcher inNextWeek = IN_NEXT_WEEK.matcher(text);
    if (inNextWeek.matches()) {
      String word = inNextWeek.group("after");
      DayOfWeek day = DateVocabulary.WEEKDAYS.get(word == null ? inNextWeek.group("before") : word);
      return day == null ? null : new ParsedDay.Day(nextWeek(today).with(day));
    }
    Matcher next = NEXT.matcher(text);
    if (next.matches()) {
      DayOfWeek day = DateVocabulary.WEEKDAYS.get(next.group(1));
      return day == null ? null : next(day, today);
    }
    Matcher upcoming = UPCOMING.matcher(text);
    DayOfWeek day = upcoming.matches() ? DateVocabulary.WEEKDAYS.get(upcoming.group(1)) : null;
    return day == null ? null : new ParsedDay.Day(from.with(TemporalAdjusters.nextOrSame(day)));
  }

  /**
   * "Next Tuesday" is the coming one to some and the one of next week to others. It is clear when
   * the coming one is in next week.
   */
  private static ParsedDay next(DayOfWeek day, LocalDate today) {
    LocalDate coming = today.with(TemporalAdjusters.next(day));
    LocalDate inNextWeek = nextWeek(today).with(day);
    return coming.equals(inNextWeek)
        ? new ParsedDay.Day(coming)
        : new ParsedDay.OneOf(List.of(coming, inNextWeek));
  }

  /** Monday of the next week. */
  private static LocalDate nextWeek(LocalDate today) {
    return today.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
  }
}
