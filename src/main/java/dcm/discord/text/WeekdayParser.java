package dcm.discord.text;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parser of typed weekdays: {@code sat}, {@code ma,do}, {@code mon and thu}. */
public final class WeekdayParser {
  private WeekdayParser() {}

  /**
   * @return null when a word is not a weekday
   */
  public static @Nullable Set<DayOfWeek> parse(String typed) {
    var days = EnumSet.noneOf(DayOfWeek.class);
    for (String word : typed.strip().toLowerCase(Locale.ROOT).split("[\\s,;+&/]+", -1)) {
      switch (word) {
        case "", "and", "en" -> {}
        case "weekdays", "werkdagen", "doordeweeks" ->
            days.addAll(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
        case "weekend" -> days.addAll(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));
        default -> {
          var day = DateVocabulary.WEEKDAYS.get(word);
          if (day == null) {
            return null;
          }
          days.add(day);
        }
      }
    }
    return days.isEmpty() ? null : days;
  }
}
