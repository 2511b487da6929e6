package dcm.discord.text;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parser of typed weekdays: {@code sat}, {@code ma,do}, {@code mon and thu}, {@code mon-fri},
 * {@code ma t/m vr}.
 */
public final class WeekdayParser {
  private static final Pattern RANGE =
      Pattern.compile("(\\p{L}+) ?(?:-|–|t/m|tot en met|tot|to|through|thru|until) ?(\\p{L}+)");
  private static final Pattern SEPARATOR = Pattern.compile(" ?(?:[;+&/]| and | en | ) ?");

  private WeekdayParser() {}

  /**
   * @return null when a word is not a weekday
   */
  public static @Nullable Set<DayOfWeek> parse(String typed) {
    if (typed.length() > DueParser.MAX_LENGTH) {
      return null;
    }
    String text = DueParser.normalize(typed).replaceFirst("^(?:on|op|elke|every) ", "");
    var days = EnumSet.noneOf(DayOfWeek.class);
    Matcher ranges = RANGE.matcher(text);
    var rest = new StringBuilder();
    while (ranges.find()) {
      DayOfWeek first = day(ranges.group(1));
      DayOfWeek last = day(ranges.group(2));
      if (first == null || last == null) {
        return null;
      }
      for (DayOfWeek day = first; day != last; day = day.plus(1)) {
        days.add(day);
      }
      days.add(last);
      ranges.appendReplacement(rest, "");
    }
    ranges.appendTail(rest);
    for (String word : SEPARATOR.split(rest.toString().strip(), -1)) {
      if (!addTo(days, word)) {
        return null;
      }
    }
    return days.isEmpty() ? null : days;
  }

  private static boolean addTo(Set<DayOfWeek> days, String word) {
    switch (word) {
      case "", "and", "en" -> {}
      case "weekdays", "workdays", "werkdagen", "doordeweeks" ->
          days.addAll(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
      case "weekend", "weekends" -> days.addAll(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));
      default -> {
        DayOfWeek day = day(word);
        if (day == null) {
          return false;
        }
        days.add(day);
      }
    }
    return true;
  }

  /** A weekday, also as a plural: "fridays". */
  private static @Nullable DayOfWeek day(String word) {
    DayOfWeek day = DateVocabulary.WEEKDAYS.get(word);
    return day == null && word.length() > 4 && word.endsWith("s")
        ? DateVocabulary.WEEKDAYS.get(word.substring(0, word.length() - 1))
        : day;
  }
}
