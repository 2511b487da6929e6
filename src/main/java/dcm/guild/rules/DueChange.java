package dcm.guild.rules;

import dcm.guild.recurrence.Recurrences;
import dcm.guild.value.Due;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.Schedule;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Changes of a task's due as users state them: only the stated components change. */
public final class DueChange {
  private static final Pattern COUNT = Pattern.compile("(?i)(COUNT=)\\d+");
  private static final int MAX_COUNT = 9_999;

  private DueChange() {}

  /** The due when only a day was stated: the time of day stays, in its own zone. */
  public static Due onDay(Schedule before, Due.AllDay requested) {
    return switch (before) {
      case Schedule.Once(Due.AtTime time) ->
          new Due.AtTime(requested.date().atTime(time.local().toLocalTime()), time.zone());
      case Schedule.Once(Due.AllDay day) -> new Due.AllDay(requested.date(), day.zone());
      case Schedule.Once(Due.Never _) -> requested;
      case Schedule.Recurring recurring ->
          due(requested.date(), recurring.recurrence().time(), recurring.recurrence().zone());
    };
  }

  /**
   * The due when only a time of day was stated: the day stays, unless that instant has passed.
   *
   * @param open due of the open occurrence; null: none is open
   * @param requested the next occurrence of the stated time of day
   */
  public static Due atTime(@Nullable Due open, Due.AtTime requested, Instant now) {
    LocalDate day =
        switch (open) {
          case Due.AtTime time -> time.instant().atZone(requested.zone()).toLocalDate();
          case Due.AllDay allDay -> allDay.date();
          case Due.Never _ -> null;
          case null -> null;
        };
    if (day == null) {
      return requested;
    }
    var kept = new Due.AtTime(day.atTime(requested.local().toLocalTime()), requested.zone());
    return kept.instant().isBefore(now) ? requested : kept;
  }

  /**
   * The schedule with another due; a rule that names one day moves with it. Of several times a day,
   * the one of the open occurrence becomes the stated one.
   */
  public static Schedule of(Schedule before, @Nullable Due open, Due due) {
    if (!(before instanceof Schedule.Recurring recurring)) {
      return new Schedule.Once(due);
    }
    Recurrence rule = recurring.recurrence();
    Recurrence moved =
        switch (due) {
          case Due.Never _ -> null;
          case Due.AtTime(var local, var zone) ->
              moved(rule, open, local.toLocalDate(), zone)
                  .withTimes(withTime(rule, open, local.toLocalTime()))
                  .withTime(local.toLocalTime());
          case Due.AllDay(var date, var zone) ->
              moved(rule, open, date, zone).withTimes(null).withTime(null);
        };
    return moved == null ? new Schedule.Once(due) : recurring.withRecurrence(moved);
  }

  private static Recurrence moved(
      Recurrence rule, @Nullable Due open, LocalDate date, ZoneId zone) {
    return rule.with(changed ->
        changed
            .rrule(withRemainingCount(movedTo(rule.rrule(), date), rule, open))
            .start(date)
            .zone(zone));
  }

  private static @Nullable List<LocalTime> withTime(
      Recurrence rule, @Nullable Due open, LocalTime time) {
    if (rule.times() == null) {
      return null;
    }
    var times = new ArrayList<>(rule.timesOfDay());
    times.remove(open instanceof Due.AtTime former ? former.local().toLocalTime() : rule.time());
    times.add(time);
    return times;
  }

  private static String movedTo(String rrule, LocalDate date) {
    RecurrencePreset moved =
        switch (RecurrencePreset.of(rrule)) {
          case RecurrencePreset.Weekly(int interval, Set<DayOfWeek> days) when days.size() == 1 ->
              new RecurrencePreset.Weekly(interval, Set.of(date.getDayOfWeek()));
          case RecurrencePreset.Monthly(int interval, int _) ->
              new RecurrencePreset.Monthly(interval, date.getDayOfMonth());
          case RecurrencePreset.MonthlyByWeekday(int interval, int ordinal, DayOfWeek _) ->
              new RecurrencePreset.MonthlyByWeekday(
                  interval, ordinalOf(date, ordinal), date.getDayOfWeek());
          case RecurrencePreset.Yearly(int interval, Month _, int _) ->
              new RecurrencePreset.Yearly(interval, date.getMonth(), date.getDayOfMonth());
          case RecurrencePreset.Weekly _, RecurrencePreset.Daily _ -> null;
          case null -> null;
        };
    // the rule starts on its own day: the week start makes no difference
    return moved == null ? rrule : moved.rrule(DayOfWeek.MONDAY);
  }

  /** Which one of its month's weekdays a date is: the last where the rule said the last. */
  private static int ordinalOf(LocalDate date, int before) {
    boolean last = date.plusWeeks(1).getMonth() != date.getMonth();
    return last && before == RecurrencePreset.MonthlyByWeekday.LAST
        ? RecurrencePreset.MonthlyByWeekday.LAST
        : (date.getDayOfMonth() - 1) / 7 + 1;
  }

  /** The rule with its COUNT reduced by the occurrences before its new start. */
  private static String withRemainingCount(String rrule, Recurrence rule, @Nullable Due open) {
    var count = COUNT.matcher(rrule);
    Instant until = open == null || open instanceof Due.Never ? null : open.start();
    if (until == null || !count.find()) {
      return rrule;
    }
    int past =
        Recurrences.between(
                rule, rule.start().atStartOfDay(rule.zone()).toInstant(), until, MAX_COUNT)
            .size();
    int all = Integer.parseInt(count.group().substring(count.group(1).length()));
    return count.replaceFirst(count.group(1) + Math.max(1, all - past));
  }

  private static Due due(LocalDate date, @Nullable LocalTime time, ZoneId zone) {
    return time == null ? new Due.AllDay(date, zone) : new Due.AtTime(date.atTime(time), zone);
  }

  /**
   * Whether a schedule has a due: a stated day may not be one of the rule's. True for an invalid
   * rule, because the guild refuses it with a better reason.
   */
  public static boolean includes(Schedule schedule, Due due) {
    if (!(schedule instanceof Schedule.Recurring recurring)
        || !Recurrences.check(recurring).isEmpty()) {
      return true;
    }
    return switch (due) {
      case Due.Never _ -> true;
      case Due.AtTime time ->
          includes(recurring, due, time.instant(), time.instant().plusSeconds(1));
      case Due.AllDay day -> includes(recurring, due, day.start(), day.deadline());
    };
  }

  /** The guild's holidays are not known here: a due on one of them is moved when it is decided. */
  private static boolean includes(Schedule.Recurring schedule, Due due, Instant from, Instant to) {
    return Recurrences.between(schedule, HolidayCalendar.NONE, from, to, 1).contains(due);
  }
}
