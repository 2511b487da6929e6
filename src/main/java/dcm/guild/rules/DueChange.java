package dcm.guild.rules;

import dcm.guild.recurrence.Recurrences;
import dcm.guild.value.Due;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.Schedule;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
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
      case Schedule.Recurring(var rule, _) -> due(requested.date(), rule.time(), rule.zone());
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

  /** The schedule with another due; a rule that names one day moves with it. */
  public static Schedule of(Schedule before, @Nullable Due open, Due due) {
    if (!(before instanceof Schedule.Recurring(var rule, var anchor))) {
      return new Schedule.Once(due);
    }
    return switch (due) {
      case Due.Never _ -> new Schedule.Once(due);
      case Due.AtTime(var local, var zone) ->
          recurring(rule, anchor, open, local.toLocalDate(), local.toLocalTime(), zone);
      case Due.AllDay(var date, var zone) -> recurring(rule, anchor, open, date, null, zone);
    };
  }

  private static Schedule recurring(
      Recurrence rule,
      Schedule.Anchor anchor,
      @Nullable Due open,
      LocalDate date,
      @Nullable LocalTime time,
      ZoneId zone) {
    return new Schedule.Recurring(
        new Recurrence(
            withRemainingCount(movedTo(rule.rrule(), date), rule, open),
            date,
            time,
            zone,
            rule.monthEnd()),
        anchor);
  }

  private static String movedTo(String rrule, LocalDate date) {
    return switch (RecurrencePreset.of(rrule)) {
      case RecurrencePreset.Weekly(int interval, Set<DayOfWeek> days) when days.size() == 1 ->
          new RecurrencePreset.Weekly(interval, Set.of(date.getDayOfWeek()))
              .rrule(DayOfWeek.MONDAY);
      case RecurrencePreset.Monthly(int interval, int _) ->
          new RecurrencePreset.Monthly(interval, date.getDayOfMonth()).rrule(DayOfWeek.MONDAY);
      case RecurrencePreset.Weekly _, RecurrencePreset.Daily _ -> rrule;
      case null -> rrule;
    };
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
    if (!(schedule instanceof Schedule.Recurring(var rule, _))
        || !Recurrences.check(rule).isEmpty()) {
      return true;
    }
    return switch (due) {
      case Due.Never _ -> true;
      case Due.AtTime time ->
          Recurrences.between(rule, time.instant(), time.instant().plusSeconds(1), 1).contains(due);
      case Due.AllDay day ->
          Recurrences.between(rule, day.start(), day.deadline(), 1).contains(due);
    };
  }
}
