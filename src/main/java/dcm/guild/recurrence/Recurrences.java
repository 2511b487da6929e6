package dcm.guild.recurrence;

import dcm.guild.reply.Refusal;
import dcm.guild.value.Due;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dues of schedules. All results are null once a rule has ended or yields nothing for ten
 * years. A rule that {@link #check} rejects causes an {@link IllegalArgumentException} everywhere
 * else.
 *
 * <p>A holiday moves or removes a due when it is computed: later changes of the guild's holidays
 * concern later dues.
 */
public final class Recurrences {
  private Recurrences() {}

  /** The first due whose deadline is after an instant, that is, which is not overdue yet. */
  public static @Nullable Due first(
      Schedule.Recurring schedule, HolidayCalendar holidays, Instant notBefore) {
    LocalDate day = DueSequence.searchStart(notBefore, schedule.recurrence().zone());
    return DueSequence.from(day, schedule, holidays).firstAfter(notBefore);
  }

  /** As {@link #first(Schedule.Recurring, HolidayCalendar, Instant)}, for a rule alone. */
  public static @Nullable Due first(Recurrence rule, Instant notBefore) {
    return first(ofRule(rule), HolidayCalendar.NONE, notBefore);
  }

  /**
   * The next due after both the former one and an instant: an early completion is not due again on
   * the same day, a late one is not overdue at once. Where each day has several dues, an early
   * completion is not due again at the same time.
   */
  public static @Nullable Due next(
      Schedule.Recurring schedule, HolidayCalendar holidays, Due previous, Instant strictlyAfter) {
    Recurrence rule = schedule.recurrence();
    Instant threshold = DueSequence.latest(previous.deadline(), strictlyAfter);
    LocalDate day = DueSequence.searchStart(strictlyAfter, rule.zone());
    LocalDate afterPrevious = rule.times() == null ? previous.dayAfter() : null;
    return DueSequence.from(
            afterPrevious != null && afterPrevious.isAfter(day) ? afterPrevious : day,
            schedule,
            holidays)
        .firstAfter(threshold);
  }

  /** As {@link #next(Schedule.Recurring, HolidayCalendar, Due, Instant)}, for a rule alone. */
  public static @Nullable Due next(Recurrence rule, Due previous, Instant strictlyAfter) {
    return next(ofRule(rule), HolidayCalendar.NONE, previous, strictlyAfter);
  }

  /** The first due of the rule restarted on a local day, strictly later than that day. */
  public static @Nullable Due fromCompletion(Recurrence rule, LocalDate doneOn) {
    return fromCompletion(rule, doneOn, new Due.Never(), Instant.MIN);
  }

  /** As the other one, for a rule alone. */
  public static @Nullable Due fromCompletion(
      Recurrence rule, LocalDate doneOn, Due previous, Instant strictlyAfter) {
    return fromCompletion(ofRule(rule), HolidayCalendar.NONE, doneOn, previous, strictlyAfter);
  }

  /**
   * The first due of the schedule restarted on a local day, strictly after an instant, so that a
   * completion logged late does not open an overdue occurrence. Where the rule names calendar days
   * (every Saturday), the day that was just done early is skipped. An interval of two or more
   * counts in full, see {@link FloatingInterval}.
   */
  public static @Nullable Due fromCompletion(
      Schedule.Recurring schedule,
      HolidayCalendar holidays,
      LocalDate doneOn,
      Due previous,
      Instant strictlyAfter) {
    Recurrence rule = schedule.recurrence();
    RRule rrule = RRule.Parser.parse(rule).without(RRule.Part.COUNT);
    LocalDate day = doneOn.plusDays(1);
    LocalDate afterPrevious = previous.dayAfter();
    if (rrule.namesDays() && afterPrevious != null && afterPrevious.isAfter(day)) {
      day = afterPrevious;
    }
    LocalDate start = doneOn;
    if (rrule.namesDays() && rrule.interval() > 1) {
      start = FloatingInterval.endDay(rule, rrule, doneOn, day);
      if (start == null) {
        return null;
      }
    }
    return DueSequence.from(day, schedule.withRecurrence(restartedOn(rule, rrule, start)), holidays)
        .firstAfter(strictlyAfter);
  }

  static Recurrence restartedOn(Recurrence rule, RRule rrule, LocalDate start) {
    return rule.with(changed -> changed.rrule(rrule.text()).start(start));
  }

  /**
   * The dues in a period, in order.
   *
   * @param to exclusive
   * @param limit maximum number of dues
   */
  public static List<Due> between(
      Schedule.Recurring schedule, HolidayCalendar holidays, Instant from, Instant to, int limit) {
    var found = new ArrayList<Due>();
    LocalDate day = DueSequence.searchStart(from, schedule.recurrence().zone());
    DueSequence dues = DueSequence.from(day, schedule, holidays);
    Due due = dues.firstAfter(from.minusNanos(1));
    while (due != null && found.size() < limit && due.start().isBefore(to)) {
      found.add(due);
      due = dues.firstAfter(from);
    }
    return List.copyOf(found);
  }

  /**
   * The next dues of any schedule, as a preview shows them. Those of a floating one assume that
   * each is completed on its day.
   */
  public static List<Due> upcoming(
      Schedule schedule, HolidayCalendar holidays, Instant at, int limit) {
    return switch (schedule) {
      case Schedule.Once(Due.Never _) -> List.of();
      case Schedule.Once(var due) -> List.of(due);
      case Schedule.Recurring recurring ->
          switch (recurring.anchor()) {
            case FROM_DUE -> between(recurring, holidays, at, Instant.MAX, limit);
            case FROM_COMPLETION -> floating(recurring, holidays, at, limit);
          };
    };
  }

  private static List<Due> floating(
      Schedule.Recurring schedule, HolidayCalendar holidays, Instant at, int limit) {
    var dues = new ArrayList<Due>();
    Due due = first(schedule, holidays, at);
    while (due != null && dues.size() < limit) {
      dues.add(due);
      LocalDate day = due.day();
      Instant deadline = due.deadline();
      due =
          day == null || deadline == null
              ? null
              : fromCompletion(schedule, holidays, day, due, deadline);
    }
    return dues;
  }

  /** The dues of a rule alone in a period. */
  public static List<Due> between(Recurrence rule, Instant from, Instant to, int limit) {
    return between(ofRule(rule), HolidayCalendar.NONE, from, to, limit);
  }

  /**
   * The schedule without its dues from a local day on, for an edit of "this and the following". It
   * gets an UNTIL, unless it ends earlier by itself.
   *
   * @return null when nothing is left
   */
  public static Schedule.@Nullable Recurring endingBefore(
      Schedule.Recurring schedule, HolidayCalendar calendar, LocalDate day) {
    return ScheduleEnd.before(day, schedule, calendar);
  }

  private static Schedule.Recurring ofRule(Recurrence rule) {
    return new Schedule.Recurring(rule, Schedule.Anchor.FROM_DUE);
  }

  /** The errors of a rule; empty when it is valid. Field paths begin at the command's root. */
  public static List<Refusal.FieldError> check(Recurrence rule) {
    return RRuleValidation.validate(rule);
  }

  /** The errors of a schedule; empty when it is valid. */
  public static List<Refusal.FieldError> check(Schedule.Recurring schedule) {
    return ScheduleValidation.validate(schedule);
  }
}
