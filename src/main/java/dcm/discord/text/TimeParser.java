package dcm.discord.text;

import dcm.notify.MessageLanguage;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parser of typed times of day: 11:00, 11.00, 19u, 19u30, 11h, 7pm, 7:30 pm, 11 uur, at 9, om 9,
 * noon, half 8.
 */
final class TimeParser {
  private static final String TIME =
      "(?:"
          + "(?:(?:at |om |@ ?|around |rond )?(?:"
          + "(?<h>\\d{1,2})[:.](?<m>\\d{2})(?: ?(?<ap>[ap]m)| uur)?"
          + "|(?<uh>\\d{1,2}) ?(?:uur|u|h)(?<um>\\d{2})?"
          + "|(?<ph>\\d{1,2}) ?(?<pap>[ap]m)"
          + "|(?<noon>noon|midday|12 noon)"
          + "|(?<half>half) (?<halfpast>past )?(?<hh>\\d{1,2}|\\p{L}+)(?: uur)?"
          + "|(?<quarter>kwart over|kwart voor|quarter past|quarter to) (?<qh>\\d{1,2}|\\p{L}+)"
          + "))"
          + "|(?:at|om|@) ?(?<bare>\\d{1,2}|\\p{L}+))";

  private static final Pattern TRAILING = Pattern.compile("(?:^|\\s)" + TIME + "$");
  private static final Pattern LEADING = Pattern.compile("^" + TIME + "(?:\\s(?:on |op )?)");

  /** Hours that are typed without more and are meant in the morning as often as in the evening. */
  private static final int FIRST_CLEAR_HOUR = 7;

  private TimeParser() {}

  /**
   * @param remainder the text beside the time
   */
  record ParsedTime(String remainder, LocalTime time) {}

  /**
   * The time of day at the end or else at the beginning of a text.
   *
   * @param text in lower case
   * @param part the part of the day that was typed beside it; null: none
   * @param language "half 8" is 7:30 in Dutch, and either in English
   * @return null when there is none, or an ambiguous one
   */
  static @Nullable ParsedTime parse(String text, @Nullable DayPart part, MessageLanguage language) {
    Matcher matcher = TRAILING.matcher(text);
    boolean trailing = matcher.find();
    if (!trailing) {
      matcher = LEADING.matcher(text);
      if (!matcher.find()) {
        return null;
      }
    }
    try {
      LocalTime time = time(matcher, part, language);
      String remainder =
          trailing ? text.substring(0, matcher.start()) : text.substring(matcher.end());
      return time == null
          ? null
          : new ParsedTime(remainder.strip(), part == null ? time : part.resolve(time));
    } catch (DateTimeException e) {
      return null; // for example 25:00
    }
  }

  private static @Nullable LocalTime time(
      Matcher matcher, @Nullable DayPart part, MessageLanguage language) {
    if (matcher.group("noon") != null) {
      return LocalTime.NOON;
    }
    if (matcher.group("bare") != null) {
      Integer hour = NumberWords.parse(matcher.group("bare"));
      boolean clear = hour != null && (hour == 0 || hour >= FIRST_CLEAR_HOUR || part != null);
      return clear ? LocalTime.of(hour, 0) : null;
    }
    if (matcher.group("half") != null) {
      return half(matcher, language);
    }
    if (matcher.group("quarter") != null) {
      Integer hour = NumberWords.parse(matcher.group("qh"));
      String quarter = matcher.group("quarter");
      boolean past = quarter.endsWith("over") || quarter.endsWith("past");
      return hour == null ? null : LocalTime.of(hour, 0).plusMinutes(past ? 15 : -15);
    }
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
    return amPm == null ? LocalTime.of(hour, minute) : twelveHour(hour, minute, amPm);
  }

  /** "half past 8" is 8:30; "half 8" is 7:30 in Dutch. */
  private static @Nullable LocalTime half(Matcher matcher, MessageLanguage language) {
    Integer hour = NumberWords.parse(matcher.group("hh"));
    if (hour == null) {
      return null;
    }
    if (matcher.group("halfpast") != null) {
      return LocalTime.of(hour, 30);
    }
    return language == MessageLanguage.NL ? LocalTime.of(hour, 0).minusMinutes(30) : null;
  }

  /** 12 am is midnight, 12 pm is noon. */
  private static LocalTime twelveHour(int hour, int minute, String amPm) {
    if (hour < 1 || hour > 12) {
      throw new DateTimeException("not an hour of the 12-hour clock");
    }
    return LocalTime.of(hour % 12 + (amPm.equals("pm") ? 12 : 0), minute);
  }
}
