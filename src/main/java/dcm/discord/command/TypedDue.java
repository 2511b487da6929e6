package dcm.discord.command;

import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.ParsedRepeat;
import dcm.discord.text.RepeatParser;
import dcm.guild.value.Due;
import dcm.notify.MessageBundle;
import dcm.quickadd.DuePhrase;
import dcm.quickadd.QuickAddContext;
import dcm.quickadd.QuickAddResult.Code;
import dcm.quickadd.QuickAddResult.Problem;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A due as it was typed.
 *
 * @param repeat the repetition beside it, as in "every friday 19:00"; null: none
 * @param otherTimes the times after that of the due, as in "every day 8:00 and 18:00"
 */
record TypedDue(
    Due due,
    DuePhrase.Specified specified,
    ParsedRepeat.@Nullable Every repeat,
    List<LocalTime> otherTimes) {
  static final TypedDue NONE =
      new TypedDue(new Due.Never(), DuePhrase.Specified.ALL, null, List.of());

  /** Parses text; fails with {@link InvalidInputException} when it is unclear or in the past. */
  static TypedDue parse(String typed, QuickAddContext context, MessageBundle messages) {
    var phrase = DuePhrase.parse(typed, context);
    if (!phrase.isClear()) {
      throw new InvalidInputException(reason(typed, phrase.problems().getFirst(), messages));
    }
    var repeat = RepeatParser.ofDue(phrase);
    boolean nothing = phrase.specified() == DuePhrase.Specified.NOTHING;
    if (phrase.limited() || (nothing && repeat == null)) {
      throw new InvalidInputException(
          messages.format("invalid-input.due", MarkdownEscape.singleLine(typed)));
    }
    return new TypedDue(
        phrase.due(), nothing ? NONE.specified() : phrase.specified(), repeat, phrase.otherTimes());
  }

  private static String reason(String typed, Problem problem, MessageBundle messages) {
    String text = MarkdownEscape.singleLine(typed);
    String alternatives =
        problem.alternatives().stream()
            .map(each -> "\"" + MarkdownEscape.singleLine(each) + "\"")
            .collect(Collectors.joining(", "));
    if (problem.code() == Code.PAST) {
      return messages.format("invalid-input.past", text);
    }
    if (problem.code() == Code.WRONG_WEEKDAY) {
      return messages.format("invalid-input.weekday", text, alternatives);
    }
    if (problem.code() == Code.UNCLEAR_DAY && problem.alternatives().size() > 1) {
      return messages.format("invalid-input.which-day", text, alternatives);
    }
    return alternatives.isEmpty()
        ? messages.format("invalid-input.due", text)
        : messages.format("invalid-input.unclear", text, alternatives);
  }
}
