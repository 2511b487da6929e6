package dcm.discord.text;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parser of typed dates: 2026-11-28, 28-11, 28-11-2026, 28 november, tomorrow, zaterdag. The day
 * comes before the month; 3/4 is rejected, because many people write the month first.
 */
final class DateParser {
  private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,2})([-/.])(\\d{1,2})(?:\\2(\\d{4}))?");
  private static final Pattern DAY_MONTH =
      Pattern.compile("(\\d{1,2})(?:st|nd|rd|th|e)? (?:of )?(\\p{L}+)\\.?(?: (\\d{4}))?");
  private static final Pattern MONTH_DAY =
      Pattern.compile("(\\p{L}+)\\.? (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?");
  private static final Pattern UPCOMING_WEEKDAY =
      Pattern.compile("(?:(?:this|on|deze|komende|aanstaande|op) )?(\\p{L}+)");

  private DateParser() {}

  /**
   * The date that the text means.
   *
   * @param text in lower case
   * @param from the earliest date that a weekday may mean
   * @param today the date of "today"
   * @return null when the text is not a date or is ambiguous
   */
  static @Nullable LocalDate parse(String text, LocalDate from, LocalDate today) {
    try {
      Integer daysAhead = DateVocabulary.DAYS_AHEAD.get(text);
      if (daysAhead != null) {
        return today.plusDays(daysAhead);
      }
      Matcher word = UPCOMING_WEEKDAY.matcher(text);
      if (word.matches() && DateVocabulary.WEEKDAYS.containsKey(word.group(1))) {
        DayOfWeek day = DateVocabulary.WEEKDAYS.get(word.group(1));
        return from.with(TemporalAdjusters.nextOrSame(day));
      }
      // today's date without a year means today, also when the time of day has passed
      return parseDate(text, today);
    } catch (DateTimeException e) {
      return null; // for example 30 February
    }
  }

  private static @Nullable LocalDate parseDate(String text, LocalDate from) {
    Matcher iso = ISO.matcher(text);
    if (iso.matches()) {
      return LocalDate.of(number(iso, 1), number(iso, 2), number(iso, 3));
    }
    Matcher numbers = NUMBERS.matcher(text);
    if (numbers.matches()) {
      int first = number(numbers, 1);
      int second = number(numbers, 3);
      boolean isAmbiguous = numbers.group(2).equals("/") && first <= 12 && second <= 12;
      boolean monthFirst = numbers.group(2).equals("/") && second > 12;
      if (isAmbiguous && first != second) {
        return null;
      }
      return monthFirst
          ? resolveYear(numbers.group(4), first, second, from)
          : resolveYear(numbers.group(4), second, first, from);
    }
    Matcher dayMonth = DAY_MONTH.matcher(text);
    if (dayMonth.matches() && DateVocabulary.MONTHS.containsKey(dayMonth.group(2))) {
      Month month = DateVocabulary.MONTHS.get(dayMonth.group(2));
      return resolveYear(dayMonth.group(3), month.getValue(), number(dayMonth, 1), from);
    }
    Matcher monthDay = MONTH_DAY.matcher(text);
    if (monthDay.matches() && DateVocabulary.MONTHS.containsKey(monthDay.group(1))) {
      Month month = DateVocabulary.MONTHS.get(monthDay.group(1));
      return resolveYear(monthDay.group(3), month.getValue(), number(monthDay, 2), from);
    }
    return null;
  }

  /** Without a year: the next such date, for 29 February within eight years. */
  private static @Nullable LocalDate resolveYear(
      @Nullable String year, int month, int day, LocalDate from) {
    if (year != null) {
      return LocalDate.of(Integer.parseInt(year), month, day);
    }
    var wanted = MonthDay.of(month, day);
    for (int candidateYear = from.getYear(); candidateYear <= from.getYear() + 8; candidateYear++) {
      if (wanted.isValidYear(candidateYear) && !wanted.atYear(candidateYear).isBefore(from)) {
        return wanted.atYear(candidateYear);
      }
    }
    return null;
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
