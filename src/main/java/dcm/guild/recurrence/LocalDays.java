package dcm.guild.recurrence;

import dcm.guild.Recurrence;
import java.time.LocalDate;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/** The local days that a rule names, in order, within ten years of where the search begins. */
final class LocalDays {
  /** How far a search goes. */
  private static final int HORIZON_YEARS = 10;

  private final LibraryRule rule;
  private final LocalDate start;
  private final LocalDate begin;
  private final LocalDate last;
  private final boolean counts;
  private int left;
  private @Nullable RecurrenceRuleIterator days;
  private boolean gaveUp;

  private LocalDays(Rule rule, Recurrence recurrence, LocalDate begin, LocalDate last) {
    this.rule = LibraryRule.of(rule, recurrence);
    this.start = recurrence.start();
    this.begin = begin;
    this.last = last;
    String count = rule.get(Part.COUNT);
    this.counts = count != null;
    this.left = count == null ? Integer.MAX_VALUE : Integer.parseInt(count);
  }

  /**
   * The days of a rule that counts from {@code recurrence.start}, from a day on.
   *
   * @throws IllegalArgumentException when it is no rule
   */
  static LocalDays from(LocalDate from, Rule rule, Recurrence recurrence) {
    LocalDate begin = from.isBefore(recurrence.start()) ? recurrence.start() : from;
    LocalDate last = begin.plusYears(HORIZON_YEARS);
    String until = rule.get(Part.UNTIL);
    if (until != null) {
      LocalDate end = Until.lastDay(until, recurrence.time(), recurrence.zone());
      last = end.isBefore(last) ? end : last;
    }
    return new LocalDays(rule, recurrence, begin, last);
  }

  /** The next day; null when there is none. */
  @Nullable LocalDate next() {
    LocalDate day = step();
    while (day != null && day.isBefore(begin)) {
      day = step();
    }
    return day;
  }

  /** Whether the end came because too many periods had no day, rather than by the rule itself. */
  boolean gaveUp() {
    return gaveUp;
  }

  private @Nullable LocalDate step() {
    try {
      if (days == null) {
        days = rule.days();
        // what is counted has to be walked from the start
        days.fastForward(LibraryRule.day(counts ? start : begin));
      }
      if (left-- <= 0 || gaveUp || !days.hasNext()) {
        left = 0;
        return null;
      }
      DateTime day = days.nextDateTime();
      LocalDate date = LocalDate.of(day.getYear(), day.getMonth() + 1, day.getDayOfMonth());
      return date.isAfter(last) ? null : date;
    } catch (IllegalArgumentException | IllegalStateException e) {
      // lib-recur bounds its own search that way, some thousand periods without a day
      gaveUp = true;
      return null;
    }
  }
}
