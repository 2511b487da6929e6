package dcm.guild.value;

import java.time.DayOfWeek;
import java.time.Month;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The RFC 5545 text of a {@link RecurrencePreset}, in both directions. */
final class RecurrencePresetFormat {
  private static final String PREFIX = "RRULE:";
  private static final String WEEKDAY = "(?:MO|TU|WE|TH|FR|SA|SU)";
  private static final Pattern INTERVAL = Pattern.compile("[1-9]\\d{0,3}");
  private static final Pattern WEEK_START = Pattern.compile(WEEKDAY);
  private static final Pattern WEEKDAYS = Pattern.compile(WEEKDAY + "(?:," + WEEKDAY + "){0,6}");
  private static final Pattern ORDINAL_WEEKDAY = Pattern.compile("(?:\\+?[1-5]|-1)" + WEEKDAY);
  private static final Pattern DAY = Pattern.compile("[1-9]|[12]\\d|3[01]");
  private static final Pattern MONTH = Pattern.compile("[1-9]|1[0-2]");

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
   * The WKST part, where it makes a difference: named days of every second week or more. Even a
   * single one does, because the rule may start on another day of the week. Monday is RFC 5545's
   * default and is left out.
   */
  static String weekStartPart(int interval, Set<DayOfWeek> days, DayOfWeek weekStart) {
    boolean matters = interval > 1 && !days.isEmpty() && weekStart != DayOfWeek.MONDAY;
    return matters ? ";WKST=" + code(weekStart) : "";
  }

  static @Nullable RecurrencePreset parse(String rrule) {
    Map<String, String> parts = parts(rrule.toUpperCase(Locale.ROOT));
    String freq = parts.remove("FREQ");
    String interval = parts.getOrDefault("INTERVAL", "1");
    parts.remove("INTERVAL");
    if (freq == null || !INTERVAL.matcher(interval).matches()) {
      return null;
    }
    int every = Integer.parseInt(interval);
    return switch (freq) {
      case "DAILY" -> parts.isEmpty() ? new RecurrencePreset.Daily(every) : null;
      case "WEEKLY" -> weekly(every, parts);
      case "MONTHLY" -> monthly(every, parts);
      case "YEARLY" -> yearly(every, parts);
      default -> null;
    };
  }

  /** The parts by name; a part that is written twice or without a value is under its own text. */
  private static Map<String, String> parts(String text) {
    var parts = new HashMap<String, String>();
    String rule = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
    for (String part : rule.split(";", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      if (parts.putIfAbsent(name, part.substring(equals + 1)) != null) {
        parts.put(part, "");
      }
    }
    return parts;
  }

  private static @Nullable RecurrencePreset weekly(int interval, Map<String, String> parts) {
    boolean weekStart = remove(parts, "WKST", WEEK_START);
    String days = parts.remove("BYDAY");
    boolean known = weekStart && parts.isEmpty() && (days == null || matches(WEEKDAYS, days));
    return known ? new RecurrencePreset.Weekly(interval, days(days)) : null;
  }

  private static @Nullable RecurrencePreset monthly(int interval, Map<String, String> parts) {
    String day = parts.get("BYMONTHDAY");
    String weekday = parts.get("BYDAY");
    if (parts.size() != 1) {
      return null;
    }
    if (day != null && matches(DAY, day)) {
      return new RecurrencePreset.Monthly(interval, Integer.parseInt(day));
    }
    return weekday != null && matches(ORDINAL_WEEKDAY, weekday)
        ? new RecurrencePreset.MonthlyByWeekday(
            interval,
            Integer.parseInt(weekday, 0, weekday.length() - 2, 10),
            days(weekday.substring(weekday.length() - 2)).iterator().next())
        : null;
  }

  private static @Nullable RecurrencePreset yearly(int interval, Map<String, String> parts) {
    String month = parts.getOrDefault("BYMONTH", "");
    String day = parts.getOrDefault("BYMONTHDAY", "");
    return parts.size() == 2 && matches(MONTH, month) && matches(DAY, day)
        ? new RecurrencePreset.Yearly(
            interval, Month.of(Integer.parseInt(month)), Integer.parseInt(day))
        : null;
  }

  /** Removes a part that does not count; whether it was absent or well-formed. */
  private static boolean remove(Map<String, String> parts, String name, Pattern pattern) {
    String value = parts.remove(name);
    return value == null || matches(pattern, value);
  }

  private static boolean matches(Pattern pattern, String value) {
    return pattern.matcher(value).matches();
  }

  private static Set<DayOfWeek> days(@Nullable String codes) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    if (codes != null) {
      Set<String> named = Set.copyOf(List.of(codes.split(",")));
      Stream.of(DayOfWeek.values()).filter(day -> named.contains(code(day))).forEach(days::add);
    }
    return days;
  }

  static String code(DayOfWeek day) {
    return day.name().substring(0, 2);
  }
}
