package dcm.discord.command;

import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.text.DueParser;
import dcm.discord.text.DurationParser;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.RepeatParser;
import dcm.discord.text.RepeatParser.ParsedRepeat;
import dcm.guild.rules.DueChange;
import dcm.guild.value.Due;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.Schedule;
import dcm.guild.value.Schedule.Anchor;
import dcm.guild.value.Task;
import dcm.notify.MessageBundle;
import dcm.notify.ScheduleText;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parser of schedules from command options. Fails with {@link InvalidInputException}. */
final class ScheduleParser {
  /** When a snooze until a day ends. */
  private static final LocalTime MORNING = LocalTime.of(9, 0);

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
    var typed = options.has("due") ? parseDue(options.required("due")) : TypedDue.NONE;
    var repeat = RepeatOptions.of(options, typed.repeat(), messages);
    return switch (repeat.repeat()) {
      case ParsedRepeat.Never _ -> new Schedule.Once(typed.due());
      case ParsedRepeat.Every every -> {
        var schedule = recurring(typed.due(), every, Recurrence.MonthEnd.CLAMP, Anchor.FROM_DUE);
        checkDueMatches(schedule, typed, options.text("due"));
        yield schedule;
      }
      case null -> {
        if (repeat.every() != null) {
          throw new InvalidInputException(messages.format("invalid-input.repeat"));
        }
        yield new Schedule.Once(typed.due());
      }
    };
  }

  /** Rejects a typed day that is not a day of the rule: it would be skipped silently. */
  private void checkDueMatches(Schedule schedule, TypedDue due, @Nullable String typed) {
    if (typed != null && due.specified() != DueParser.Specified.TIME) {
      checkIncludes(schedule, due.due(), typed);
    }
  }

  private void checkIncludes(Schedule schedule, Due due, String typed) {
    if (schedule instanceof Schedule.Recurring recurring && !DueChange.includes(schedule, due)) {
      throw new InvalidInputException(
          messages.format(
              "invalid-input.not-in-recurrence",
              MarkdownEscape.singleLine(typed),
              ScheduleText.in(messages.language()).ofDays(recurring)));
    }
  }

  private Schedule.Recurring recurring(
      Due due, ParsedRepeat.Every every, Recurrence.MonthEnd monthEnd, Anchor anchor) {
    LocalDate start =
        switch (due) {
          case Due.Never _ -> LocalDate.ofInstant(now, zone);
          case Due.AtTime time -> time.local().toLocalDate();
          case Due.AllDay day -> day.date();
        };
    LocalTime time = due instanceof Due.AtTime atTime ? atTime.local().toLocalTime() : null;
    return new Schedule.Recurring(
        new Recurrence(preset(every, start).rrule(weekStart), start, time, zone(due), monthEnd),
        anchor);
  }

  private static RecurrencePreset preset(ParsedRepeat.Every every, LocalDate start) {
    int interval = every.interval() == null ? 1 : every.interval();
    return switch (every.unit()) {
      case DAY -> new RecurrencePreset.Daily(interval);
      case WEEK ->
          new RecurrencePreset.Weekly(
              interval, every.days().isEmpty() ? Set.of(start.getDayOfWeek()) : every.days());
      case MONTH ->
          new RecurrencePreset.Monthly(
              interval, every.dayOfMonth() == null ? start.getDayOfMonth() : every.dayOfMonth());
    };
  }

  /**
   * The task's schedule with the options that are stated; what is not stated stays.
   *
   * @param options some of {@code due}, {@code repeat}, {@code every} and {@code days}
   */
  Schedule change(Task task, CommandOptions options) {
    String typed = options.text("due");
    TypedDue typedDue = typed == null ? null : parseDue(typed);
    var repeat = RepeatOptions.of(options, typedDue == null ? null : typedDue.repeat(), messages);
    var before = task.schedule() instanceof Schedule.Recurring recurring ? recurring : null;
    var changed =
        switch (repeat.repeat()) {
          case ParsedRepeat.Never never -> never;
          case ParsedRepeat.Every every -> withInterval(every, before, options.has("repeat"));
          case null -> repeat.every() == null ? null : everyOf(before, repeat.every());
        };
    return switch (changed) {
      case null -> reschedule(task, options.required("due"));
      case ParsedRepeat.Never _ ->
          new Schedule.Once(typedDue == null ? openDue(task) : due(task, typed, typedDue));
      case ParsedRepeat.Every every -> {
        Due due = typedDue == null ? startOf(task, every) : due(task, typed, typedDue);
        var schedule =
            recurring(
                due,
                every,
                before == null ? Recurrence.MonthEnd.CLAMP : before.recurrence().monthEnd(),
                before == null ? Anchor.FROM_DUE : before.anchor());
        if (typedDue != null && typedDue.specified() != DueParser.Specified.TIME) {
          checkIncludes(schedule, due, typed);
        }
        yield before == null ? schedule : kept(before, schedule.recurrence(), typedDue);
      }
    };
  }

  /** The former schedule with another rule: what was not stated stays. */
  private static Schedule kept(
      Schedule.Recurring before, Recurrence rule, @Nullable TypedDue typedDue) {
    return before.withRecurrence(
        typedDue == null && Objects.equals(rule.time(), before.recurrence().time())
            ? rule.withTimes(before.recurrence().times())
            : rule);
  }

  /** Other days of a weekly task keep its interval. */
  private static ParsedRepeat.Every withInterval(
      ParsedRepeat.Every every, Schedule.@Nullable Recurring before, boolean repeatStated) {
    return !repeatStated
            && every.interval() == null
            && before != null
            && RecurrencePreset.of(before.recurrence().rrule())
                instanceof RecurrencePreset.Weekly(int interval, _)
        ? new ParsedRepeat.Every(every.unit(), interval, every.days(), every.dayOfMonth())
        : every;
  }

  /** The task's own repetition with another interval. */
  private ParsedRepeat.Every everyOf(Schedule.@Nullable Recurring before, int interval) {
    var preset = before == null ? null : RecurrencePreset.of(before.recurrence().rrule());
    return switch (preset) {
      case RecurrencePreset.Daily _ ->
          new ParsedRepeat.Every(RepeatParser.Unit.DAY, interval, Set.of(), null);
      case RecurrencePreset.Weekly weekly ->
          new ParsedRepeat.Every(RepeatParser.Unit.WEEK, interval, weekly.days(), null);
      case RecurrencePreset.Monthly monthly ->
          new ParsedRepeat.Every(RepeatParser.Unit.MONTH, interval, Set.of(), monthly.day());
      // the options say neither an nth weekday nor a date
      case RecurrencePreset.MonthlyByWeekday _, RecurrencePreset.Yearly _ ->
          throw new InvalidInputException(messages.format("invalid-input.repeat"));
      case null -> throw new InvalidInputException(messages.format("invalid-input.repeat"));
    };
  }

  /**
   * The due from which a changed repetition counts: the open one, or today when the open one is not
   * a day of it.
   */
  private Due startOf(Task task, ParsedRepeat.Every every) {
    Due open = openDue(task);
    LocalDate today = LocalDate.ofInstant(now, zone);
    return switch (open) {
      case Due.Never _ -> open;
      case Due.AtTime time when !isDayOf(every, time.local().toLocalDate()) ->
          new Due.AtTime(today.atTime(time.local().toLocalTime()), time.zone());
      case Due.AllDay day when !isDayOf(every, day.date()) -> new Due.AllDay(today, day.zone());
      case Due.AtTime _, Due.AllDay _ -> open;
    };
  }

  private static boolean isDayOf(ParsedRepeat.Every every, LocalDate day) {
    return (every.days().isEmpty() || every.days().contains(day.getDayOfWeek()))
        && (every.dayOfMonth() == null || every.dayOfMonth() == day.getDayOfMonth());
  }

  private static Due openDue(Task task) {
    return task.open() == null ? new Due.Never() : task.open().due();
  }

  /** The task's schedule with another due. */
  Schedule reschedule(Task task, String typed) {
    var typedDue = parseDue(typed);
    Due due = due(task, typed, typedDue);
    Schedule schedule = DueChange.of(task.schedule(), currentDue(task), due);
    checkIncludes(schedule, due, typed);
    return schedule;
  }

  private static @Nullable Due currentDue(Task task) {
    return task.open() == null ? null : task.open().due();
  }

  /** A due for the current turn; the day or time that is not typed stays. */
  Due due(Task task, String typed) {
    return due(task, typed, parseDue(typed));
  }

  /** The typed due with the day or time that was not typed and that the task has. */
  private Due due(Task task, String typed, TypedDue typedDue) {
    Due due =
        switch (typedDue.specified()) {
          case ALL -> typedDue.due();
          case DAY -> DueChange.onDay(task.schedule(), (Due.AllDay) typedDue.due());
          case TIME -> DueChange.atTime(currentDue(task), (Due.AtTime) typedDue.due(), now);
        };
    if (due instanceof Due.AtTime time && time.instant().isBefore(now)) {
      throw new InvalidInputException(
          messages.format("invalid-input.past", MarkdownEscape.singleLine(typed)));
    }
    return due;
  }

  /**
   * The instant until which a task shall be quiet: a due, or a duration from now. A day without a
   * time means its morning.
   */
  Instant instant(String typed) {
    var durations = DurationParser.parseAll(typed);
    if (durations != null && durations.size() == 1 && !durations.getFirst().isZero()) {
      return now.plus(durations.getFirst());
    }
    return switch (parseDue(typed).due()) {
      case Due.AtTime time -> time.instant();
      case Due.AllDay day -> day.date().atTime(MORNING).atZone(day.zone()).toInstant();
      case Due.Never _ ->
          throw new InvalidInputException(
              messages.format("invalid-input.until", MarkdownEscape.singleLine(typed)));
    };
  }

  private ZoneId zone(Due due) {
    return switch (due) {
      case Due.Never _ -> zone;
      case Due.AtTime time -> time.zone();
      case Due.AllDay day -> day.zone();
    };
  }

  private TypedDue parseDue(String typed) {
    return TypedDue.parse(typed, now, zone, messages);
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
}
