package dcm.guild.value;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The RFC 5545 text of a {@link RecurrencePreset}, in both directions. */
final class RecurrencePresetFormat {
  private static final String INTERVAL = "(?:;INTERVAL=([1-9]\\d{0,3}))?";
  private static final String WEEKDAY = "(?:MO|TU|WE|TH|FR|SA|SU)";
  private static final Pattern DAILY = Pattern.compile("FREQ=DAILY" + INTERVAL);
  private static final Pattern WEEKLY =
      Pattern.compile(
          "FREQ=WEEKLY"
              + INTERVAL
              + "(?:;BYDAY=("
              + WEEKDAY
              + "(?:,"
              + WEEKDAY
              + "){0,6}))?(?:;WKST="
              + WEEKDAY
              + ")?");
  private static final Pattern MONTHLY =
      Pattern.compile("FREQ=MONTHLY" + INTERVAL + ";BYMONTHDAY=([1-9]|[12]\\d|3[01])");

  private RecurrencePresetFormat() {}

  static String intervalPart(int interval) {
    return interval == 1 ? "" : ";INTERVAL=" + interval;
  }

  static String byDayPart(Set<DayOfWeek> days) {
    return days.isEmpty()
        ? ""
        : days.stream()
            .map(RecurrencePresetFormat::code)
            .collect(Collectors.joining(",", ";BYDAY=", ""));
  }

  /**
   * The WKST part, where it makes a difference: several days of every second week or more. Monday
   * is RFC 5545's default and is left out.
   */
  static String weekStartPart(int interval, Set<DayOfWeek> days, DayOfWeek weekStart) {
    boolean matters = interval > 1 && days.size() > 1 && weekStart != DayOfWeek.MONDAY;
    return matters ? ";WKST=" + code(weekStart) : "";
  }

  static @Nullable RecurrencePreset parse(String rrule) {
    String text = rrule.toUpperCase(Locale.ROOT);
    Matcher daily = DAILY.matcher(text);
    if (daily.matches()) {
      return new RecurrencePreset.Daily(interval(daily));
    }
    Matcher weekly = WEEKLY.matcher(text);
    if (weekly.matches()) {
      return new RecurrencePreset.Weekly(interval(weekly), days(weekly.group(2)));
    }
    Matcher monthly = MONTHLY.matcher(text);
    return monthly.matches()
        ? new RecurrencePreset.Monthly(interval(monthly), Integer.parseInt(monthly.group(2)))
        : null;
  }

  private static int interval(Matcher matched) {
    return matched.group(1) == null ? 1 : Integer.parseInt(matched.group(1));
  }

  private static Set<DayOfWeek> days(@Nullable String codes) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    if (codes != null) {
      Set<String> named = Set.copyOf(List.of(codes.split(",")));
      Stream.of(DayOfWeek.values()).filter(day -> named.contains(code(day))).forEach(days::add);
    }
    return days;
  }

  private static String code(DayOfWeek day) {
    return day.name().substring(0, 2);
  }
}
