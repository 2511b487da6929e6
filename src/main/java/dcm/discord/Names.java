package dcm.discord;

import dcm.discord.words.Escape;
import dcm.discord.words.Texts;
import dcm.guild.Due;
import dcm.guild.MemberId;
import dcm.guild.Occurrence;
import dcm.guild.Permission;
import dcm.guild.Preset;
import dcm.guild.Schedule;
import dcm.guild.Task;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Things of the guild by the names that people read in Discord. */
final class Names {
  private Names() {}

  /** {@code **bathroom** #12}, safe. */
  static String task(Task task) {
    return "**" + Escape.line(task.title()) + "** #" + task.number();
  }

  static String member(MemberId id) {
    return "<@" + id + ">";
  }

  static String members(List<MemberId> ids) {
    return ids.stream().map(Names::member).collect(Collectors.joining(", "));
  }

  /** Who has it; "first to claim" when nobody has. */
  static String holders(Occurrence occurrence, Texts texts) {
    return occurrence.holders().isEmpty()
        ? texts.say("card.nobody")
        : members(occurrence.holders());
  }

  /** Each reader sees it on their own clock; a whole day is named by its noon. */
  static String due(Due due, Texts texts) {
    return switch (due) {
      case Due.Never _ -> texts.say("card.never");
      case Due.AtTime time -> moment(time.instant());
      case Due.AllDay day ->
          "<t:" + day.date().atTime(LocalTime.NOON).atZone(day.zone()).toEpochSecond() + ":D>";
    };
  }

  static String moment(Instant at) {
    long seconds = at.getEpochSecond();
    return "<t:" + seconds + ":F> (<t:" + seconds + ":R>)";
  }

  static String relative(Instant at) {
    return "<t:" + at.getEpochSecond() + ":R>";
  }

  /** How often; empty for a one-off. */
  static String rhythm(Schedule schedule, Texts texts) {
    return switch (schedule) {
      case Schedule.Once _ -> "";
      case Schedule.Recurring recurring ->
          rhythm(Preset.of(recurring.recurrence().rrule()), recurring, texts);
    };
  }

  private static String rhythm(Preset preset, Schedule.Recurring recurring, Texts texts) {
    return switch (preset) {
      case null -> "`" + recurring.recurrence().rrule().replace("`", "") + "`";
      case Preset.Daily daily -> every("day", daily.interval(), texts);
      case Preset.Weekly weekly -> {
        var days = weekly.days();
        var on =
            days.isEmpty()
                ? day(recurring.recurrence().start().getDayOfWeek(), texts)
                : days.stream().map(day -> day(day, texts)).collect(Collectors.joining(", "));
        yield texts.say("rhythm.on", every("week", weekly.interval(), texts), on);
      }
      case Preset.Monthly monthly ->
          texts.say("rhythm.on-day", every("month", monthly.interval(), texts), monthly.day());
    };
  }

  private static String every(String unit, int interval, Texts texts) {
    return interval == 1
        ? texts.say("rhythm." + unit)
        : texts.say("rhythm." + unit + "s", interval);
  }

  private static String day(DayOfWeek day, Texts texts) {
    return day.getDisplayName(TextStyle.FULL, Locale.forLanguageTag(texts.language().tag()));
  }

  static String permission(Permission permission, Texts texts) {
    return texts.say("permission." + permission.name());
  }
}
