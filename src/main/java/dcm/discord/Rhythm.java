package dcm.discord;

import dcm.discord.words.DaysText;
import dcm.discord.words.DueText;
import dcm.discord.words.Escape;
import dcm.discord.words.Texts;
import dcm.guild.Due;
import dcm.guild.Preset;
import dcm.guild.Recurrence;
import dcm.guild.Schedule;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Schedules from what people type. Fails with {@link Misread} and examples when it is unclear. */
final class Rhythm {
  private final Instant now;
  private final ZoneId zone;
  private final Texts texts;

  Rhythm(Instant now, ZoneId zone, Texts texts) {
    this.now = now;
    this.zone = zone;
    this.texts = texts;
  }

  /** From the options {@code due}, {@code repeat}, {@code every} and {@code days}. */
  Schedule schedule(Options options) {
    Due due = options.has("due") ? due(options.needed("due")) : new Due.Never();
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
    return recurring(due, repeat, every == null ? 1 : every, days);
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
    return recurring(preset.rrule(), start, due, Schedule.Anchor.FROM_DUE);
  }

  /** The same task at another time; a rule that names the day moves with it. */
  Schedule moved(Schedule before, Due due) {
    if (!(before instanceof Schedule.Recurring recurring) || due instanceof Due.Never) {
      return new Schedule.Once(due);
    }
    LocalDate start =
        due instanceof Due.AtTime time ? time.local().toLocalDate() : ((Due.AllDay) due).date();
    String rrule = recurring.recurrence().rrule();
    String after =
        switch (Preset.of(rrule)) {
          case null -> rrule;
          case Preset.Daily daily -> daily.rrule();
          case Preset.Weekly weekly when weekly.days().size() == 1 ->
              new Preset.Weekly(weekly.interval(), Set.of(start.getDayOfWeek())).rrule();
          case Preset.Weekly weekly -> weekly.rrule();
          case Preset.Monthly monthly ->
              new Preset.Monthly(monthly.interval(), start.getDayOfMonth()).rrule();
        };
    return recurring(after, start, due, recurring.anchor());
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

  Due due(String typed) {
    return switch (DueText.read(typed, now, zone)) {
      case DueText.Reading.Clear clear -> clear.due();
      case DueText.Reading.Past _ -> throw new Misread(texts.say("misread.past", show(typed)));
      case DueText.Reading.Unclear _ -> throw new Misread(texts.say("misread.due", show(typed)));
    };
  }

  /** As {@link #due} reads it again: for a form to fill in. */
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
