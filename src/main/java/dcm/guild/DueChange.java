package dcm.guild;

import dcm.guild.recurrence.Recurrences;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A new due for a task, as people say it: it changes the due, and nothing that was not said. */
public final class DueChange {
  private static final Pattern COUNT = Pattern.compile("(?i)(COUNT=)\\d+");
  private static final int MAX_COUNT = 9_999;

  private DueChange() {}

  /** Only a day was said: the time of day stays, on its own clock. */
  public static Due onDay(Schedule before, Due.AllDay said) {
    return switch (before) {
      case Schedule.Once(Due.AtTime time) ->
          new Due.AtTime(said.date().atTime(time.local().toLocalTime()), time.zone());
      case Schedule.Once(Due.AllDay day) -> new Due.AllDay(said.date(), day.zone());
      case Schedule.Once(Due.Never _) -> said;
      case Schedule.Recurring(var rule, _) -> due(said.date(), rule.time(), rule.zone());
    };
  }

  /**
   * Only a time of day was said: the day stays, unless that has been by then.
   *
   * @param open null: nothing is open
   * @param said the next time of day as was said
   */
  public static Due atTime(@Nullable Due open, Due.AtTime said, Instant now) {
    LocalDate day =
        switch (open) {
          case Due.AtTime time -> time.instant().atZone(said.zone()).toLocalDate();
          case Due.AllDay whole -> whole.date();
          case Due.Never _ -> null;
          case null -> null;
        };
    if (day == null) {
      return said;
    }
    var kept = new Due.AtTime(day.atTime(said.local().toLocalTime()), said.zone());
    return kept.instant().isBefore(now) ? said : kept;
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
            counted(moved(rule.rrule(), date), rule, open), date, time, zone, rule.monthEnd()),
        anchor);
  }

  private static String moved(String rrule, LocalDate date) {
    return switch (Preset.of(rrule)) {
      case Preset.Weekly(int interval, Set<DayOfWeek> days) when days.size() == 1 ->
          new Preset.Weekly(interval, Set.of(date.getDayOfWeek())).rrule(DayOfWeek.MONDAY);
      case Preset.Monthly(int interval, int _) ->
          new Preset.Monthly(interval, date.getDayOfMonth()).rrule(DayOfWeek.MONDAY);
      case Preset.Weekly _, Preset.Daily _ -> rrule;
      case null -> rrule;
    };
  }

  /** A rule that counts from its new start has fewer to come by those that were before. */
  private static String counted(String rrule, Recurrence rule, @Nullable Due open) {
    var count = COUNT.matcher(rrule);
    Instant until =
        switch (open) {
          case Due.AtTime time -> time.instant();
          case Due.AllDay day -> day.starts();
          case Due.Never _ -> null;
          case null -> null;
        };
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
   * Whether a schedule falls due then: the day that was said may not be one of the rule's. True for
   * a rule that is not valid, because the guild refuses it with a better reason.
   */
  public static boolean names(Schedule schedule, Due due) {
    if (!(schedule instanceof Schedule.Recurring(var rule, _))
        || !Recurrences.check(rule).isEmpty()) {
      return true;
    }
    return switch (due) {
      case Due.Never _ -> true;
      case Due.AtTime time ->
          Recurrences.between(rule, time.instant(), time.instant().plusSeconds(1), 1).contains(due);
      case Due.AllDay day -> Recurrences.between(rule, day.starts(), day.ends(), 1).contains(due);
    };
  }
}
