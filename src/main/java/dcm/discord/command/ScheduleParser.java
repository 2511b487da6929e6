package dcm.discord.command;

import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.text.DurationParser;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.ParsedRepeat;
import dcm.discord.text.SeasonParser;
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
import dcm.notify.TypingContext;
import dcm.quickadd.DuePhrase;
import dcm.quickadd.QuickAddContext;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parser of schedules from command options. Fails with {@link InvalidInputException}. */
final class ScheduleParser {
  /** When a snooze until a day ends. */
  private static final LocalTime MORNING = LocalTime.of(9, 0);

  private static final int DAYS_OF_WEEK = DayOfWeek.values().length;

  /** Options of a schedule that are only of one that repeats. */
  private static final List<String> DETAILS = List.of("times", "months", "holidays");

  /** All options of a schedule. */
  static final List<String> OPTIONS =
      Stream.concat(Stream.of("due", "repeat", "every", "days"), DETAILS.stream()).toList();

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

  /** The schedule of the options of a schedule. */
  Schedule parse(CommandOptions options) {
    var typed = options.has("due") ? parseDue(options.required("due")) : TypedDue.NONE;
    var repeat = RepeatOptions.of(options, typed.repeat(), messages);
    return switch (repeat.repeat()) {
      case ParsedRepeat.Never _ -> once(typed, options);
      case ParsedRepeat.Every every -> {
        var schedule =
            withDetails(
                recurring(firstDue(typed), every, Recurrence.MonthEnd.CLAMP, Anchor.FROM_DUE),
                typed,
                options);
        checkDueMatches(schedule, typed, options.text("due"));
        yield schedule;
      }
      case null -> {
        if (repeat.every() != null) {
          throw notRepeating();
        }
        yield once(typed, options);
      }
    };
  }

  /** Of several times without a day, the first may have passed today and another one not. */
  private Due firstDue(TypedDue typed) {
    return typed.due() instanceof Due.AtTime time
            && typed.specified() == DuePhrase.Specified.TIME
            && !typed.otherTimes().isEmpty()
        ? new Due.AtTime(
            LocalDate.ofInstant(now, zone).atTime(time.local().toLocalTime()), time.zone())
        : typed.due();
  }

  private Schedule.Once once(TypedDue typed, CommandOptions options) {
    if (!typed.otherTimes().isEmpty() || DETAILS.stream().anyMatch(options::has)) {
      throw notRepeating();
    }
    return new Schedule.Once(typed.due());
  }

  private InvalidInputException notRepeating() {
    return new InvalidInputException(messages.format("invalid-input.repeat"));
  }

  /** With the times, the season and the treatment of holidays that are stated. */
  private Schedule.Recurring withDetails(
      Schedule.Recurring schedule, @Nullable TypedDue typed, CommandOptions options) {
    var changed = schedule;
    List<LocalTime> times = times(changed.recurrence(), typed, options);
    if (!times.isEmpty()) {
      changed = changed.withRecurrence(changed.recurrence().withTimes(times));
    }
    if (options.has("months")) {
      changed = changed.withSeason(months(options.required("months")));
    }
    return options.has("holidays") ? changed.withHolidays(options.holidays()) : changed;
  }

  /** The stated times of each day; empty: at most that of the due. */
  private List<LocalTime> times(
      Recurrence recurrence, @Nullable TypedDue typed, CommandOptions options) {
    String stated = options.text("times");
    List<LocalTime> others = typed == null ? List.of() : typed.otherTimes();
    if (stated == null) {
      return others.isEmpty()
          ? List.of()
          : Stream.concat(others.stream(), Stream.ofNullable(recurrence.time())).toList();
    }
    var times = DuePhrase.times(stated, typing());
    if (times == null) {
      throw new InvalidInputException(
          messages.format("invalid-input.times", MarkdownEscape.singleLine(stated)));
    }
    boolean timeTyped = typed != null && typed.due() instanceof Due.AtTime;
    if (!others.isEmpty() || (timeTyped && !times.contains(recurrence.time()))) {
      throw new InvalidInputException(
          messages.format(
              "invalid-input.contradiction",
              MarkdownEscape.singleLine(options.required("due")),
              MarkdownEscape.singleLine(stated)));
    }
    return times;
  }

