package dcm.discord;

import dcm.discord.words.DaysText;
import dcm.discord.words.DueText;
import dcm.discord.words.Escape;
import dcm.discord.words.Texts;
import dcm.guild.Due;
import dcm.guild.DueChange;
import dcm.guild.Preset;
import dcm.guild.Recurrence;
import dcm.guild.Schedule;
import dcm.guild.Settings;
import dcm.guild.Task;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Schedules from what people type. Fails with {@link Misread} and examples when it is unclear. */
final class Rhythm {
  private static final DueText.Reading.Clear NEVER =
      new DueText.Reading.Clear(new Due.Never(), DueText.Said.ALL);

  private final Instant now;
  private final ZoneId zone;
  private final DayOfWeek weekStart;
  private final Texts texts;

  Rhythm(Instant now, Settings settings, Texts texts) {
    this.now = now;
    this.zone = settings.zone();
    this.weekStart = settings.weekStart();
    this.texts = texts;
  }

  /** From the options {@code due}, {@code repeat}, {@code every} and {@code days}. */
  Schedule schedule(Options options) {
    var said = options.has("due") ? read(options.needed("due")) : NEVER;
    Due due = said.due();
    Set<DayOfWeek> days = options.has("days") ? days(options.needed("days")) : Set.of();
    String repeat = options.text("repeat");
    if (repeat == null) {
      repeat = days.isEmpty() ? "none" : "weekly";
    }
    if (repeat.equals("none") && (options.has("every") || !days.isEmpty())) {
      throw new Misread(texts.say("misread.repeat"));
    }
    if (!repeat.equals("weekly") && !days.isEmpty()) {
      throw new Misread(texts.say("misread.days-weekly"));
    }
    if (repeat.equals("none")) {
      return new Schedule.Once(due);
    }
    Integer every = options.number("every");
    Schedule schedule = recurring(due, repeat, every == null ? 1 : every, days);
    if (said.said() != DueText.Said.TIME) {
      checkNamed(schedule, due, options.text("due"));
    }
    return schedule;
  }

  /** A day that was said has to be one of the rule's: it would be passed over without a word. */
  private void checkNamed(Schedule schedule, Due due, @Nullable String typed) {
    if (typed != null && !DueChange.names(schedule, due)) {
      throw new Misread(
          texts.say("misread.not-in-rhythm", show(typed), Names.rhythm(schedule, texts)));
    }
  }

  private Schedule recurring(Due due, String repeat, int every, Set<DayOfWeek> days) {
    LocalDate start =
        switch (due) {
          case Due.Never _ -> LocalDate.ofInstant(now, zone);
          case Due.AtTime time -> time.local().toLocalDate();
          case Due.AllDay day -> day.date();
        };
    Preset preset =
        switch (repeat) {
          case "daily" -> new Preset.Daily(every);
          case "weekly" ->
              new Preset.Weekly(every, days.isEmpty() ? Set.of(start.getDayOfWeek()) : days);
          case "monthly" -> new Preset.Monthly(every, start.getDayOfMonth());
          default -> throw new Misread(texts.say("misread.repeat"));
        };
    return recurring(preset.rrule(weekStart), start, due, Schedule.Anchor.FROM_DUE);
  }

  /** The same task at another time. */
  Schedule moved(Task task, String typed) {
    Due open = task.open() == null ? null : task.open().due();
    var said = read(typed);
    Due due =
        switch (said.said()) {
          case ALL -> said.due();
          case DAY -> DueChange.onDay(task.schedule(), (Due.AllDay) said.due());
          case TIME -> DueChange.atTime(open, (Due.AtTime) said.due(), now);
        };
    if (due instanceof Due.AtTime time && time.instant().isBefore(now)) {
      throw new Misread(texts.say("misread.past", show(typed)));
    }
    Schedule schedule = DueChange.of(task.schedule(), open, due);
    checkNamed(schedule, due, typed);
    return schedule;
  }

  private Schedule recurring(String rrule, LocalDate start, Due due, Schedule.Anchor anchor) {
    LocalTime time = due instanceof Due.AtTime at ? at.local().toLocalTime() : null;
    ZoneId where = zone(due);
    return new Schedule.Recurring(
        new Recurrence(rrule, start, time, where, Recurrence.MonthEnd.CLAMP), anchor);
  }

  private ZoneId zone(Due due) {
    return switch (due) {
      case Due.Never _ -> zone;
      case Due.AtTime time -> time.zone();
      case Due.AllDay day -> day.zone();
    };
  }

  private DueText.Reading.Clear read(String typed) {
    return switch (DueText.read(typed, now, zone)) {
      case DueText.Reading.Clear clear -> clear;
      case DueText.Reading.Past _ -> throw new Misread(texts.say("misread.past", show(typed)));
      case DueText.Reading.Unclear _ -> throw new Misread(texts.say("misread.due", show(typed)));
    };
  }

  /** As {@link #moved} reads it again: for a form to fill in. */
  String written(@Nullable Due due) {
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
    var days = DaysText.read(typed);
    if (days == null) {
      throw new Misread(texts.say("misread.days", show(typed)));
    }
    return days;
  }

  private static String show(String typed) {
    return Escape.line(typed);
  }
}
