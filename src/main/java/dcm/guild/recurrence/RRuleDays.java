package dcm.guild.recurrence;

import dcm.guild.value.Recurrence;
import java.time.LocalDate;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/** The local days of a rule, in order, within ten years of the start of the search. */
final class RRuleDays {
  /** The length of a search. */
  private static final int HORIZON_YEARS = 10;

  private final LibRecurRule rule;
  private final LocalDate start;
  private final LocalDate searchStart;
  private final LocalDate lastDay;
  private final boolean hasCount;
  private int remaining;
  private int ordinal;
  private @Nullable RecurrenceRuleIterator days;
  private boolean searchExhausted;

  private RRuleDays(RRule rule, Recurrence recurrence, LocalDate searchStart, LocalDate lastDay) {
    this.rule = LibRecurRule.of(rule, recurrence);
    this.start = recurrence.start();
    this.searchStart = searchStart;
    this.lastDay = lastDay;
    String count = rule.get(RRule.Part.COUNT);
    this.hasCount = count != null;
    this.remaining = count == null ? Integer.MAX_VALUE : Integer.parseInt(count);
  }

  /**
   * The days of a rule that counts from {@code recurrence.start}, from a day on.
   *
   * @throws IllegalArgumentException when it is no rule
   */
  static RRuleDays from(LocalDate from, RRule rule, Recurrence recurrence) {
    LocalDate searchStart = from.isBefore(recurrence.start()) ? recurrence.start() : from;
    LocalDate lastDay = searchStart.plusYears(HORIZON_YEARS);
    String until = rule.get(RRule.Part.UNTIL);
    if (until != null) {
      LocalDate end = RRule.Until.lastDay(until, recurrence.time(), recurrence.zone());
      lastDay = end.isBefore(lastDay) ? end : lastDay;
    }
    return new RRuleDays(rule, recurrence, searchStart, lastDay);
  }

  /** The next day; null when there is none. */
  @Nullable LocalDate next() {
    LocalDate day = step();
    while (day != null && day.isBefore(searchStart)) {
      day = step();
    }
    return day;
  }

  /** The number of days that a rule with COUNT has yielded since its start. */
  int ordinal() {
    return ordinal;
  }

  /**
   * Whether the search ended because too many periods had no day, rather than by the rule itself.
   */
  boolean searchExhausted() {
    return searchExhausted;
  }

  private @Nullable LocalDate step() {
    try {
      if (days == null) {
        days = rule.days();
        // COUNT requires iterating from the start
        days.fastForward(LibRecurRule.day(hasCount ? start : searchStart));
      }
      if (remaining-- <= 0 || searchExhausted || !days.hasNext()) {
        remaining = 0;
        return null;
      }
      DateTime day = days.nextDateTime();
      ordinal++;
      LocalDate date = LocalDate.of(day.getYear(), day.getMonth() + 1, day.getDayOfMonth());
      return date.isAfter(lastDay) ? null : date;
    } catch (IllegalArgumentException | IllegalStateException e) {
      // lib-recur bounds its own search that way, some thousand periods without a day
      searchExhausted = true;
      return null;
    }
  }
}