  private Set<Month> months(String typed) {
    var months = SeasonParser.parse(typed);
    if (months == null) {
      throw new InvalidInputException(
          messages.format("invalid-input.months", MarkdownEscape.singleLine(typed)));
    }
    return months;
  }

  /** Rejects a typed day that is not a day of the rule: it would be skipped silently. */
  private void checkDueMatches(Schedule schedule, TypedDue due, @Nullable String typed) {
    if (typed != null && due.specified() != DuePhrase.Specified.TIME) {
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
        new Recurrence(every.preset(start).rrule(weekStart), start, time, zone(due), monthEnd),
        anchor);
  }

  /**
   * The task's schedule with the options that are stated; what is not stated stays.
   *
   * @param options some of those of a schedule
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
      case null -> changeDetails(task, typedDue, options);
      case ParsedRepeat.Never _ -> {
        once(typedDue == null ? TypedDue.NONE : typedDue, options);
        yield new Schedule.Once(typedDue == null ? openDue(task) : due(task, typed, typedDue));
      }
      case ParsedRepeat.Every every -> {
        Due due = typedDue == null ? startOf(task, every) : due(task, typed, typedDue);
        var schedule =
            recurring(
                due,
                every,
                before == null ? Recurrence.MonthEnd.CLAMP : before.recurrence().monthEnd(),
                before == null ? Anchor.FROM_DUE : before.anchor());
        if (typedDue != null && typedDue.specified() != DuePhrase.Specified.TIME) {
          checkIncludes(schedule, due, typed);
        }
        yield withDetails(
            before == null ? schedule : kept(before, schedule.recurrence(), typedDue),
            typedDue,
            options);
      }
    };
  }

  /** The same repetition, at another due or with other details. */
  private Schedule changeDetails(Task task, @Nullable TypedDue typedDue, CommandOptions options) {
    Schedule moved = typedDue == null ? task.schedule() : reschedule(task, options.required("due"));
    boolean detailed =
        DETAILS.stream().anyMatch(options::has)
            || (typedDue != null && !typedDue.otherTimes().isEmpty());
    if (!detailed) {
      return moved;
    }
    if (moved instanceof Schedule.Recurring recurring) {
      return withDetails(recurring, typedDue, options);
    }
    throw notRepeating();
  }

  /** The former schedule with another rule: what was not stated stays. */
  private static Schedule.Recurring kept(
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
        ? every.withInterval(interval)
        : every;
  }

  /** The task's own repetition with another interval. */
  private ParsedRepeat.Every everyOf(Schedule.@Nullable Recurring before, int interval) {
    var preset = before == null ? null : RecurrencePreset.of(before.recurrence().rrule());
    if (preset == null) {
      throw notRepeating();
    }
    return ParsedRepeat.Every.of(preset).withInterval(interval);
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
    Integer ordinal = every.ordinal();
    boolean nth =
        ordinal == null
            || (ordinal == RecurrencePreset.MonthlyByWeekday.LAST
                ? day.plusWeeks(1).getMonth() != day.getMonth()
                : ordinal == (day.getDayOfMonth() - 1) / DAYS_OF_WEEK + 1);
    return nth
        && (every.days().isEmpty() || every.days().contains(day.getDayOfWeek()))
        && (every.month() == null || every.month() == day.getMonth())
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
    return due(task, typed, parseOnce(typed));
  }

  /** The typed due with the day or time that was not typed and that the task has. */
  private Due due(Task task, String typed, TypedDue typedDue) {
    Due due =
        switch (typedDue.specified()) {
          case ALL -> typedDue.due();
          case DAY -> DueChange.onDay(task.schedule(), (Due.AllDay) typedDue.due());
          case TIME -> DueChange.atTime(currentDue(task), (Due.AtTime) typedDue.due(), now);
          case NOTHING -> typedDue.due();
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
    return switch (parseOnce(typed).due()) {
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
    return TypedDue.parse(typed, typing(), messages);
  }

  private QuickAddContext typing() {
    return TypingContext.of(zone, weekStart, messages.language(), now);
  }

  /** A due of a single occurrence: a repetition beside it would be dropped silently. */
  private TypedDue parseOnce(String typed) {
    var due = parseDue(typed);
    if (due.repeat() != null || !due.otherTimes().isEmpty()) {
      throw new InvalidInputException(
          messages.format("invalid-input.due", MarkdownEscape.singleLine(typed)));
    }
    return due;
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
