package dcm.guild.recurrence;

import dcm.guild.reply.Refusal;
import dcm.guild.value.Recurrence;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Validates rules: well-formed, consistent, and with at least one due. */
final class RRuleValidation {
  private static final LocalDate MIN_START = LocalDate.of(1970, 1, 1);
  private static final LocalDate MAX_START = LocalDate.of(2199, 12, 31);

  private RRuleValidation() {}

  static Refusal.FieldError error(String code, String detail) {
    return new Refusal.FieldError("schedule.rrule", code, detail);
  }

  /** The errors of a rule; empty when it is valid. */
  static List<Refusal.FieldError> validate(Recurrence recurrence) {
    var errors = new ArrayList<Refusal.FieldError>();
    LocalDate start = recurrence.start();
    if (start.isBefore(MIN_START) || start.isAfter(MAX_START)) {
      errors.add(
          new Refusal.FieldError(
              "schedule.start", "out-of-range", "a rule starts between 1970 and 2199"));
    }
    RRule rule = RRule.parse(recurrence.rrule(), errors::add);
    if (rule != null) {
      checkCombinations(rule, errors);
    }
    if (rule != null && errors.isEmpty()) {
      checkYieldsDays(rule, recurrence, errors);
    }
    return List.copyOf(errors);
  }

  private static void checkCombinations(RRule rule, List<Refusal.FieldError> errors) {
    String freq = rule.freq();
    int maxInterval =
        switch (freq) {
          case "DAILY" -> 3650;
          case "WEEKLY" -> 520;
          case "MONTHLY" -> 120;
          default -> 10;
        };
    boolean hasOrdinals = rule.parts().getOrDefault(RRule.Part.BYDAY, "").matches(".*\\d.*");
    boolean monthlyOrYearly = freq.equals("MONTHLY") || freq.equals("YEARLY");
    if (freq.isEmpty()) {
      errors.add(error("freq-missing", "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY"));
    }
    if (rule.interval() > maxInterval) {
      errors.add(error("too-long-interval", "an interval spans at most ten years"));
    }
    if (rule.has(RRule.Part.COUNT) && rule.has(RRule.Part.UNTIL)) {
      errors.add(error("contradiction", "COUNT and UNTIL exclude each other"));
    }
    if (hasOrdinals && !monthlyOrYearly) {
      errors.add(error("contradiction", "numbered weekdays need FREQ=MONTHLY or YEARLY"));
    }
    if (rule.has(RRule.Part.BYMONTHDAY) && freq.equals("WEEKLY")) {
      errors.add(error("contradiction", "BYMONTHDAY is not allowed with FREQ=WEEKLY"));
    }
    if (rule.has(RRule.Part.BYSETPOS)
        && Stream.of(RRule.Part.BYDAY, RRule.Part.BYMONTHDAY, RRule.Part.BYMONTH)
            .noneMatch(rule::has)) {
      errors.add(error("contradiction", "BYSETPOS needs BYDAY, BYMONTHDAY or BYMONTH"));
    }
  }

  /** Iterates over ten years, so that failures are found before the rule is stored. */
  private static void checkYieldsDays(
      RRule rule, Recurrence recurrence, List<Refusal.FieldError> errors) {
    try {
      RRuleDays days = RRuleDays.from(recurrence.start(), rule, recurrence);
      LocalDate first = days.next();
      if (first == null) {
        errors.add(error("yields-nothing", "the rule has no occurrence within ten years"));
        return;
      }
      for (LocalDate day = first; day != null; ) {
        day = days.next();
      }
      if (days.searchExhausted()) {
        errors.add(error("too-sparse", "the rule matches too rarely"));
      }
    } catch (DateTimeException e) {
      errors.add(error("unreadable-part", "UNTIL is not a valid date or date-time"));
    } catch (IllegalArgumentException e) {
      errors.add(error("unreadable-part", "not an RFC 5545 rule"));
    }
  }
}
