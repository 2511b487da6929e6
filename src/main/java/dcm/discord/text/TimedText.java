package dcm.discord.text;

import dcm.notify.MessageLanguage;
import java.time.LocalTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A typed due split into its day and its time of day.
 *
 * @param day the text of the day; may be empty
 * @param time null: none is typed
 */
record TimedText(String day, @Nullable LocalTime time) {
  /**
   * @param text in lower case
   */
  static TimedText of(String text, MessageLanguage language) {
    var ending = DayPart.find(text);
    if (ending != null) {
      // "friday evening", "friday 8 uur 's avonds"
      var time = TimeParser.parse(ending.day(), ending.part(), language);
      return time == null
          ? new TimedText(ending.day(), ending.part().time)
          : new TimedText(time.remainder(), time.time());
    }
    // which part does not matter here: it makes every hour clear
    var located = TimeParser.parse(text, DayPart.EVENING, language);
    var beside = located == null ? null : DayPart.find(located.remainder());
    if (beside != null) {
      // "vanavond om 8", "at 8 tonight"
      var time = Objects.requireNonNull(TimeParser.parse(text, beside.part(), language));
      return new TimedText(beside.day(), time.time());
    }
    var time = TimeParser.parse(text, null, language);
    return time == null ? new TimedText(text, null) : new TimedText(time.remainder(), time.time());
  }
}
