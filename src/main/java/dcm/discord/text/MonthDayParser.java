package dcm.discord.text;

import static java.util.Map.entry;

import dcm.discord.text.ParsedRepeat.Every;
import dcm.guild.value.RecurrencePreset.MonthlyByWeekday;
import java.time.Month;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parser of the typed days of a monthly or yearly repetition: {@code the 5th}, {@code last day},
 * {@code first saturday}, {@code 1 oktober}.
 */
final class MonthDayParser {
  /** In shorter months the last day is meant. */
  private static final int LAST_DAY = 31;

  private static final Map<String, Integer> ORDINALS =
      Map.ofEntries(
          entry("first", 1),
          entry("1st", 1),
          entry("eerste", 1),
          entry("1e", 1),
          entry("1ste", 1),
          entry("second", 2),
          entry("2nd", 2),
          entry("tweede", 2),
          entry("2e", 2),
          entry("2de", 2),
          entry("third", 3),
          entry("3rd", 3),
          entry("derde", 3),
          entry("3e", 3),
          entry("3de", 3),
          entry("fourth", 4),
          entry("4th", 4),
          entry("vierde", 4),
          entry("4e", 4),
          entry("4de", 4),
          entry("fifth", 5),
          entry("5th", 5),
          entry("vijfde", 5),
          entry("5e", 5),
          entry("5de", 5),
          entry("last", MonthlyByWeekday.LAST),
          entry("laatste", MonthlyByWeekday.LAST));

  private static final String OF_MONTH =
      " (?:of (?:the|each|every|a)|in the|van (?:de|elke|iedere)|in de|per|every|each|elke) (?:month|maand)";
  private static final Pattern WHOLE =
      Pattern.compile(
          "(?:(?:every|each|elke|elk|iedere|on|op) )?(?:the |de )?(?<day>.+?)(?<month>"
              + OF_MONTH
              + ")?");
  private static final Pattern DAY_OF_MONTH =
      Pattern.compile("(?:day |dag )?([0-9]{1,2})(?:st|nd|rd|th|ste|de|e)?");
  private static final Pattern LAST_OF_MONTH = Pattern.compile("(?:last|laatste) (?:day|dag)");
  private static final Pattern NTH =
      Pattern.compile("(?<ordinal>[0-9\\p{L}]+) (?<weekday>\\p{L}+)");
  private static final Pattern DATE =
      Pattern.compile(
          "(?:(?<day>[0-9]{1,2})(?:st|nd|rd|th|ste|de|e)? (?:of |van )?(?<month>\\p{L}+)"
              + "|(?<m>\\p{L}+) (?:the )?(?<d>[0-9]{1,2})(?:st|nd|rd|th)?)");

  private MonthDayParser() {}

  /**
   * A repetition that names its day of the month at once: {@code first saturday}, {@code third
   * tuesday of the month}, {@code every last friday}. {@code every second friday} is none: to some
   * it is every other one.
   */
  static @Nullable Every ofMonth(String text) {
    Matcher whole = WHOLE.matcher(text);
    if (!whole.matches()) {
      return null;
    }
    Every parsed = inMonth(null, whole.group("day"));
    boolean clear =
        parsed != null
            && parsed.ordinal() != null
            && (parsed.ordinal() == 1
                || parsed.ordinal() == MonthlyByWeekday.LAST
                || text.equals(whole.group("day")));
    return clear || whole.group("month") != null ? parsed : null;
  }

  /**
   * A repetition by month.
   *
   * @param interval in months; null: not stated
   */
  static @Nullable Every inMonth(@Nullable Integer interval, String typed) {
    String text = typed.replaceFirst(OF_MONTH + "$", "");
    if (LAST_OF_MONTH.matcher(text).matches()) {
      return Every.monthly(interval, LAST_DAY);
    }
    Matcher day = DAY_OF_MONTH.matcher(text);
    if (day.matches()) {
      return Every.monthly(interval, Integer.parseInt(day.group(1)));
    }
    Matcher nth = NTH.matcher(text);
    Integer ordinal = nth.matches() ? ORDINALS.get(nth.group("ordinal")) : null;
    var weekdays = ordinal == null ? null : WeekdayParser.parse(nth.group("weekday"));
    return weekdays == null || weekdays.size() != 1
        ? null
        : Every.monthly(interval, ordinal, weekdays.iterator().next());
  }

  /**
   * A repetition by year.
   *
   * @param interval in years; null: not stated
   */
  static @Nullable Every inYear(@Nullable Integer interval, String text) {
    Matcher date = DATE.matcher(text);
    if (!date.matches()) {
      return null;
    }
    boolean dayFirst = date.group("day") != null;
    Month month = DateVocabulary.MONTHS.get(date.group(dayFirst ? "month" : "m"));
    int day = Integer.parseInt(date.group(dayFirst ? "day" : "d"));
    return month == null || day < 1 || day > month.maxLength()
        ? null
        : Every.yearly(interval, month, day);
  }
}
