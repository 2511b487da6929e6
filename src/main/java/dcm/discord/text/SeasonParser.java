package dcm.discord.text;

import dcm.quickadd.DuePhrase;
import java.time.Month;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parser of the typed months of a season: {@code april-september}, {@code okt t/m mrt}, {@code
 * juni, juli}. "all year" and the words that clear an option are all months.
 */
public final class SeasonParser {
  private static final Set<String> ALL_YEAR =
      Set.of("all year", "whole year", "always", "all", "hele jaar", "het hele jaar", "altijd");
  private static final Pattern RANGE =
      Pattern.compile(
          "(?:from |van )?(\\p{L}+)(?: ?(?:-|–|t/m) ?| (?:tot en met|to|through|thru|until|tot) )(\\p{L}+)");
  private static final Pattern SEPARATOR = Pattern.compile(" ?(?:[;+&/]| and | en | ) ?");

  private SeasonParser() {}

  /**
   * @return null when a word is not a month
   */
  public static @Nullable Set<Month> parse(String typed) {
    if (typed.length() > DuePhrase.MAX_LENGTH) {
      return null;
    }
    String text = normalize(typed).replaceFirst("^(?:only )?(?:in )|^alleen in ", "");
    if (ALL_YEAR.contains(text) || ClearWords.contain(text)) {
      return EnumSet.allOf(Month.class);
    }
    var months = EnumSet.noneOf(Month.class);
    Matcher ranges = RANGE.matcher(text);
    var rest = new StringBuilder();
    while (ranges.find()) {
      Month last = DuePhrase.month(ranges.group(2));
      Month month = DuePhrase.month(ranges.group(1));
      if (month == null || last == null) {
        return null;
      }
      for (; month != last; month = month.plus(1)) {
        months.add(month);
      }
      months.add(last);
      ranges.appendReplacement(rest, "");
    }
    ranges.appendTail(rest);
    for (String word : SEPARATOR.split(rest.toString().strip(), -1)) {
      Month month = DuePhrase.month(word);
      if (month != null) {
        months.add(month);
      } else if (!word.isEmpty() && !word.equals("and") && !word.equals("en")) {
        return null;
      }
    }
    return months.isEmpty() ? null : months;
  }

  /** Lower case, single spaces, no commas, no dots after letters. */
  private static String normalize(String typed) {
    return typed
        .toLowerCase(Locale.ROOT)
        .replaceAll("(?<=\\p{L})\\.", "")
        .replaceAll("[,\\s\u00a0]+", " ")
        .strip();
  }
}
