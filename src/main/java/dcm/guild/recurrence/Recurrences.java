package dcm.guild.recurrence;

import dcm.guild.Due;
import dcm.guild.FieldError;
import dcm.guild.Recurrence;
import dcm.guild.Schedule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a rule falls due. All answers are null once a rule has ended, or yields nothing for ten
 * years. A rule that {@link #check} refuses is an {@link IllegalArgumentException} everywhere else.
 */
public final class Recurrences {
  private Recurrences() {}

  /** The first due whose deadline lies after an instant: what is not overdue yet. */
  public static @Nullable Due first(Recurrence rule, Instant notBefore) {
    Dues dues = Dues.from(Deadline.dayOf(notBefore, rule.zone()), rule);
    return dues.firstAfter(notBefore);
  }

  /**
   * The next due after both the former one and an instant: what was done early is not due again on
   * the same day, what was done late is not overdue at once.
   */
  public static @Nullable Due next(Recurrence rule, Due former, Instant strictlyAfter) {
    Instant beyond = Deadline.later(Deadline.of(former), strictlyAfter);
    LocalDate day = Deadline.dayOf(strictlyAfter, rule.zone());
    LocalDate afterFormer = Deadline.dayAfter(former);
    return Dues.from(afterFormer != null && afterFormer.isAfter(day) ? afterFormer : day, rule)
        .firstAfter(beyond);
  }

  /** The first due of the rule started anew on a local day, strictly later than that day. */
  public static @Nullable Due fromCompletion(Recurrence rule, LocalDate doneOn) {
    return fromCompletion(rule, doneOn, new Due.Never(), Instant.MIN);
  }

  /**
   * The same, not overdue at an instant already, as it could be when somebody logs late what they
   * did long ago; and where the rule names days of the calendar (every Saturday), not the day that
   * was just done early. An interval of two or more counts whole, see {@link Interval}.
   */
  public static @Nullable Due fromCompletion(
      Recurrence rule, LocalDate doneOn, Due former, Instant strictlyAfter) {
    Rule text = Rules.read(rule).without(Part.COUNT);
    LocalDate day = doneOn.plusDays(1);
    LocalDate afterFormer = Deadline.dayAfter(former);
    if (text.pinned() && afterFormer != null && afterFormer.isAfter(day)) {
      day = afterFormer;
    }
    LocalDate start = doneOn;
    if (text.pinned() && text.interval() > 1) {
      start = Interval.ends(rule, text, doneOn, day);
      if (start == null) {
        return null;
      }
    }
    return Dues.from(day, startedAnew(rule, text, start)).firstAfter(strictlyAfter);
  }

  static Recurrence startedAnew(Recurrence rule, Rule text, LocalDate start) {
    return new Recurrence(text.text(), start, rule.time(), rule.zone(), rule.monthEnd());
  }

  /**
   * What falls due in a stretch of time, in order.
   *
   * @param to exclusive
   * @param limit how many at most
   */
  public static List<Due> between(Recurrence rule, Instant from, Instant to, int limit) {
    var found = new ArrayList<Due>();
    Dues dues = Dues.from(Deadline.dayOf(from, rule.zone()), rule);
    Due due = dues.firstAfter(from.minusNanos(1));
    while (due != null && found.size() < limit && Deadline.begins(due).isBefore(to)) {
      found.add(due);
      due = dues.firstAfter(from);
    }
    return List.copyOf(found);
  }

  /**
   * What is wrong with a rule; empty when it can be kept. Fields are named from the command's root.
   */
  public static List<FieldError> check(Recurrence rule) {
    return RuleCheck.check(rule);
  }

  /** The same, with its anchor: a rule that starts anew at each completion cannot count. */
  public static List<FieldError> check(Schedule.Recurring schedule) {
    List<FieldError> errors = RuleCheck.check(schedule.recurrence());
    boolean floats = schedule.anchor() == Schedule.Anchor.FROM_COMPLETION;
    return errors.isEmpty() && floats && Rules.read(schedule.recurrence()).has(Part.COUNT)
        ? List.of(RuleCheck.error("contradiction", "COUNT is counted from a fixed start"))
        : errors;
  }
}
