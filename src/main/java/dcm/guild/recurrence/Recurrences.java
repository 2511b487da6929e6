package dcm.guild.recurrence;

import dcm.guild.reply.Refusal;
import dcm.guild.value.Due;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dues of rules. All results are null once a rule has ended or yields nothing for ten years. A
 * rule that {@link #check} rejects causes an {@link IllegalArgumentException} everywhere else.
 */
public final class Recurrences {
  private Recurrences() {}

  /** The first due whose deadline is after an instant, that is, which is not overdue yet. */
  public static @Nullable Due first(Recurrence rule, Instant notBefore) {
    DueSequence dues = DueSequence.from(DueSequence.searchStart(notBefore, rule.zone()), rule);
    return dues.firstAfter(notBefore);
  }

  /**
   * The next due after both the former one and an instant: an early completion is not due again on
   * the same day, a late one is not overdue at once.
   */
  public static @Nullable Due next(Recurrence rule, Due previous, Instant strictlyAfter) {
    Instant threshold = DueSequence.latest(previous.deadline(), strictlyAfter);
    LocalDate day = DueSequence.searchStart(strictlyAfter, rule.zone());
    LocalDate afterPrevious = previous.dayAfter();
    return DueSequence.from(
            afterPrevious != null && afterPrevious.isAfter(day) ? afterPrevious : day, rule)
        .firstAfter(threshold);
  }

  /** The first due of the rule restarted on a local day, strictly later than that day. */
  public static @Nullable Due fromCompletion(Recurrence rule, LocalDate doneOn) {
    return fromCompletion(rule, doneOn, new Due.Never(), Instant.MIN);
  }

  /**
   * The first due of the rule restarted on a local day, strictly after an instant, so that a
   * completion logged late does not open an overdue occurrence. Where the rule names calendar days
   * (every Saturday), the day that was just done early is skipped. An interval of two or more
   * counts in full, see {@link FloatingInterval}.
   */
  public static @Nullable Due fromCompletion(
      Recurrence rule, LocalDate doneOn, Due previous, Instant strictlyAfter) {
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
    return DueSequence.from(day, restartedOn(rule, rrule, start)).firstAfter(strictlyAfter);
  }

  static Recurrence restartedOn(Recurrence rule, RRule rrule, LocalDate start) {
    return new Recurrence(rrule.text(), start, rule.time(), rule.zone(), rule.monthEnd());
  }

  /**
   * The dues in a period, in order.
   *
   * @param to exclusive
   * @param limit maximum number of dues
   */
  public static List<Due> between(Recurrence rule, Instant from, Instant to, int limit) {
    var found = new ArrayList<Due>();
    DueSequence dues = DueSequence.from(DueSequence.searchStart(from, rule.zone()), rule);
    Due due = dues.firstAfter(from.minusNanos(1));
    while (due != null && found.size() < limit && due.start().isBefore(to)) {
      found.add(due);
      due = dues.firstAfter(from);
    }
    return List.copyOf(found);
  }

  /** The errors of a rule; empty when it is valid. Field paths begin at the command's root. */
  public static List<Refusal.FieldError> check(Recurrence rule) {
    return RRuleValidation.validate(rule);
  }

  /**
   * The errors of a rule with its anchor: a rule that restarts at each completion cannot have
   * COUNT.
   */
  public static List<Refusal.FieldError> check(Schedule.Recurring schedule) {
    List<Refusal.FieldError> errors = RRuleValidation.validate(schedule.recurrence());
    boolean floating = schedule.anchor() == Schedule.Anchor.FROM_COMPLETION;
    return errors.isEmpty()
            && floating
            && RRule.Parser.parse(schedule.recurrence()).has(RRule.Part.COUNT)
        ? List.of(RRuleValidation.error("contradiction", "COUNT is counted from a fixed start"))
        : errors;
  }
}
