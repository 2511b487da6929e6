package dcm.discord.command;

import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.message.DiscordFormat;
import dcm.discord.text.DueParser;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.WeekdayParser;
import dcm.guild.rules.DueChange;
import dcm.guild.value.Due;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.notify.MessageBundle;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parser of schedules from command options. Fails with {@link InvalidInputException}. */
final class ScheduleParser {
  private static final DueParser.ParsedDue.Clear NEVER =
      new DueParser.ParsedDue.Clear(new Due.Never(), DueParser.Specified.ALL);

  private final Instant now;
  private final ZoneId zone;
  private final DayOfWeek weekStart;
  private final MessageBundle messages;

  ScheduleParser(Instant now, GuildSettings settings, MessageBundle messages) {
    this.now = now;
    this.zone = settings.zone();
    this.weekStart = settings.weekStart();
    this.messages = messages;
  }

  /** The schedule of the options {@code due}, {@code repeat}, {@code every} and {@code days}. */
  Schedule parse(CommandOptions options) {
    var parsed = options.has("due") ? parseDue(options.required("due")) : NEVER;
    Due due = parsed.due();
    Set<DayOfWeek> days = options.has("days") ? days(options.required("days")) : Set.of();
    String repeat = options.text("repeat");
    if (repeat == null) {
      repeat = days.isEmpty() ? "none" : "weekly";
    }
    if (repeat.equals("none") && (options.has("every") || !days.isEmpty())) {
      throw new InvalidInputException(messages.format("invalid-input.repeat"));
    }
    if (!repeat.equals("weekly") && !days.isEmpty()) {
      throw new InvalidInputException(messages.format("invalid-input.days-weekly"));
    }
    if (repeat.equals("none")) {
      return new Schedule.Once(due);
    }
    Integer every = options.number("every");
    Schedule schedule = recurring(due, repeat, every == null ? 1 : every, days);
    if (parsed.specified() != DueParser.Specified.TIME) {
      checkDueMatches(schedule, due, options.text("due"));
    }
    return schedule;
  }

  /** Rejects a typed day that is not a day of the rule: it would be skipped silently. */
  private void checkDueMatches(Schedule schedule, Due due, @Nullable String typed) {
    if (typed != null && !DueChange.includes(schedule, due)) {
      throw new InvalidInputException(
          messages.format(
              "invalid-input.not-in-recurrence",
              escape(typed),
              DiscordFormat.recurrence(schedule, messages)));
    }
  }

  private Schedule recurring(Due due, String repeat, int every, Set<DayOfWeek> days) {
    LocalDate start =
        switch (due) {
          case Due.Never _ -> LocalDate.ofInstant(now, zone);
          case Due.AtTime time -> time.local().toLocalDate();
          case Due.AllDay day -> day.date();
        };
    RecurrencePreset preset =
        switch (repeat) {
          case "daily" -> new RecurrencePreset.Daily(every);
          case "weekly" ->
              new RecurrencePreset.Weekly(
                  every, days.isEmpty() ? Set.of(start.getDayOfWeek()) : days);
          case "monthly" -> new RecurrencePreset.Monthly(every, start.getDayOfMonth());
          default -> throw new InvalidInputException(messages.format("invalid-input.repeat"));
        };
    return recurring(preset.rrule(weekStart), start, due, Schedule.Anchor.FROM_DUE);
  }

  /** The task's schedule with another due. */
  Schedule reschedule(Task task, String typed) {
    Due currentDue = task.open() == null ? null : task.open().due();
    var parsed = parseDue(typed);
    Due due =
        switch (parsed.specified()) {
          case ALL -> parsed.due();
          case DAY -> DueChange.onDay(task.schedule(), (Due.AllDay) parsed.due());
          case TIME -> DueChange.atTime(currentDue, (Due.AtTime) parsed.due(), now);
        };
    if (due instanceof Due.AtTime time && time.instant().isBefore(now)) {
      throw new InvalidInputException(messages.format("invalid-input.past", escape(typed)));
    }
    Schedule schedule = DueChange.of(task.schedule(), currentDue, due);
    checkDueMatches(schedule, due, typed);
    return schedule;
  }

  private Schedule recurring(String rrule, LocalDate start, Due due, Schedule.Anchor anchor) {
    LocalTime time = due instanceof Due.AtTime atTime ? atTime.local().toLocalTime() : null;
    ZoneId dueZone = zone(due);
    return new Schedule.Recurring(
        new Recurrence(rrule, start, time, dueZone, Recurrence.MonthEnd.CLAMP), anchor);
  }

  private ZoneId zone(Due due) {
    return switch (due) {
      case Due.Never _ -> zone;
      case Due.AtTime time -> time.zone();
      case Due.AllDay day -> day.zone();
    };
  }

  private DueParser.ParsedDue.Clear parseDue(String typed) {
    return switch (DueParser.parse(typed, now, zone)) {
      case DueParser.ParsedDue.Clear clear -> clear;
      case DueParser.ParsedDue.Past _ ->
          throw new InvalidInputException(messages.format("invalid-input.past", escape(typed)));
      case DueParser.ParsedDue.Unclear _ ->
          throw new InvalidInputException(messages.format("invalid-input.due", escape(typed)));
    };
  }

  /** The due as text that {@link #reschedule} reads again, for a form. */
  String format(@Nullable Due due) {
    return switch (due) {
      case null -> "";
      case Due.Never _ -> "";
      case Due.AtTime time -> {
        var local = time.instant().atZone(zone).toLocalDateTime();
        yield "%s %tR".formatted(local.toLocalDate(), local);
      }
      case Due.AllDay day -> day.date().toString();
    };
  }

  private Set<DayOfWeek> days(String typed) {
    var days = WeekdayParser.parse(typed);
    if (days == null) {
      throw new InvalidInputException(messages.format("invalid-input.days", escape(typed)));
    }
    return days;
  }

  private static String escape(String typed) {
    return MarkdownEscape.singleLine(typed);
  }
}
