package dcm.guild.rules;

import dcm.guild.recurrence.Recurrences;
import dcm.guild.value.Due;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Computes a task's due: the first, the next after a closing, and after its schedule was edited.
 */
final class NextDueRules {
  private NextDueRules() {}

  /** The first due; null: the rule has no further due. */
  static @Nullable Due first(Schedule schedule, Instant now, HolidayCalendar holidays) {
    return switch (schedule) {
      case Schedule.Once once -> once.due();
      case Schedule.Recurring recurring -> Recurrences.first(recurring, holidays, now);
    };
  }

  /** The due after a completion; null: none. */
  static @Nullable Due afterCompletion(
      Schedule schedule, Due former, Instant doneAt, Instant now, HolidayCalendar holidays) {
    return switch (schedule) {
      case Schedule.Once _ -> null;
      case Schedule.Recurring recurring ->
          switch (recurring.anchor()) {
            case FROM_DUE -> Recurrences.next(recurring, holidays, former, now);
            case FROM_COMPLETION ->
                Recurrences.fromCompletion(
                    recurring, holidays, dayOf(doneAt, recurring.recurrence()), former, now);
          };
    };
  }

  /**
   * The due that follows by the rule, whether or not the former occurrence is closed; null: none. A
   * floating rule counts from the closing, so nothing follows before.
   */
  static @Nullable Due following(Schedule schedule, Due former, HolidayCalendar holidays) {
    return schedule instanceof Schedule.Recurring recurring
            && recurring.anchor() == Schedule.Anchor.FROM_DUE
            && !(former instanceof Due.Never)
        ? Recurrences.next(recurring, holidays, former, former.start())
        : null;
  }

  /**
   * The due after a skip; null: none. A floating rule counts from the skipped due, or from today
   * when that has passed.
   */
  static @Nullable Due afterSkip(
      Schedule schedule, Due former, Instant now, HolidayCalendar holidays) {
    return switch (schedule) {
      case Schedule.Once _ -> null;
      case Schedule.Recurring recurring ->
          switch (recurring.anchor()) {
            case FROM_DUE -> Recurrences.next(recurring, holidays, former, now);
            case FROM_COMPLETION -> {
              LocalDate today = dayOf(now, recurring.recurrence());
              LocalDate due = dayOf(former, recurring.recurrence());
              LocalDate from = due != null && due.isAfter(today) ? due : today;
              yield Recurrences.fromCompletion(recurring, holidays, from, former, now);
            }
          };
    };
  }

  /**
   * The open occurrence's due under an edited schedule: what is overdue stays due, what was closed
   * does not return.
   *
   * @param open due of the open occurrence; null: none
   * @param closed due of the occurrence closed last; null: none
   */
  static @Nullable Due afterEdit(
      Schedule.Recurring after,
      @Nullable Due open,
      @Nullable Due closed,
      Instant now,
      HolidayCalendar holidays) {
    Recurrence rule = after.recurrence();
    LocalDate owedDay = open == null ? null : dayOf(open, rule);
    Instant owedFrom = owedDay == null ? now : owedDay.atStartOfDay(rule.zone()).toInstant();
    Instant from = owedFrom.isBefore(now) ? owedFrom : now;
    return closed == null
        ? Recurrences.first(after, holidays, from)
        : Recurrences.next(after, holidays, closed, from);
  }

  private static LocalDate dayOf(Instant instant, Recurrence rule) {
    return instant.atZone(rule.zone()).toLocalDate();
  }

  private static @Nullable LocalDate dayOf(Due due, Recurrence rule) {
    return switch (due) {
      case Due.Never _ -> null;
      case Due.AtTime time -> dayOf(time.instant(), rule);
      case Due.AllDay day -> day.date();
    };
  }
}
