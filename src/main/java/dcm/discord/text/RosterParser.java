package dcm.discord.text;

import dcm.quickadd.DuePhrase;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parser of typed rosters: {@code mon Noor, tue-thu Milan; mon Daan}. Weeks are separated by
 * semicolons, days by commas.
 */
public final class RosterParser {
  private static final Pattern WEEKS = Pattern.compile("[;\\n]");
  private static final Pattern ENTRY =
      Pattern.compile("(\\p{L}+\\.?(?: ?(?:-|–|t/m) ?\\p{L}+\\.?)?):? +(.+)");

  private RosterParser() {}

  /**
   * The names by week and weekday.
   *
   * @return null when a part is not a weekday with a name, or a weekday occurs twice in a week
   */
  public static @Nullable List<Map<DayOfWeek, String>> parse(String typed) {
    var weeks = new ArrayList<Map<DayOfWeek, String>>();
    for (String week : WEEKS.split(typed.strip(), -1)) {
      if (!week.isBlank()) {
        var days = week(week);
        if (days == null) {
          return null;
        }
        weeks.add(days);
      }
    }
    return weeks.isEmpty() ? null : weeks;
  }

  private static @Nullable Map<DayOfWeek, String> week(String typed) {
    var days = new EnumMap<DayOfWeek, String>(DayOfWeek.class);
    for (String part : typed.split(",", -1)) {
      Matcher entry = ENTRY.matcher(part.strip());
      var named = entry.matches() ? DuePhrase.weekdays(entry.group(1)) : null;
      if (named == null) {
        return null;
      }
      for (DayOfWeek day : named) {
        if (days.put(day, entry.group(2).strip()) != null) {
          return null;
        }
      }
    }
    return days;
  }
}
