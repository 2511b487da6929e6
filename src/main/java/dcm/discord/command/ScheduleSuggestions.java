package dcm.discord.command;

import dcm.discord.text.DiscordMessages;
import dcm.discord.text.ParsedRepeat;
import dcm.discord.text.ParsedRepeat.Every;
import dcm.discord.text.RepeatParser;
import dcm.discord.text.SeasonParser;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset.MonthlyByWeekday;
import dcm.guild.value.Schedule;
import dcm.notify.MessageLanguage;
import dcm.notify.ScheduleText;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Suggested repetitions and seasons: texts in the user's language that the parsers read again. */
final class ScheduleSuggestions {
  private static final List<String> USUAL =
      List.of(
          "none",
          "daily",
          "weekly",
          "every-2-weeks",
          "weekdays",
          "monthly",
          "first-saturday",
          "last-friday",
          "last-day",
          "quarterly",
          "yearly");
  private static final List<Integer> ORDINALS = List.of(1, 2, 3, 4, MonthlyByWeekday.LAST);
  private static final LocalDate ANY_DAY = LocalDate.EPOCH;

  private ScheduleSuggestions() {}

  /**
   * Suggested repetitions: what is typed, in full words, then the usual ones, and each nth weekday
   * of the month.
   */
  static Stream<String> repetitions(String typed, MessageLanguage language) {
    var messages = DiscordMessages.of(language);
    Stream<String> usual = USUAL.stream().map(key -> messages.format("repeat." + key));
    if (typed.isEmpty()) {
      return usual;
    }
    Stream<String> understood =
        switch (RepeatParser.parse(typed)) {
          case Every every when every.namesDays() && !isWord(every) ->
              Stream.of(text(every, language));
          case ParsedRepeat _ -> Stream.of(typed);
          case null -> Stream.empty();
        };
    return Stream.concat(
        understood,
        Stream.concat(usual, nthWeekdays(language)).filter(text -> contains(text, typed)));
  }

  /** Whether it is shorter as it is typed: "daily". */
  private static boolean isWord(Every every) {
    return every.equals(Every.of(ParsedRepeat.Unit.DAY, null));
  }

  private static Stream<String> nthWeekdays(MessageLanguage language) {
    return ORDINALS.stream()
        .flatMap(ordinal ->
            Stream.of(DayOfWeek.values())
                .map(weekday -> text(Every.monthly(null, ordinal, weekday), language)));
  }

  /** Suggested seasons: what is typed, in full words, then halves of the year. */
  static Stream<String> seasons(String typed, MessageLanguage language) {
    var messages = DiscordMessages.of(language);
    var summer = text(EnumSet.range(Month.APRIL, Month.SEPTEMBER), language);
    var winter = text(EnumSet.complementOf(EnumSet.range(Month.APRIL, Month.SEPTEMBER)), language);
    Stream<String> usual = Stream.of(summer, winter, messages.format("season.all-year"));
    if (typed.isEmpty()) {
      return usual;
    }
    Set<Month> months = SeasonParser.parse(typed);
    Stream<String> understood =
        months == null || months.size() == Month.values().length
            ? Stream.empty()
            : Stream.of(text(months, language));
    return Stream.concat(understood, usual.filter(text -> contains(text, typed)));
  }

  private static boolean contains(String text, String typed) {
    return text.toLowerCase(Locale.ROOT).contains(typed.toLowerCase(Locale.ROOT));
  }

  private static String text(Every every, MessageLanguage language) {
    String rrule = every.preset(ANY_DAY).rrule(DayOfWeek.MONDAY);
    return ScheduleText.in(language)
        .ofDays(
            new Schedule.Recurring(
                new Recurrence(rrule, ANY_DAY, null, ZoneOffset.UTC, Recurrence.MonthEnd.CLAMP),
                Schedule.Anchor.FROM_DUE));
  }

  private static String text(Set<Month> months, MessageLanguage language) {
    return ScheduleText.in(language).ofSeason(months);
  }
}
