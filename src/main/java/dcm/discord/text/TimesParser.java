package dcm.discord.text;

import dcm.notify.MessageLanguage;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parser of several typed times of a day: {@code 8:00, 18:00}, {@code 8 en 18 uur}. */
public final class TimesParser {
  private static final Pattern SEPARATOR = Pattern.compile("(?i)\\s*[,;+&]\\s*|\\s+(?:and|en)\\s+");
  private static final Pattern HOUR = Pattern.compile("[0-9]{1,2}");

  private TimesParser() {}

  /**
   * A text that ends with several times.
   *
   * @param first the text until the first of them, inclusive
   * @param others the times after it
   */
  public record TrailingTimes(String first, List<LocalTime> others) {
    public TrailingTimes {
      others = List.copyOf(others);
    }
  }

  /**
   * The times in order.
   *
   * @return null when a part is not a time, or an ambiguous one
   */
  public static @Nullable List<LocalTime> parse(String typed, MessageLanguage language) {
    if (typed.length() > DueParser.MAX_LENGTH) {
      return null;
    }
    var times = new TreeSet<LocalTime>();
    for (String part : SEPARATOR.split(typed.strip(), -1)) {
      LocalTime time = time(part, language);
      if (time == null) {
        return null;
      }
      times.add(time);
    }
    return List.copyOf(times);
  }

  /**
   * @return null when it ends with one time, or with none
   */
  public static @Nullable TrailingTimes parseTrailing(String typed, MessageLanguage language) {
    if (typed.length() > DueParser.MAX_LENGTH) {
      return null;
    }
    var separators = SEPARATOR.matcher(typed).results().toList();
    var others = new ArrayList<LocalTime>();
    int end = typed.length();
    for (MatchResult separator : separators.reversed()) {
      LocalTime time = time(typed.substring(separator.end(), end), language);
      if (time == null) {
        break;
      }
      others.addFirst(time);
      end = separator.start();
      // the part before it may be a day and the first time
      String rest = typed.substring(0, end);
      String part = SEPARATOR.split(rest, -1)[SEPARATOR.split(rest, -1).length - 1];
      if (time(part, language) == null) {
        boolean timed = TimedText.of(DueParser.normalize(part), language).time() != null;
        return timed ? new TrailingTimes(rest, others) : null;
      }
    }
    return others.isEmpty() ? null : new TrailingTimes(typed.substring(0, end), others);
  }

  /** A part that is nothing but a time; hours may be bare in a list of them. */
  private static @Nullable LocalTime time(String part, MessageLanguage language) {
    String text = DueParser.normalize(part);
    var timed = TimedText.of(HOUR.matcher(text).matches() ? "at " + text : text, language);
    return timed.day().isEmpty() ? timed.time() : null;
  }
}
