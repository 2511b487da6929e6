package dcm.discord.text;

import dcm.discord.text.ParsedRepeat.Every;
import dcm.discord.text.ParsedRepeat.Unit;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parser of typed repetitions: {@code weekly}, {@code elke vrijdag}, {@code every other friday},
 * {@code om de 3 dagen}, {@code every month on the 5th}, {@code laatste vrijdag van de maand},
 * {@code every year on 1 october}. It understands what {@link dcm.notify.ScheduleText} says of a
 * preset.
 */
public final class RepeatParser {
  private static final Set<String> NEVER =
      Set.of("none", "not", "no", "never", "once", "-", "niet", "geen", "nooit", "eenmalig");

  private static final Map<String, Every> WORDS =
      Map.ofEntries(
          Map.entry("daily", Every.of(Unit.DAY, null)),
          Map.entry("dagelijks", Every.of(Unit.DAY, null)),
          Map.entry("om de dag", Every.of(Unit.DAY, 2)),
          Map.entry("weekly", Every.of(Unit.WEEK, null)),
          Map.entry("wekelijks", Every.of(Unit.WEEK, null)),
          Map.entry("biweekly", Every.of(Unit.WEEK, 2)),
          Map.entry("fortnightly", Every.of(Unit.WEEK, 2)),
          Map.entry("every fortnight", Every.of(Unit.WEEK, 2)),
          Map.entry("tweewekelijks", Every.of(Unit.WEEK, 2)),
          Map.entry("om de week", Every.of(Unit.WEEK, 2)),
          Map.entry("monthly", Every.of(Unit.MONTH, null)),
          Map.entry("maandelijks", Every.of(Unit.MONTH, null)),
          Map.entry("om de maand", Every.of(Unit.MONTH, 2)),
          Map.entry("quarterly", Every.of(Unit.MONTH, 3)),
          Map.entry("kwartaal", Every.of(Unit.MONTH, 3)),
          Map.entry("halfjaarlijks", Every.of(Unit.MONTH, 6)),
          Map.entry("elk half jaar", Every.of(Unit.MONTH, 6)),
          Map.entry("twice a year", Every.of(Unit.MONTH, 6)),
          Map.entry("yearly", Every.of(Unit.YEAR, null)),
          Map.entry("annually", Every.of(Unit.YEAR, null)),
          Map.entry("jaarlijks", Every.of(Unit.YEAR, null)));

  private static final String EVERY = "(?:every|each|elke|elk|iedere|ieder|om de) ";
  private static final String OTHER = "(?<other>other|second|andere|tweede) ";
  private static final String UNIT =
      "(?<unit>days?|dag|dagen|weeks?|weken|months?|maand|maanden|quarters?|kwartaal|kwartalen"
          + "|years?|jaar|jaren)";

  private static final Pattern EVERY_UNIT =
      Pattern.compile(
          "(?:per |" + EVERY + ")(?:" + OTHER + "|(?<count>[0-9]{1,3}|\\p{L}+) )?" + UNIT);
  private static final Pattern EVERY_WEEKDAY =
      Pattern.compile("(?:" + EVERY + "(?:" + OTHER + ")?|on |op )(?<days>.+)");
  private static final Pattern WITH_DAYS =
      Pattern.compile("(?<repeat>.+?) (?:on|op) (?:the |de )?(?<days>.+)");

  /** "om de 1 oktober" and "on 1 october" say no repetition. */
  private static final Pattern EVERY_DATE = Pattern.compile("^(?:every|each|elke|iedere) ");

  /** What explains a short month in {@link dcm.notify.ScheduleText}. */
  private static final Pattern EXPLANATION = Pattern.compile(" \\([^)]*\\)$");

  /** First words that make a repetition of what follows, also at the beginning of a due. */
  private static final Pattern LEADING =
      Pattern.compile(
          "^(?:every|each|elke|elk|iedere|ieder|om de|daily|weekly|monthly|yearly|dagelijks"
              + "|wekelijks|maandelijks|jaarlijks|weekdays|werkdagen|\\p{L}+days"
              + "|\\p{L}{2,9} ?(?:-|–|t/m) ?\\p{L}{2,9}"
              + "|(?:the |de )?[0-9\\p{L}]+ \\p{L}+ (?:of the month|van de maand))\\b");

  private static final Pattern FROM =
      Pattern.compile("^(?:from|starting|starting on|vanaf|met ingang van) ");

  private RepeatParser() {}

  /**
   * A due that begins with its repetition.
   *
   * @param due what is left: {@code 19:00} of "every friday 19:00"; may be empty
   */
  public record RepeatedDue(Every repeat, String due) {}

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
      if (parse(text.substring(0, end)) instanceof Every every) {
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
    String text = EXPLANATION.matcher(DueParser.normalize(typed)).replaceFirst("");
    if (NEVER.contains(text)) {
      return new ParsedRepeat.Never();
    }
    Every unit = unit(text);
    if (unit != null) {
      return unit;
    }
    Every inMonth = MonthDayParser.ofMonth(text);
    if (inMonth != null) {
      return inMonth;
    }
    Matcher weekday = EVERY_WEEKDAY.matcher(text);
    if (weekday.matches()) {
      var days = WeekdayParser.parse(weekday.group("days"));
      boolean other = weekday.group("other") != null;
      // "om de vrijdag" is every Friday to some and every other Friday to others
      if (days != null && !text.startsWith("om de ")) {
        return Every.weekly(other ? Integer.valueOf(2) : null, days);
      }
      Every onDate =
          EVERY_DATE.matcher(text).find()
              ? MonthDayParser.inYear(null, weekday.group("days"))
              : null;
      if (onDate != null) {
        return onDate;
      }
    }
    Matcher withDays = WITH_DAYS.matcher(text);
    Every repeat = withDays.matches() ? unit(withDays.group("repeat")) : null;
    if (repeat != null) {
      return on(repeat, withDays.group("days"));
    }
    var days = WeekdayParser.parse(text);
    return days == null ? null : Every.weekly(null, days);
  }

  private static @Nullable Every unit(String text) {
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
    int times = every.group("other") == null ? 1 : 2;
    Integer stated =
        interval == null && times == 1
            ? null
            : Integer.valueOf(times * (interval == null ? 1 : interval));
    return switch (every.group("unit").charAt(0)) {
      case 'd' -> Every.of(Unit.DAY, stated);
      case 'w' -> Every.of(Unit.WEEK, stated);
      case 'm' -> Every.of(Unit.MONTH, stated);
      case 'q', 'k' -> Every.of(Unit.MONTH, stated == null ? 3 : 3 * stated);
      default -> Every.of(Unit.YEAR, stated);
    };
  }

  private static @Nullable Every on(Every repeat, String days) {
    return switch (repeat.unit()) {
      case DAY -> null;
      case WEEK -> {
        var weekdays = WeekdayParser.parse(days);
        yield weekdays == null ? null : Every.weekly(repeat.interval(), weekdays);
      }
      case MONTH -> MonthDayParser.inMonth(repeat.interval(), days);
      case YEAR -> MonthDayParser.inYear(repeat.interval(), days);
    };
  }
}
