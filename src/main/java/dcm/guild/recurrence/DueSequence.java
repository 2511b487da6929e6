package dcm.guild.recurrence;

import dcm.guild.value.Due;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The dues of a schedule, each later than the one before. */
final class DueSequence {
  private final ScheduleDays days;
  private final List<LocalTime> times;
  private final ZoneId zone;
  private final long count;

  /** What is left of the last day. */
  private final Queue<Due> ofDay = new ArrayDeque<>();

  private Instant lastDeadline = Instant.MIN;

  private DueSequence(ScheduleDays days, Recurrence recurrence, long count) {
    this.days = days;
    this.times = recurrence.timesOfDay();
    this.zone = recurrence.zone();
    this.count = count;
  }

  static DueSequence from(LocalDate day, Schedule.Recurring schedule, HolidayCalendar calendar) {
    Recurrence recurrence = schedule.recurrence();
    RRule rule = RRule.Parser.parse(recurrence);
    String count = rule.get(RRule.Part.COUNT);
    return new DueSequence(
        ScheduleDays.from(
            day, rule.withCountOfDays(recurrence.timesOfDay().size()), schedule, calendar),
        recurrence,
        count == null ? Long.MAX_VALUE : Long.parseLong(count));
  }

  /** The next due whose deadline is after an instant; null: none. */
  @Nullable Due firstAfter(Instant instant) {
    Instant threshold = latest(lastDeadline, instant);
    for (Due due = next(); due != null; due = next()) {
      Instant deadline = due.deadline();
      if (deadline != null && deadline.isAfter(threshold)) {
        lastDeadline = deadline;
        return due;
      }
    }
    return null;
  }

  private @Nullable Due next() {
    while (ofDay.isEmpty()) {
      LocalDate day = days.next();
      if (day == null) {
        return null;
      }
      ofDay.addAll(dues(day));
    }
    return ofDay.poll();
  }

  /**
   * The dues of a day in the order of their instants, which in a DST gap is not that of the times.
   * COUNT may end within a day.
   */
  private List<Due> dues(LocalDate day) {
    if (times.isEmpty()) {
      // a day that the zone skipped becomes the day on which the clock continues
      return List.of(new Due.AllDay(day.atStartOfDay(zone).toLocalDate(), zone));
    }
    long before = (days.ordinal() - 1L) * times.size();
    return IntStream.range(0, times.size())
        .filter(i -> before + i < count)
        .mapToObj(times::get)
        .map(time -> new Due.AtTime(day.atTime(time), zone))
        .sorted(Comparator.comparing(Due.AtTime::instant))
        .map(Due.class::cast)
        .toList();
  }

  static Instant latest(@Nullable Instant one, Instant other) {
    return one != null && one.isAfter(other) ? one : other;
  }

  /**
   * The earliest local day whose due can be after an instant: the day before it, because a day that
   * a zone skipped (Samoa had no 30 December 2011) is shifted to the next.
   */
  static LocalDate searchStart(Instant at, ZoneId zone) {
    return at.isAfter(Instant.EPOCH)
        ? at.atZone(zone).toLocalDate().minusDays(1)
        : LocalDate.EPOCH.minusDays(1);
  }
}
