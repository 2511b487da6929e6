package dcm.discord.words;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A time of day as people type it: 11:00, 11.00, 19u, 19u30, 7pm, 7:30 pm, 11 uur. */
final class TimeText {
  /** At the end of a text; "at" and "om" may stand before it. */
  private static final Pattern AT_THE_END =
      Pattern.compile(
          "(?:^|\\s)(?:at |om )?(?:"
              + "(?<h>\\d{1,2})[:.](?<m>\\d{2})(?<ap> ?[ap]m| uur)?"
              + "|(?<uh>\\d{1,2}) ?u(?:ur)?(?<um>\\d{2})?"
              + "|(?<ph>\\d{1,2}) ?(?<pap>[ap]m)"
              + ")$");

  private TimeText() {}

  /**
   * @param rest what stood before the time
   */
  record Found(String rest, LocalTime time) {}

  /**
   * @param text in lower case
   * @return null when it does not end in a time of day
   */
  static @Nullable Found atTheEnd(String text) {
    Matcher found = AT_THE_END.matcher(text);
    if (!found.find()) {
      return null;
    }
    try {
      return new Found(text.substring(0, found.start()).strip(), time(found));
    } catch (DateTimeException e) {
      return null; // 25:00 is no time of day
    }
  }

  private static LocalTime time(Matcher found) {
    if (found.group("ph") != null) {
      return twelve(Integer.parseInt(found.group("ph")), 0, found.group("pap"));
    }
    if (found.group("uh") != null) {
      String minutes = found.group("um");
      return LocalTime.of(
          Integer.parseInt(found.group("uh")), minutes == null ? 0 : Integer.parseInt(minutes));
    }
    int hour = Integer.parseInt(found.group("h"));
    int minute = Integer.parseInt(found.group("m"));
    String half = found.group("ap");
    return half == null || half.endsWith("uur")
        ? LocalTime.of(hour, minute)
        : twelve(hour, minute, half.strip());
  }

  /** 12 am is midnight, 12 pm is noon. */
  private static LocalTime twelve(int hour, int minute, String half) {
    if (hour < 1 || hour > 12) {
      throw new DateTimeException("no such hour on a clock of twelve");
    }
    return LocalTime.of(hour % 12 + (half.equals("pm") ? 12 : 0), minute);
  }
}
