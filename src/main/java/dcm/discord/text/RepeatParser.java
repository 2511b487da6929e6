package dcm.discord.text;

import dcm.discord.text.ParsedRepeat.Every;
import dcm.quickadd.DuePhrase;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parser of typed repetitions: {@code weekly}, {@code elke vrijdag}, {@code every other friday},
 * {@code laatste vrijdag van de maand}, {@code every year on 1 october}. It understands what {@link
 * dcm.notify.ScheduleText} says of a preset.
 */
public final class RepeatParser {
  /** What explains a short month in {@link dcm.notify.ScheduleText}. */
  private static final Pattern EXPLANATION = Pattern.compile(" \\([^)]*\\)$");

  private RepeatParser() {}

  /**
   * @return null when the text is not a repetition
   */
  public static @Nullable ParsedRepeat parse(String typed) {
    String text = EXPLANATION.matcher(typed).replaceFirst("");
    var phrase = DuePhrase.repetition(text);
    if (phrase != null) {
      return of(phrase);
    }
    var day = DuePhrase.weekdays(text);
    return day == null ? null : Every.weekly(null, Set.copyOf(day));
  }

  static ParsedRepeat of(DuePhrase.RepeatPhrase phrase) {
    return switch (phrase.unit()) {
      case null -> new ParsedRepeat.Never();
      case DAY -> Every.of(ParsedRepeat.Unit.DAY, phrase.interval());
      case WEEK -> Every.weekly(phrase.interval(), phrase.days());
      case MONTH ->
          phrase.ordinal() != null
              ? Every.monthly(phrase.interval(), phrase.ordinal(), phrase.days().iterator().next())
              : phrase.dayOfMonth() == null
                  ? Every.of(ParsedRepeat.Unit.MONTH, phrase.interval())
                  : Every.monthly(phrase.interval(), phrase.dayOfMonth());
      case YEAR ->
          phrase.date() == null
              ? Every.of(ParsedRepeat.Unit.YEAR, phrase.interval())
              : Every.yearly(
                  phrase.interval(), phrase.date().getMonth(), phrase.date().getDayOfMonth());
    };
  }

  /** The repetition that a due states; null: none. */
  public static @Nullable Every ofDue(DuePhrase due) {
    return due.repeat() != null && of(due.repeat()) instanceof Every every ? every : null;
  }
}
