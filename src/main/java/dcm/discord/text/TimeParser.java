package dcm.discord.text;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parser of typed times of day: 11:00, 11.00, 19u, 19u30, 7pm, 7:30 pm, 11 uur. */
final class TimeParser {
  /** A time of day at the end of a text, optionally after "at" or "om". */
  private static final Pattern TRAILING_TIME =
      Pattern.compile(
          "(?:^|\\s)(?:at |om )?(?:"
              + "(?<h>\\d{1,2})[:.](?<m>\\d{2})(?<ap> ?[ap]m| uur)?"
              + "|(?<uh>\\d{1,2}) ?u(?:ur)?(?<um>\\d{2})?"
              + "|(?<ph>\\d{1,2}) ?(?<pap>[ap]m)"
              + ")$");

  private TimeParser() {}

  /**
   * @param remainder the text before the time
   */
  record ParsedTime(String remainder, LocalTime time) {}

  /**
   * @param text in lower case
   * @return null when it does not end in a time of day
   */
  static @Nullable ParsedTime parseTrailing(String text) {
    Matcher matcher = TRAILING_TIME.matcher(text);
    if (!matcher.find()) {
      return null;
    }
    try {
      return new ParsedTime(text.substring(0, matcher.start()).strip(), time(matcher));
    } catch (DateTimeException e) {
      return null; // for example 25:00
    }
  }

  private static LocalTime time(Matcher matcher) {
    if (matcher.group("ph") != null) {
      return twelveHour(Integer.parseInt(matcher.group("ph")), 0, matcher.group("pap"));
    }
    if (matcher.group("uh") != null) {
      String minutes = matcher.group("um");
      return LocalTime.of(
          Integer.parseInt(matcher.group("uh")), minutes == null ? 0 : Integer.parseInt(minutes));
    }
    int hour = Integer.parseInt(matcher.group("h"));
    int minute = Integer.parseInt(matcher.group("m"));
    String amPm = matcher.group("ap");
    return amPm == null || amPm.endsWith("uur")
        ? LocalTime.of(hour, minute)
        : twelveHour(hour, minute, amPm.strip());
  }

  /** 12 am is midnight, 12 pm is noon. */
  private static LocalTime twelveHour(int hour, int minute, String amPm) {
    if (hour < 1 || hour > 12) {
      throw new DateTimeException("not an hour of the 12-hour clock");
    }
    return LocalTime.of(hour % 12 + (amPm.equals("pm") ? 12 : 0), minute);
  }
}
