package dcm.discord.message;

import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.Truncation;
import dcm.guild.value.Absence;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.notify.MessageBundle;
import dcm.notify.ScheduleText;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Formats tasks, members, dues, rules and permissions as Discord Markdown. */
public final class DiscordFormat {
  private static final int MAX_LISTED_TITLE = 50;
  private static final int MAX_MEMBERS = 10;
  private static final int MAX_LISTED_REASON = 60;

  private DiscordFormat() {}

  /** {@code **bathroom** #12}, escaped. */
  public static String task(Task task) {
    return "**" + MarkdownEscape.singleLine(task.title()) + "** #" + task.number();
  }

  /** As {@link #task}, with a long title truncated: for lists. */
  public static String shortTask(Task task) {
    String title = Truncation.truncate(MAX_LISTED_TITLE, task.title());
    return "**" + MarkdownEscape.singleLine(title) + "** #" + task.number();
  }

  public static String member(MemberId id) {
    return "<@" + id + ">";
  }

  /** The same; a forgotten member has no mention. */
  public static String member(MemberId id, MessageBundle messages) {
    return id.isPseudonym()
        ? messages.format("member.former", Long.toString(id.pseudonymNumber()))
        : member(id);
  }

  public static String members(List<MemberId> ids) {
    return ids.stream().map(DiscordFormat::member).collect(Collectors.joining(", "));
  }

  /** At most ten members, or the text for nobody. */
  public static String membersOrNobody(List<MemberId> ids, MessageBundle messages) {
    return ids.isEmpty()
        ? messages.format("card.unassigned")
        : members(ids.subList(0, Math.min(ids.size(), MAX_MEMBERS)));
  }

  /** The occurrence's holders, or the text for an unassigned one. */
  static String holders(Occurrence occurrence, MessageBundle messages) {
    return occurrence.holders().isEmpty()
        ? messages.format("card.unassigned")
        : members(occurrence.holders());
  }

  /** A timestamp, which Discord shows in each reader's time zone; an all-day due as its noon. */
  public static String due(Due due, MessageBundle messages) {
    return switch (due) {
      case Due.Never _ -> messages.format("card.never");
      case Due.AtTime time -> timestamp(time.instant());
      case Due.AllDay day -> day(day.date(), day.zone());
    };
  }

  /** A day as members type it: "saturday 5 december". */
  public static String typedDay(LocalDate day, MessageBundle messages) {
    return DateTimeFormatter.ofPattern("EEEE d MMMM", messages.language().locale()).format(day);
  }

  /**
   * A member's period away with its reason: "28 November through 5 December: skiing".
   *
   * @param zone the zone of its days: a bound at the start of a day is shown as a day
   */
  public static String period(Absence absence, ZoneId zone, MessageBundle messages) {
    String period = period(absence.from(), absence.until(), zone, messages);
    String reason = absence.reason();
    return reason == null
        ? period
        : period + ": " + MarkdownEscape.singleLine(Truncation.truncate(MAX_LISTED_REASON, reason));
  }

  private static String period(
      Instant from, @Nullable Instant until, ZoneId zone, MessageBundle messages) {
    LocalDate firstDay = startedDay(from, zone);
    String start = firstDay == null ? "<t:" + from.getEpochSecond() + ":f>" : day(firstDay, zone);
    if (until == null) {
      return messages.format("away.from", start);
    }
    LocalDate dayAfter = startedDay(until, zone);
    if (dayAfter == null) {
      return messages.format("away.from-until", start, "<t:" + until.getEpochSecond() + ":f>");
    }
    LocalDate lastDay = dayAfter.minusDays(1);
    return lastDay.equals(firstDay)
        ? messages.format("away.one-day", start)
        : messages.format("away.from-through", start, day(lastDay, zone));
  }

  /** The day that starts at an instant; null: none does. */
  private static @Nullable LocalDate startedDay(Instant instant, ZoneId zone) {
    LocalDate day = LocalDate.ofInstant(instant, zone);
    return day.atStartOfDay(zone).toInstant().equals(instant) ? day : null;
  }

  /** Its noon, so that readers of other zones see the same day. */
  private static String day(LocalDate day, ZoneId zone) {
    return "<t:" + day.atTime(LocalTime.NOON).atZone(zone).toEpochSecond() + ":D>";
  }

  public static String timestamp(Instant instant) {
    long seconds = instant.getEpochSecond();
    return "<t:" + seconds + ":F> (<t:" + seconds + ":R>)";
  }

  public static String relativeTimestamp(Instant instant) {
    return "<t:" + instant.getEpochSecond() + ":R>";
  }

  /** The recurring schedule in words; empty for a task that does not repeat. */
  public static String recurrence(Schedule schedule, MessageBundle messages) {
    return switch (schedule) {
      case Schedule.Once _ -> "";
      case Schedule.Recurring recurring -> ScheduleText.in(messages.language()).of(recurring);
    };
  }

  public static String permission(Permission permission, MessageBundle messages) {
    return messages.format("permission." + permission.name());
  }
}
