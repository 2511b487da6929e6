package dcm.discord.text;

import static java.util.Map.entry;

import dcm.notify.MessageBundle;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parser and formatter of durations: {@code 24h, 30m, 0}, {@code 1 dag, 2 uur}, {@code off}. */
public final class DurationParser {
  private static final Set<String> OFF =
      Set.of("off", "none", "never", "no", "uit", "geen", "nooit", "-");
  private static final Set<String> AT_DUE_TIME =
      Set.of("0", "at the due time", "at the time itself", "op het moment zelf");

  private static final Map<String, ChronoUnit> UNITS =
      Map.ofEntries(
          entry("m", ChronoUnit.MINUTES),
          entry("min", ChronoUnit.MINUTES),
          entry("mins", ChronoUnit.MINUTES),
          entry("minute", ChronoUnit.MINUTES),
          entry("minutes", ChronoUnit.MINUTES),
          entry("minuut", ChronoUnit.MINUTES),
          entry("minuten", ChronoUnit.MINUTES),
          entry("h", ChronoUnit.HOURS),
          entry("u", ChronoUnit.HOURS),
          entry("hour", ChronoUnit.HOURS),
          entry("hours", ChronoUnit.HOURS),
          entry("uur", ChronoUnit.HOURS),
          entry("uren", ChronoUnit.HOURS),
          entry("d", ChronoUnit.DAYS),
          entry("day", ChronoUnit.DAYS),
          entry("days", ChronoUnit.DAYS),
          entry("dag", ChronoUnit.DAYS),
          entry("dagen", ChronoUnit.DAYS),
          entry("w", ChronoUnit.WEEKS),
          entry("week", ChronoUnit.WEEKS),
          entry("weeks", ChronoUnit.WEEKS),
          entry("weken", ChronoUnit.WEEKS),
          entry("month", ChronoUnit.MONTHS),
          entry("months", ChronoUnit.MONTHS),
          entry("maand", ChronoUnit.MONTHS),
          entry("maanden", ChronoUnit.MONTHS),
          entry("year", ChronoUnit.YEARS),
          entry("years", ChronoUnit.YEARS),
          entry("jaar", ChronoUnit.YEARS),
          entry("jaren", ChronoUnit.YEARS));

  private static final Pattern DURATION = Pattern.compile("(\\d{1,4}) ?(\\p{L}+)");

  private DurationParser() {}

  /**
   * @return null when the text is not understood; empty for "off"
   */
  public static @Nullable List<Duration> parseAll(String typed) {
    String text = typed.strip().toLowerCase(Locale.ROOT);
    if (OFF.contains(text)) {
      return List.of();
    }
    var durations = new ArrayList<Duration>();
    for (String part : text.split("\\s*(?:[,;+&]|\\band\\b|\\ben\\b)\\s*", -1)) {
      var duration = parse(part);
      if (duration == null) {
        return null;
      }
      durations.add(duration);
    }
    return durations.isEmpty() ? null : durations;
  }

  private static @Nullable Duration parse(String part) {
    if (AT_DUE_TIME.contains(part)) {
      return Duration.ZERO;
    }
    var matcher = DURATION.matcher(part);
    if (!matcher.matches() || !UNITS.containsKey(matcher.group(2))) {
      return null;
    }
    var unit = UNITS.get(matcher.group(2));
    if (unit.compareTo(ChronoUnit.WEEKS) > 0) {
      return null; // months and years differ in length
    }
    return unit.getDuration().multipliedBy(Integer.parseInt(matcher.group(1)));
  }

  /** Text that {@link #parseAll} reads again. An empty list has no text here. */
  public static String format(List<Duration> durations, MessageBundle messages) {
    return String.join(
        ", ", durations.stream().map(duration -> format(duration, messages)).toList());
  }

  public static String format(Duration duration, MessageBundle messages) {
    if (duration.isZero()) {
      return messages.format("duration.none");
    }
    if (duration.toMinutes() % 60 != 0) {
      return formatCount("minute", duration.toMinutes(), messages);
    }
    return duration.toHours() >= 48 && duration.toHours() % 24 == 0
        ? formatCount("day", duration.toDays(), messages)
        : formatCount("hour", duration.toHours(), messages);
  }

  private static String formatCount(String unit, long count, MessageBundle messages) {
    return messages.format("duration." + unit, count);
  }
}
