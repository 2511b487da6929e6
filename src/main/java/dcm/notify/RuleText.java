package dcm.notify;

import dcm.guild.recurrence.RRule;
import dcm.guild.recurrence.RRule.Part;
import dcm.guild.recurrence.RRule.WeekdayNumber;
import dcm.guild.value.Recurrence;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The days of an RFC 5545 rule in words. */
final class RuleText {
  private static final Set<DayOfWeek> WORKING_DAYS =
      EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

  /** The largest ordinal with a word of its own. */
  private static final int LARGEST_WORD = 5;

  private final MessageBundle messages;

  RuleText(MessageBundle messages) {
    this.messages = messages;
  }

  String of(RRule rule, Recurrence recurrence) {
    String text = messages.format(unit(rule), rule.interval());
    List<Month> months = rule.numbers(Part.BYMONTH).stream().map(Month::of).toList();
    List<Integer> days = days(rule, recurrence);
    if (isYearly(rule) && months.isEmpty() && !rule.namesDays()) {
      months = List.of(recurrence.start().getMonth());
    }
    if (isDate(rule, months, days)) {
      LocalDate date = LocalDate.of(2000, months.getFirst(), days.getFirst());
      text = messages.format("on", text, date(date, "date.in-year"));
      return withMonthEnd(text, rule, recurrence, months, days);
    }
    if (!months.isEmpty()) {
      text = messages.format("in", text, list(months.stream().map(this::name).toList()));
    }
    if (rule.has(Part.BYSETPOS)) {
      return withPositions(text, rule, days);
    }
    if (!days.isEmpty()) {
      text = messages.format("on", text, list(days.stream().map(this::day).toList()));
      text = withMonthEnd(text, rule, recurrence, months, days);
    }
    return withWeekdays(text, rule, recurrence, days);
  }

  private static String unit(RRule rule) {
    return switch (rule.freq()) {
      case "DAILY" -> "every.day";
      case "WEEKLY" -> "every.week";
      case "MONTHLY" -> "every.month";
      default -> "every.year";
    };
  }

  private static boolean isYearly(RRule rule) {
    return rule.freq().equals("YEARLY");
  }

  private static boolean isMonthlyOrYearly(RRule rule) {
    return rule.freq().equals("MONTHLY") || isYearly(rule);
  }

  /** The days of the month; that of the start where the rule names none. */
  private static List<Integer> days(RRule rule, Recurrence recurrence) {
    boolean implied =
        isMonthlyOrYearly(rule) && !rule.has(Part.BYMONTHDAY) && !rule.has(Part.BYDAY);
    return implied ? List.of(recurrence.start().getDayOfMonth()) : rule.numbers(Part.BYMONTHDAY);
  }

  /** Whether it is one day of one month, which has such a day. */
  private static boolean isDate(RRule rule, List<Month> months, List<Integer> days) {
    return isYearly(rule)
        && months.size() == 1
        && days.size() == 1
        && days.getFirst() > 0
        && days.getFirst() <= months.getFirst().maxLength()
        && !rule.has(Part.BYDAY)
        && !rule.has(Part.BYSETPOS);
  }

  /** What happens in a month that is too short, where there is one. */
  private String withMonthEnd(
      String text, RRule rule, Recurrence recurrence, List<Month> months, List<Integer> days) {
    int shortest =
        (months.isEmpty() ? Stream.of(Month.values()) : months.stream())
            .mapToInt(Month::minLength)
            .min()
            .orElseThrow();
    boolean matters =
        isMonthlyOrYearly(rule)
            && !rule.has(Part.BYDAY)
            && days.stream().anyMatch(day -> day > shortest);
    return matters ? messages.format("month-end." + recurrence.monthEnd(), text) : text;
  }

  private String withWeekdays(String text, RRule rule, Recurrence recurrence, List<Integer> days) {
    List<WeekdayNumber> weekdays = rule.weekdays();
    if (weekdays.isEmpty()) {
      return rule.freq().equals("WEEKLY")
          ? messages.format("on", text, name(recurrence.start().getDayOfWeek()))
          : text;
    }
    boolean numbered = weekdays.stream().anyMatch(weekday -> weekday.ordinal() != 0);
    String names = list(weekdays.stream().map(this::name).toList());
    if (!days.isEmpty()) {
      return messages.format("when", text, names);
    }
    if (!isMonthlyOrYearly(rule)) {
      return messages.format("on", text, names);
    }
    if (!numbered) {
      return messages.format("each", text, names);
    }
    boolean inYear = isYearly(rule) && !rule.has(Part.BYMONTH);
    String nths = nths(weekdays);
    return messages.format("the", text, inYear ? messages.format("in-year", nths) : nths);
  }

  /** {@code first and third Saturday}, or {@code first Monday and last Friday}. */
  private String nths(List<WeekdayNumber> weekdays) {
    DayOfWeek day = weekdays.getFirst().day();
    boolean sameDay =
        weekdays.stream().allMatch(weekday -> weekday.day() == day && weekday.ordinal() != 0);
    return sameDay
        ? messages.format(
            "nth",
            list(weekdays.stream().map(weekday -> ordinal(weekday.ordinal())).toList()),
            name(day))
        : list(weekdays.stream().map(this::name).toList());
  }

  private String withPositions(String text, RRule rule, List<Integer> days) {
    String positions = list(rule.numbers(Part.BYSETPOS).stream().map(this::ordinal).toList());
    List<WeekdayNumber> weekdays = rule.weekdays();
    boolean workingDays =
        days.isEmpty()
            && WORKING_DAYS.equals(
                weekdays.stream()
                    .filter(weekday -> weekday.ordinal() == 0)
                    .map(WeekdayNumber::day)
                    .collect(Collectors.toSet()))
            && weekdays.size() == WORKING_DAYS.size();
    if (workingDays) {
      String nth = messages.format("nth", positions, messages.format("working-day"));
      return messages.format("the", text, nth);
    }
    List<String> items =
        Stream.concat(days.stream().map(this::day), weekdays.stream().map(this::name)).toList();
    return messages.format("on-position", text, positions, list(items));
  }

  private String day(int day) {
    if (day > 0) {
      return messages.format("day", day);
    }
    return day == -1 ? messages.format("day.last") : messages.format("day.from-end", -day);
  }

  private String ordinal(int number) {
    if (number == -1) {
      return messages.format("ordinal.last");
    }
    if (number == -2) {
      return messages.format("ordinal.second-last");
    }
    if (number < 0) {
      return messages.format("ordinal.from-end", ordinal(-number));
    }
    return number <= LARGEST_WORD
        ? messages.format("ordinal." + number)
        : messages.format("ordinal", number);
  }

  private String name(WeekdayNumber weekday) {
    return weekday.ordinal() == 0
        ? name(weekday.day())
        : messages.format("nth", ordinal(weekday.ordinal()), name(weekday.day()));
  }

  private String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, messages.language().locale());
  }

  String name(Month month) {
    return month.getDisplayName(TextStyle.FULL, messages.language().locale());
  }

  /**
   * A date.
   *
   * @param pattern the key of its pattern
   */
  String date(LocalDate date, String pattern) {
    return DateTimeFormatter.ofPattern(messages.format(pattern), messages.language().locale())
        .format(date);
  }

  /** {@code A}, {@code A and B}, {@code A, B and C}. */
  String list(List<String> items) {
    String text = items.getFirst();
    for (int i = 1; i < items.size(); i++) {
      boolean last = i == items.size() - 1;
      text = messages.format(last ? "list.last" : "list.more", text, items.get(i));
    }
    return text;
  }
}
