package dcm.discord.text;

import java.time.DayOfWeek;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parser of typed repetitions: {@code weekly}, {@code elke vrijdag}, {@code every other friday},
 * {@code om de 3 dagen}, {@code every month on the 5th}.
 */
public final class RepeatParser {
  /** The unit of a repetition. */
  public enum Unit {
    DAY,
    WEEK,
    MONTH
  }

  /** Result of parsing. */
  public sealed interface ParsedRepeat {
    /** It does not repeat. */
    record Never() implements ParsedRepeat {}

    /**
     * It repeats.
     *
     * @param interval null: not stated, which means 1
     * @param days the weekdays of a weekly one; empty when none are stated
     * @param dayOfMonth of a monthly one; null when none is stated
     */
    record Every(
        Unit unit, @Nullable Integer interval, Set<DayOfWeek> days, @Nullable Integer dayOfMonth)
        implements ParsedRepeat {
      public Every {
        days = Set.copyOf(days);
      }

      private static Every of(Unit unit, @Nullable Integer interval) {
        return new Every(unit, interval, Set.of(), null);
      }
    }
  }

  private static final Set<String> NEVER =
      Set.of("none", "not", "no", "never", "once", "-", "niet", "geen", "nooit", "eenmalig");

  private static final Map<String, ParsedRepeat.Every> WORDS =
      Map.ofEntries(
          Map.entry("daily", ParsedRepeat.Every.of(Unit.DAY, null)),
          Map.entry("dagelijks", ParsedRepeat.Every.of(Unit.DAY, null)),
          Map.entry("om de dag", ParsedRepeat.Every.of(Unit.DAY, 2)),
          Map.entry("weekly", ParsedRepeat.Every.of(Unit.WEEK, null)),
          Map.entry("wekelijks", ParsedRepeat.Every.of(Unit.WEEK, null)),
          Map.entry("biweekly", ParsedRepeat.Every.of(Unit.WEEK, 2)),
          Map.entry("fortnightly", ParsedRepeat.Every.of(Unit.WEEK, 2)),
          Map.entry("every fortnight", ParsedRepeat.Every.of(Unit.WEEK, 2)),
          Map.entry("tweewekelijks", ParsedRepeat.Every.of(Unit.WEEK, 2)),
          Map.entry("om de week", ParsedRepeat.Every.of(Unit.WEEK, 2)),
          Map.entry("monthly", ParsedRepeat.Every.of(Unit.MONTH, null)),
          Map.entry("maandelijks", ParsedRepeat.Every.of(Unit.MONTH, null)),
          Map.entry("om de maand", ParsedRepeat.Every.of(Unit.MONTH, 2)),
          Map.entry("quarterly", ParsedRepeat.Every.of(Unit.MONTH, 3)),
          Map.entry("every quarter", ParsedRepeat.Every.of(Unit.MONTH, 3)),
          Map.entry("elk kwartaal", ParsedRepeat.Every.of(Unit.MONTH, 3)),
          Map.entry("yearly", ParsedRepeat.Every.of(Unit.MONTH, 12)),
          Map.entry("annually", ParsedRepeat.Every.of(Unit.MONTH, 12)),
          Map.entry("every year", ParsedRepeat.Every.of(Unit.MONTH, 12)),
          Map.entry("jaarlijks", ParsedRepeat.Every.of(Unit.MONTH, 12)),
          Map.entry("elk jaar", ParsedRepeat.Every.of(Unit.MONTH, 12)));

  private static final String EVERY = "(?:every|each|elke|elk|iedere|ieder|om de) ";
  private static final String OTHER = "(?<other>other|second|andere|tweede) ";
  private static final String UNIT = "(?<unit>days?|dag|dagen|weeks?|weken|months?|maand|maanden)";

  private static final Pattern EVERY_UNIT =
      Pattern.compile(EVERY + "(?:" + OTHER + "|(?<count>[0-9]{1,3}|\\p{L}+) )?" + UNIT);
  private static final Pattern EVERY_WEEKDAY =
      Pattern.compile("(?:" + EVERY + "(?:" + OTHER + ")?|on |op )(?<days>.+)");
  private static final Pattern WITH_DAYS =
      Pattern.compile("(?<repeat>.+?) (?:on|op) (?:the |de )?(?<days>.+)");
  private static final Pattern DAY_OF_MONTH =
      Pattern.compile("(?:day |dag )?([0-9]{1,2})(?:st|nd|rd|th|ste|de|e)?");

