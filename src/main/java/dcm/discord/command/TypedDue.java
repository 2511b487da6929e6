package dcm.discord.command;

import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.message.DiscordFormat;
import dcm.discord.text.DueParser;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.ParsedRepeat;
import dcm.discord.text.RepeatParser;
import dcm.discord.text.TimesParser;
import dcm.guild.value.Due;
import dcm.notify.MessageBundle;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A due as it was typed.
 *
 * @param repeat the repetition that it begins with, as in "every friday 19:00"; null: none
 * @param otherTimes the times after that of the due, as in "every day 8:00 and 18:00"
 */
record TypedDue(
    Due due,
    DueParser.Specified specified,
    ParsedRepeat.@Nullable Every repeat,
    List<LocalTime> otherTimes) {
  static final TypedDue NONE =
      new TypedDue(new Due.Never(), DueParser.Specified.ALL, null, List.of());

  /** Parses text; fails with {@link InvalidInputException} when it is unclear or in the past. */
  static TypedDue parse(String typed, Instant now, ZoneId zone, MessageBundle messages) {
    var times = TimesParser.parseTrailing(typed, messages.language());
    if (times == null) {
      return parseOne(typed, now, zone, messages);
    }
    TypedDue first = parseOne(times.first(), now, zone, messages);
    return new TypedDue(first.due(), first.specified(), first.repeat(), times.others());
  }

  private static TypedDue parseOne(String typed, Instant now, ZoneId zone, MessageBundle messages) {
    var parsed = DueParser.parse(typed, now, zone, messages.language());
    var repeated =
        parsed instanceof DueParser.ParsedDue.Unclear ? RepeatParser.parseLeading(typed) : null;
    if (repeated != null) {
      if (repeated.due().isEmpty()) {
        return new TypedDue(NONE.due(), NONE.specified(), repeated.repeat(), List.of());
      }
      var rest = DueParser.parse(repeated.due(), now, zone, messages.language());
      if (rest instanceof DueParser.ParsedDue.Clear(var due, var specified)) {
        return new TypedDue(due, specified, repeated.repeat(), List.of());
      }
    }
    String text = MarkdownEscape.singleLine(typed);
    return switch (parsed) {
      case DueParser.ParsedDue.Clear(var due, var specified) ->
          new TypedDue(due, specified, null, List.of());
      case DueParser.ParsedDue.Past _ ->
          throw new InvalidInputException(messages.format("invalid-input.past", text));
      case DueParser.ParsedDue.Unclear _ ->
          throw new InvalidInputException(messages.format("invalid-input.due", text));
      case DueParser.ParsedDue.Ambiguous(var days) ->
          throw new InvalidInputException(
              messages.format(
                  "invalid-input.which-day",
                  text,
                  days.stream()
                      .map(day -> "\"" + DiscordFormat.typedDay(day, messages) + "\"")
                      .collect(Collectors.joining(", "))));
      case DueParser.ParsedDue.WrongWeekday(var date) ->
          throw new InvalidInputException(
              messages.format(
                  "invalid-input.weekday", text, DiscordFormat.typedDay(date, messages)));
    };
  }
}
