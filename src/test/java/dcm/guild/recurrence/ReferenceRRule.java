package dcm.guild.recurrence;

import dcm.guild.value.Recurrence.MonthEnd;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A literal, slow implementation of RFC 5545, 3.3.10: each period's days are tried one by one. The
 * reference for the library.
 */
record ReferenceRRule(
    String freq,
    int interval,
    List<Integer> months,
    List<Integer> monthDays,
    List<WeekdayNum> weekdays,
    List<Integer> positions,
    int count) {

  /** A weekday; with an ordinal, the nth of its period. */
  record WeekdayNum(int ordinal, DayOfWeek day) {
    @Override
    public String toString() {
      return (ordinal == 0 ? "" : ordinal) + day.name().substring(0, 2);
    }
  }

  String text() {
    return "FREQ="
        + freq
        + (interval == 1 ? "" : ";INTERVAL=" + interval)
        + list("BYMONTH", months)
        + list("BYMONTHDAY", monthDays)
        + list("BYDAY", weekdays)
        + list("BYSETPOS", positions)
        + (count == 0 ? "" : ";COUNT=" + count);
  }

  private static String list(String name, List<?> values) {
    return values.isEmpty()
        ? ""
        : values.stream()
            .map(Object::toString)
            .collect(Collectors.joining(",", ";" + name + "=", ""));
  }

  List<LocalDate> days(LocalDate start, MonthEnd monthEnd, LocalDate end) {
    Map<Long, TreeSet<LocalDate>> periods = new TreeMap<>();
    first(start)
        .datesUntil(end.plusYears(1))
        .filter(day -> period(day) % interval == period(start) % interval)
        .forEach(day -> {
          TreeSet<LocalDate> set = periods.computeIfAbsent(period(day), _ -> new TreeSet<>());
          if (counts(day, start, monthEnd)) {
            set.add(day);
          }
        });
    Stream<LocalDate> chosen =
        periods.values().stream().flatMap(this::pick).filter(day -> !day.isBefore(start));
    return (count == 0 ? chosen : chosen.limit(count)).filter(day -> day.isBefore(end)).toList();
  }

  private Stream<LocalDate> pick(TreeSet<LocalDate> set) {
    var days = new ArrayList<>(set);
    if (positions.isEmpty()) {
      return days.stream();
    }
    return IntStream.range(0, days.size())
        .filter(i -> positions.contains(i + 1) || positions.contains(i - days.size()))
        .mapToObj(days::get);
  }

  private boolean counts(LocalDate day, LocalDate start, MonthEnd monthEnd) {
    return month(start).test(day)
        && dayOfMonth(start, monthEnd).test(day)
        && weekday(start).test(day);
  }

  private Predicate<LocalDate> month(LocalDate start) {
    if (!months.isEmpty()) {
      return day -> months.contains(day.getMonthValue());
    }
    boolean implied = freq.equals("YEARLY") && monthDays.isEmpty() && weekdays.isEmpty();
    return day -> !implied || day.getMonth() == start.getMonth();
  }

  private Predicate<LocalDate> dayOfMonth(LocalDate start, MonthEnd monthEnd) {
    boolean monthly = freq.equals("MONTHLY") || freq.equals("YEARLY");
    boolean implied = monthly && monthDays.isEmpty() && weekdays.isEmpty();
    if (monthDays.isEmpty() && !implied) {
      return _ -> true;
    }
    List<Integer> wanted = implied ? List.of(start.getDayOfMonth()) : monthDays;
    boolean clamp = monthEnd == MonthEnd.CLAMP && monthly && weekdays.isEmpty();
    return day -> {
      int length = day.lengthOfMonth();
      return wanted.stream()
          .map(d -> d < 0 ? length + 1 + d : clamp ? Math.min(d, length) : d)
          .anyMatch(d -> d == day.getDayOfMonth());
    };
  }

  private Predicate<LocalDate> weekday(LocalDate start) {
    if (weekdays.isEmpty()) {
      return day -> !freq.equals("WEEKLY") || day.getDayOfWeek() == start.getDayOfWeek();
    }
    boolean inYear = freq.equals("YEARLY") && months.isEmpty() && monthDays.isEmpty();
    return day ->
        weekdays.stream()
            .filter(w -> w.day() == day.getDayOfWeek())
            .anyMatch(w -> w.ordinal() == 0 || nth(w, inYear, day));
  }

  private static boolean nth(WeekdayNum weekday, boolean inYear, LocalDate day) {
    if (!inYear) {
      LocalDate nth =
          day.with(TemporalAdjusters.dayOfWeekInMonth(weekday.ordinal(), weekday.day()));
      return nth.equals(day) && Math.abs(weekday.ordinal()) <= 5;
    }
    int fromFront = (day.getDayOfYear() - 1) / 7 + 1;
    int fromBack = -((day.lengthOfYear() - day.getDayOfYear()) / 7 + 1);
    return weekday.ordinal() == fromFront || weekday.ordinal() == fromBack;
  }

  private LocalDate first(LocalDate start) {
    return switch (freq) {
      case "DAILY" -> start;
      case "WEEKLY" -> start.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case "MONTHLY" -> start.withDayOfMonth(1);
      default -> start.withDayOfYear(1);
    };
  }

  private long period(LocalDate day) {
    return switch (freq) {
      case "DAILY" -> day.toEpochDay();
      case "WEEKLY" ->
          ChronoUnit.WEEKS.between(
              LocalDate.of(1900, 1, 1),
              day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
      case "MONTHLY" -> ChronoUnit.MONTHS.between(YearMonth.of(1900, 1), YearMonth.from(day));
      default -> day.getYear();
    };
  }
}
