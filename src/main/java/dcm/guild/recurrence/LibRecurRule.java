package dcm.guild.recurrence;

import dcm.guild.value.Recurrence;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.stream.Stream;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/**
 * A rule in the form that makes lib-recur 0.17.1 yield the days that RFC 5545 defines. UNTIL and
 * COUNT are applied by {@link RRuleDays}: the library would compare an instant in UTC with floating
 * days, and count days before the start.
 *
 * @param start where the library begins; it may yield days before the recurrence's own start
 */
record LibRecurRule(RecurrenceRule rule, LocalDate start) {
  /** RFC 7529's syntax for the last day of a month that is too short. */
  private static final String CLAMP = ";RSCALE=GREGORIAN;SKIP=BACKWARD";

  private static final String EVERY_MONTH = ";BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12";

  /**
   * @throws IllegalArgumentException when it is no rule
   */
  static LibRecurRule of(RRule rule, Recurrence recurrence) {
    String text =
        rule.without(RRule.Part.UNTIL, RRule.Part.COUNT).text()
            + (needsEveryMonth(rule) ? EVERY_MONTH : "")
            + (impliesStartDay(rule) ? ";BYMONTHDAY=" + recurrence.start().getDayOfMonth() : "")
            + (shouldClamp(rule, recurrence) ? CLAMP : "");
    try {
      return new LibRecurRule(
          new RecurrenceRule(text, RfcMode.RFC5545_STRICT), start(rule, recurrence.start()));
    } catch (InvalidRecurrenceRuleException e) {
      throw new IllegalArgumentException("not an RFC 5545 rule: " + e.getMessage(), e);
    }
  }

  RecurrenceRuleIterator days() {
    return rule.iterator(day(start));
  }

  static DateTime day(LocalDate date) {
    return new DateTime(date.getYear(), date.getMonthValue() - 1, date.getDayOfMonth());
  }

  /**
   * Whether every month must be stated: days of the month in a yearly rule apply to all months,
   * while the library takes the start's month only.
   */
  private static boolean needsEveryMonth(RRule rule) {
    return rule.freq().equals("YEARLY")
        && rule.has(RRule.Part.BYMONTHDAY)
        && !rule.has(RRule.Part.BYMONTH);
  }

  /**
   * Whether days are clamped. Only days of the month can be: not with weekdays (a Friday the 31st
   * is never a Friday the 30th, and the library fails on that pair), nor in a daily or weekly rule.
   */
  private static boolean shouldClamp(RRule rule, Recurrence recurrence) {
    return recurrence.monthEnd() == Recurrence.MonthEnd.CLAMP
        && isMonthlyOrYearly(rule)
        && !rule.has(RRule.Part.BYDAY);
  }

  private static boolean isMonthlyOrYearly(RRule rule) {
    return rule.freq().equals("MONTHLY") || rule.freq().equals("YEARLY");
  }

  /** Whether the day of the month that the start implies must be stated; see {@link #start}. */
  private static boolean impliesStartDay(RRule rule) {
    return rule.has(RRule.Part.BYSETPOS)
        && isMonthlyOrYearly(rule)
        && !rule.has(RRule.Part.BYDAY)
        && !rule.has(RRule.Part.BYMONTHDAY);
  }

  /**
   * The start of the library's search. BYSETPOS counts in the whole period, while the library
   * counts from its start, which therefore must be the start of the period.
   */
  private static LocalDate start(RRule rule, LocalDate start) {
    if (!rule.has(RRule.Part.BYSETPOS)) {
      return start;
    }
    return switch (rule.freq()) {
      case "YEARLY" -> start.withDayOfYear(1);
      case "MONTHLY" -> start.withDayOfMonth(1);
      case "WEEKLY" ->
          rule.has(RRule.Part.BYDAY)
              ? start.with(TemporalAdjusters.previousOrSame(weekStart(rule)))
              : start;
      default -> start;
    };
  }

  private static DayOfWeek weekStart(RRule rule) {
    String code = rule.parts().getOrDefault(RRule.Part.WKST, "MO");
    return Stream.of(DayOfWeek.values())
        .filter(day -> day.name().startsWith(code))
        .findAny()
        .orElseThrow();
  }
}
