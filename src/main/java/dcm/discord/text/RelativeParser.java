package dcm.discord.text;

import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parser of distances from now: {@code in 3 months}, {@code over een half uur}. */
final class RelativeParser {
  private static final Pattern RELATIVE =
      Pattern.compile("(?:in|over|within|binnen) (?:about )?([0-9]{1,4}|\\p{L}+) ?(\\p{L}+)");

  /** Distances that are not a number of units. */
  private static final Map<String, Duration> FRACTIONS =
      Map.ofEntries(
          Map.entry("in half an hour", Duration.ofMinutes(30)),
          Map.entry("in a half hour", Duration.ofMinutes(30)),
          Map.entry("over een half uur", Duration.ofMinutes(30)),
          Map.entry("over een halfuur", Duration.ofMinutes(30)),
          Map.entry("over half uur", Duration.ofMinutes(30)),
          Map.entry("over anderhalf uur", Duration.ofMinutes(90)),
          Map.entry("in an hour and a half", Duration.ofMinutes(90)),
          Map.entry("in a quarter of an hour", Duration.ofMinutes(15)),
          Map.entry("over een kwartier", Duration.ofMinutes(15)),
          Map.entry("over drie kwartier", Duration.ofMinutes(45)));

  private RelativeParser() {}

  /**
   * Minutes or hours, which are elapsed time also across a clock change.
   *
   * @param text in lower case
   * @return null when it is not a number of minutes or hours
   */
  static @Nullable Duration parseTime(String text) {
    Duration fraction = FRACTIONS.get(text);
    if (fraction != null) {
      return fraction;
    }
    Matcher relative = RELATIVE.matcher(text);
    if (!relative.matches()) {
      return null;
    }
    Integer count = NumberWords.parse(relative.group(1));
    ChronoUnit unit = DateVocabulary.UNITS.get(relative.group(2));
    return count == null || unit == null || unit.isDateBased()
        ? null
        : unit.getDuration().multipliedBy(count);
  }

  /** Days, weeks, months or years; null when the text is not a number of these. */
  static @Nullable LocalDate parseDay(String text, LocalDate today) {
    Matcher relative = RELATIVE.matcher(text);
    if (!relative.matches()) {
      return null;
    }
    Integer count = NumberWords.parse(relative.group(1));
    ChronoUnit unit = DateVocabulary.UNITS.get(relative.group(2));
    return count == null || unit == null || !unit.isDateBased() ? null : today.plus(count, unit);
  }
}
