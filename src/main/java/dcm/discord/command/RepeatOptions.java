package dcm.discord.command;

import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.ParsedRepeat;
import dcm.discord.text.RepeatParser;
import dcm.notify.MessageBundle;
import dcm.quickadd.DuePhrase;
import java.time.DayOfWeek;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options {@code repeat}, {@code every} and {@code days} together. Contradictions fail with
 * {@link InvalidInputException}.
 *
 * @param repeat null: neither {@code repeat} nor {@code days} says how often
 * @param every null: not stated
 */
record RepeatOptions(@Nullable ParsedRepeat repeat, @Nullable Integer every) {
  /**
   * @param leading the repetition that the due begins with; null: none
   */
  static RepeatOptions of(
      CommandOptions options, ParsedRepeat.@Nullable Every leading, MessageBundle messages) {
    String typed = options.text("repeat");
    ParsedRepeat repeat = typed == null ? leading : parse(typed, messages);
    if (typed != null && leading != null && !leading.equals(repeat)) {
      // "monthly" beside a due that begins with "every first saturday of the month"
      if (!ParsedRepeat.Every.of(leading.unit(), null).equals(repeat)) {
        throw contradiction(options.required("due"), typed, messages);
      }
      repeat = leading;
    }
    Integer every = options.number("every");
    Set<DayOfWeek> days = options.has("days") ? days(options.required("days"), messages) : Set.of();
    return switch (repeat) {
      case null ->
          new RepeatOptions(days.isEmpty() ? null : ParsedRepeat.Every.weekly(every, days), every);
      case ParsedRepeat.Never _ -> {
        if (every != null || !days.isEmpty()) {
          throw new InvalidInputException(messages.format("invalid-input.repeat"));
        }
        yield new RepeatOptions(repeat, null);
      }
      case ParsedRepeat.Every stated ->
          new RepeatOptions(combined(options, stated, every, days, messages), every);
    };
  }

  private static ParsedRepeat.Every combined(
      CommandOptions options,
      ParsedRepeat.Every stated,
      @Nullable Integer every,
      Set<DayOfWeek> days,
      MessageBundle messages) {
    String typed = options.has("repeat") ? options.required("repeat") : options.required("due");
    if (!days.isEmpty() && stated.unit() != ParsedRepeat.Unit.WEEK) {
      throw new InvalidInputException(messages.format("invalid-input.days-weekly"));
    }
    if (!days.isEmpty() && !stated.days().isEmpty() && !days.equals(stated.days())) {
      throw contradiction(typed, options.required("days"), messages);
    }
    if (every != null && stated.interval() != null && !every.equals(stated.interval())) {
      throw contradiction(typed, every.toString(), messages);
    }
    Integer interval = stated.interval() == null ? every : stated.interval();
    return days.isEmpty()
        ? stated.withInterval(interval)
        : ParsedRepeat.Every.weekly(interval, days);
  }

  private static ParsedRepeat parse(String typed, MessageBundle messages) {
    var repeat = RepeatParser.parse(typed);
    if (repeat == null) {
      throw new InvalidInputException(
          messages.format("invalid-input.repeat-words", MarkdownEscape.singleLine(typed)));
    }
    return repeat;
  }

  private static Set<DayOfWeek> days(String typed, MessageBundle messages) {
    var days = DuePhrase.weekdays(typed);
    if (days == null) {
      throw new InvalidInputException(
          messages.format("invalid-input.days", MarkdownEscape.singleLine(typed)));
    }
    return days;
  }

  private static InvalidInputException contradiction(
      String one, String other, MessageBundle messages) {
    return new InvalidInputException(
        messages.format(
            "invalid-input.contradiction",
            MarkdownEscape.singleLine(one),
            MarkdownEscape.singleLine(other)));
  }
}
