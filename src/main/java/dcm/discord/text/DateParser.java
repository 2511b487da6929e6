package dcm.discord.text;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.Year;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parser of typed dates: 2026-11-28, 28-11, 31-12-26, 28 november, the 5th, tomorrow, zaterdag 5
 * december, end of month. The day comes before the month; 3/4 is rejected, because many people
 * write the month first.
 */
final class DateParser {
  private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");
  private static final Pattern NUMBERS =
      Pattern.compile("(\\d{1,2})([-/.])(\\d{1,2})(?:\\2(\\d{4}|\\d{2}))?");
  private static final Pattern DAY_MONTH =
      Pattern.compile(
          "(?:the |de )?(\\d{1,2})(?:st|nd|rd|th|ste|de|e)? (?:of )?(\\p{L}+)(?: (\\d{4}))?");
  private static final Pattern MONTH_DAY =
      Pattern.compile("(\\p{L}+) (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?: (\\d{4}))?");
  private static final Pattern DAY_OF_MONTH =
      Pattern.compile("(?:the |de )?(\\d{1,2})(?:st|nd|rd|th|ste|de|e)");
  private static final Pattern WITH_WEEKDAY = Pattern.compile("(\\p{L}+) (.+)");
  private static final Pattern PREPOSITION =
      Pattern.compile("^(?:on|op|by|for|voor) (?=\\p{L}|\\d)");
  private static final Pattern MONTH_END =
      Pattern.compile(
          "(?:at )?(?:the )?(?:end of|eind|einde|eind van|einde van)"
              + " (?:(?:the |de |this |deze |dit )?(?<this>month|maand)"
              + "|(?<next>next month|volgende maand)|(?<name>\\p{L}+))");
  private static final Pattern YEAR_END =
      Pattern.compile("(?:end of|eind van|einde van) (?:the |this |het |dit )?(?:year|jaar)");

  private DateParser() {}

  /**
   * The date that the text means.
   *
   * @param text in lower case, without commas and without dots after letters
   * @param from the earliest date that a weekday may mean
   * @param today the date of "today"
   * @return null when the text is not a date, or is ambiguous without a choice of few
   */
  static @Nullable ParsedDay parse(String text, LocalDate from, LocalDate today) {
    try {
      String plain = PREPOSITION.matcher(text).replaceFirst("");
      Integer daysAhead = DateVocabulary.DAYS_AHEAD.get(plain);
      if (daysAhead != null) {
        return new ParsedDay.Day(today.plusDays(daysAhead));
      }
      ParsedDay weekday = WeekParser.parse(plain, from, today);
      if (weekday != null) {
        return weekday;
      }
      LocalDate relative = RelativeParser.parseDay(plain, today);
      if (relative == null) {
        relative = periodEnd(plain, today);
      }
      if (relative != null) {
        return new ParsedDay.Day(relative);
      }
      // today's date without a year means today, also when the time of day has passed
      return parseDate(plain, today);
    } catch (DateTimeException e) {
      return null; // for example 30 February
    }
  }

  private static @Nullable LocalDate periodEnd(String text, LocalDate today) {
    if (YEAR_END.matcher(text).matches()) {
      return today.with(TemporalAdjusters.lastDayOfYear());
    }
    Matcher end = MONTH_END.matcher(text);
    if (!end.matches()) {
      return null;
    }
    if (end.group("name") == null) {
      LocalDate month = end.group("next") == null ? today : today.plusMonths(1);
      return month.with(TemporalAdjusters.lastDayOfMonth());
    }
    Month month = DateVocabulary.MONTHS.get(end.group("name"));
    if (month == null) {
      return null;
    }
    YearMonth thisYear = Year.of(today.getYear()).atMonth(month);
    LocalDate last = thisYear.atEndOfMonth();
    return last.isBefore(today) ? thisYear.plusYears(1).atEndOfMonth() : last;
  }

  private static @Nullable ParsedDay parseDate(String text, LocalDate from) {
    LocalDate date = dateWithoutWeekday(text, from);
    if (date != null) {
      return new ParsedDay.Day(date);
    }
    Matcher withWeekday = WITH_WEEKDAY.matcher(text);
    if (!withWeekday.matches()) {
      return null;
    }
    DayOfWeek weekday = DateVocabulary.WEEKDAYS.get(withWeekday.group(1));
    LocalDate dated =
        weekday == null
            ? null
            : dateWithoutWeekday(withWeekday.group(2).replaceFirst("^(?:the|de) ", ""), from);
    if (dated == null) {
      return null;
    }
    return dated.getDayOfWeek() == weekday
        ? new ParsedDay.Day(dated)
        : new ParsedDay.OtherWeekday(dated);
  }

  private static @Nullable LocalDate dateWithoutWeekday(String text, LocalDate from) {
    Matcher iso = ISO.matcher(text);
    if (iso.matches()) {
      return LocalDate.of(number(iso, 1), number(iso, 2), number(iso, 3));
    }
    Matcher numbers = NUMBERS.matcher(text);
    if (numbers.matches()) {
      return numericDate(numbers, from);
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
    Matcher dayOfMonth = DAY_OF_MONTH.matcher(text);
    return dayOfMonth.matches() ? nextDayOfMonth(number(dayOfMonth, 1), from) : null;
  }

  private static @Nullable LocalDate numericDate(Matcher numbers, LocalDate from) {
    int first = number(numbers, 1);
    int second = number(numbers, 3);
    boolean slash = numbers.group(2).equals("/");
    if (slash && first <= 12 && second <= 12 && first != second) {
      return null;
    }
    return slash && second > 12
        ? resolveYear(numbers.group(4), first, second, from)
        : resolveYear(numbers.group(4), second, first, from);
  }

  /** Without a year: the next such date, for 29 February within eight years. */
  private static @Nullable LocalDate resolveYear(
      @Nullable String year, int month, int day, LocalDate from) {
    if (year != null) {
      return LocalDate.of((year.length() == 2 ? 2000 : 0) + Integer.parseInt(year), month, day);
    }
    var wanted = MonthDay.of(month, day);
    for (int candidateYear = from.getYear(); candidateYear <= from.getYear() + 8; candidateYear++) {
      if (wanted.isValidYear(candidateYear) && !wanted.atYear(candidateYear).isBefore(from)) {
        return wanted.atYear(candidateYear);
      }
    }
    return null;
  }

  /** The 31st is in the next month that has one. */
  private static @Nullable LocalDate nextDayOfMonth(int day, LocalDate from) {
    for (int ahead = 0; ahead <= 2; ahead++) {
      YearMonth month = YearMonth.from(from).plusMonths(ahead);
      if (month.isValidDay(day) && !month.atDay(day).isBefore(from)) {
        return month.atDay(day);
      }
    }
    return null;
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
