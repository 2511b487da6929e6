package dcm.guild.recurrence;

import dcm.guild.FieldError;
import dcm.guild.Recurrence;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whether a rule can be kept: readable, sensible, and with something to yield. */
final class RuleCheck {
  private static final LocalDate EARLIEST = LocalDate.of(1970, 1, 1);
  private static final LocalDate LATEST = LocalDate.of(2199, 12, 31);

  private RuleCheck() {}

  static FieldError error(String code, String detail) {
    return new FieldError("schedule.rrule", code, detail);
  }

  /** Empty when all is well. */
  static List<FieldError> check(Recurrence recurrence) {
    var errors = new ArrayList<FieldError>();
    LocalDate start = recurrence.start();
    if (start.isBefore(EARLIEST) || start.isAfter(LATEST)) {
      errors.add(
          new FieldError("schedule.start", "out-of-range", "a rule starts between 1970 and 2199"));
    }
    Rule rule = Rule.parse(recurrence.rrule(), errors::add);
    if (rule != null) {
      combinations(rule, errors);
    }
    if (rule != null && errors.isEmpty()) {
      yields(rule, recurrence, errors);
    }
    return List.copyOf(errors);
  }

  private static void combinations(Rule rule, List<FieldError> errors) {
    String freq = rule.freq();
    int longest =
        switch (freq) {
          case "DAILY" -> 3650;
          case "WEEKLY" -> 520;
          case "MONTHLY" -> 120;
          default -> 10;
        };
    boolean ordinals = rule.parts().getOrDefault(Part.BYDAY, "").matches(".*\\d.*");
    boolean byMonthOrYear = freq.equals("MONTHLY") || freq.equals("YEARLY");
    if (freq.isEmpty()) {
      errors.add(error("freq-missing", "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY"));
    }
    if (rule.interval() > longest) {
      errors.add(error("too-long-interval", "an interval spans at most ten years"));
    }
    if (rule.has(Part.COUNT) && rule.has(Part.UNTIL)) {
      errors.add(error("contradiction", "COUNT and UNTIL exclude each other"));
    }
    if (ordinals && !byMonthOrYear) {
      errors.add(error("contradiction", "only months and years have a first or last weekday"));
    }
    if (rule.has(Part.BYMONTHDAY) && freq.equals("WEEKLY")) {
      errors.add(error("contradiction", "weeks have no days of the month"));
    }
    if (rule.has(Part.BYSETPOS)
        && Stream.of(Part.BYDAY, Part.BYMONTHDAY, Part.BYMONTH).noneMatch(rule::has)) {
      errors.add(error("contradiction", "BYSETPOS chooses from BYDAY, BYMONTHDAY or BYMONTH"));
    }
  }

  /** Walks ten years: what fails there is found before it is kept. */
  private static void yields(Rule rule, Recurrence recurrence, List<FieldError> errors) {
    try {
      LocalDays days = LocalDays.from(recurrence.start(), rule, recurrence);
      LocalDate first = days.next();
      if (first == null) {
        errors.add(error("yields-nothing", "nothing falls due within ten years"));
        return;
      }
      for (LocalDate day = first; day != null; ) {
        day = days.next();
      }
      if (days.gaveUp()) {
        errors.add(error("too-sparse", "it names a day too rarely to be found"));
      }
    } catch (DateTimeException e) {
      errors.add(error("unreadable-part", "UNTIL is no day or moment of the calendar"));
    } catch (IllegalArgumentException e) {
      errors.add(error("unreadable-part", "this is no rule of RFC 5545"));
    }
  }
}