  /** First words that make a repetition of what follows, also at the beginning of a due. */
  private static final Pattern LEADING =
      Pattern.compile(
          "^(?:every|each|elke|elk|iedere|ieder|om de|daily|weekly|monthly|dagelijks|wekelijks"
              + "|maandelijks|weekdays|werkdagen|\\p{L}+days|\\p{L}{2,9} ?(?:-|–|t/m) ?\\p{L}{2,9})\\b");

  private static final Pattern FROM =
      Pattern.compile("^(?:from|starting|starting on|vanaf|met ingang van) ");

  private RepeatParser() {}

  /**
   * A due that begins with its repetition.
   *
   * @param due what is left: {@code 19:00} of "every friday 19:00"; may be empty
   */
  public record RepeatedDue(ParsedRepeat.Every repeat, String due) {}

  /** The longest repetition at the beginning of a text; null when it does not begin with one. */
  public static @Nullable RepeatedDue parseLeading(String typed) {
    if (typed.length() > DueParser.MAX_LENGTH) {
      return null;
    }
    String text = DueParser.normalize(typed);
    if (!LEADING.matcher(text).find()) {
      return null;
    }
    for (int end = text.length(); end > 0; end = text.lastIndexOf(' ', end - 1)) {
      if (parse(text.substring(0, end)) instanceof ParsedRepeat.Every every) {
        return new RepeatedDue(every, FROM.matcher(text.substring(end).strip()).replaceFirst(""));
      }
    }
    return null;
  }

  /**
   * @return null when the text is not a repetition
   */
  public static @Nullable ParsedRepeat parse(String typed) {
    if (typed.length() > DueParser.MAX_LENGTH) {
      return null;
    }
    String text = DueParser.normalize(typed);
    if (NEVER.contains(text)) {
      return new ParsedRepeat.Never();
    }
    ParsedRepeat.Every unit = unit(text);
    if (unit != null) {
      return unit;
    }
    Matcher weekday = EVERY_WEEKDAY.matcher(text);
    if (weekday.matches()) {
      var days = WeekdayParser.parse(weekday.group("days"));
      boolean other = weekday.group("other") != null;
      // "om de vrijdag" is every Friday to some and every other Friday to others
      if (days != null && !text.startsWith("om de ")) {
        return new ParsedRepeat.Every(Unit.WEEK, other ? 2 : null, days, null);
      }
    }
    Matcher withDays = WITH_DAYS.matcher(text);
    ParsedRepeat.Every repeat = withDays.matches() ? unit(withDays.group("repeat")) : null;
    if (repeat != null) {
      return on(repeat, withDays.group("days"));
    }
    var days = WeekdayParser.parse(text);
    return days == null ? null : new ParsedRepeat.Every(Unit.WEEK, null, days, null);
  }

  private static ParsedRepeat.@Nullable Every unit(String text) {
    var word = WORDS.get(text);
    if (word != null) {
      return word;
    }
    Matcher every = EVERY_UNIT.matcher(text);
    if (!every.matches()) {
      return null;
    }
    String count = every.group("count");
    Integer interval = count == null ? null : NumberWords.parse(count);
    if (count != null && interval == null) {
      return null;
    }
    Unit unit =
        switch (every.group("unit").charAt(0)) {
          case 'd' -> Unit.DAY;
          case 'w' -> Unit.WEEK;
          default -> Unit.MONTH;
        };
    return ParsedRepeat.Every.of(
        unit, every.group("other") == null ? interval : Integer.valueOf(2));
  }

  private static ParsedRepeat.@Nullable Every on(ParsedRepeat.Every repeat, String days) {
    return switch (repeat.unit()) {
      case DAY -> null;
      case WEEK -> {
        var weekdays = WeekdayParser.parse(days);
        yield weekdays == null
            ? null
            : new ParsedRepeat.Every(Unit.WEEK, repeat.interval(), weekdays, null);
      }
      case MONTH -> {
        Matcher day = DAY_OF_MONTH.matcher(days);
        yield day.matches()
            ? new ParsedRepeat.Every(
                Unit.MONTH, repeat.interval(), Set.of(), Integer.valueOf(day.group(1)))
            : null;
      }
    };
  }
}
