package dcm.guild.recurrence;

import dcm.guild.Recurrence;
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
 * A rule as lib-recur 0.17.1 has to be told it, so that it yields what RFC 5545 means. UNTIL and
 * COUNT are left to {@link LocalDays}: the library would compare a moment in UTC with floating
 * days, and count days before the start.
 *
 * @param start where the library begins; days before the recurrence's own start may come
 */
record LibraryRule(RecurrenceRule rule, LocalDate start) {
  /** RFC 7529's way to say: the last day of a month that is too short. */
  private static final String CLAMP = ";RSCALE=GREGORIAN;SKIP=BACKWARD";

  private static final String EVERY_MONTH = ";BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12";

  /**
   * @throws IllegalArgumentException when it is no rule
   */
  static LibraryRule of(Rule rule, Recurrence recurrence) {
    String text =
        rule.without(Part.UNTIL, Part.COUNT).text()
            + (everyMonth(rule) ? EVERY_MONTH : "")
            + (startsDay(rule) ? ";BYMONTHDAY=" + recurrence.start().getDayOfMonth() : "")
            + (clamps(rule, recurrence) ? CLAMP : "");
    try {
      return new LibraryRule(
          new RecurrenceRule(text, RfcMode.RFC5545_STRICT), start(rule, recurrence.start()));
    } catch (InvalidRecurrenceRuleException e) {
      throw new IllegalArgumentException("no rule of RFC 5545: " + e.getMessage(), e);
    }
  }

  RecurrenceRuleIterator days() {
    return rule.iterator(day(start));
  }

  static DateTime day(LocalDate date) {
    return new DateTime(date.getYear(), date.getMonthValue() - 1, date.getDayOfMonth());
  }

  /** Days of the month in a yearly rule are those of all months; the library takes the start's. */
  private static boolean everyMonth(Rule rule) {
    return rule.freq().equals("YEARLY") && rule.has(Part.BYMONTHDAY) && !rule.has(Part.BYMONTH);
  }

  /**
   * Only days of the month can be clamped: not where weekdays narrow them (a Friday the 31st is
   * never a Friday the 30th; the library fails on that pair), nor in a daily or weekly rule.
   */
  private static boolean clamps(Rule rule, Recurrence recurrence) {
    return recurrence.monthEnd() == Recurrence.MonthEnd.CLAMP
        && byMonthOrYear(rule)
        && !rule.has(Part.BYDAY);
  }

  private static boolean byMonthOrYear(Rule rule) {
    return rule.freq().equals("MONTHLY") || rule.freq().equals("YEARLY");
  }

  /** Whether the day of the month that the start implies has to be said: see {@link #start}. */
  private static boolean startsDay(Rule rule) {
    return rule.has(Part.BYSETPOS)
        && byMonthOrYear(rule)
        && !rule.has(Part.BYDAY)
        && !rule.has(Part.BYMONTHDAY);
  }

  /**
   * BYSETPOS counts in the whole period, while the library counts from its start on: so it has to
   * begin where the period does.
   */
  private static LocalDate start(Rule rule, LocalDate start) {
    if (!rule.has(Part.BYSETPOS)) {
      return start;
    }
    return switch (rule.freq()) {
      case "YEARLY" -> start.withDayOfYear(1);
      case "MONTHLY" -> start.withDayOfMonth(1);
      case "WEEKLY" ->
          rule.has(Part.BYDAY)
              ? start.with(TemporalAdjusters.previousOrSame(weekStart(rule)))
              : start;
      default -> start;
    };
  }

  private static DayOfWeek weekStart(Rule rule) {
    String code = rule.parts().getOrDefault(Part.WKST, "MO");
    return Stream.of(DayOfWeek.values())
        .filter(day -> day.name().startsWith(code))
        .findAny()
        .orElseThrow();
  }
}
