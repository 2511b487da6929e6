package dcm.guild.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.Due;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.HolidayCalendar.OwnHoliday;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Recurrence.MonthEnd;
import dcm.guild.value.Schedule;
import dcm.guild.value.Schedule.HolidayTreatment;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The traps of recurrence that other programs fell into. */
class RecurrenceTrapsTest {
  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
  private static final LocalTime ELEVEN = LocalTime.of(11, 0);

  private static Recurrence rule(String rrule, String start, @Nullable LocalTime time) {
    return new Recurrence(rrule, LocalDate.parse(start), time, AMSTERDAM, MonthEnd.CLAMP);
  }

  private static List<String> locals(Recurrence rule, int limit) {
    Instant from = rule.start().atStartOfDay(rule.zone()).toInstant();
    return Recurrences.between(rule, from, Instant.MAX, limit).stream()
        .map(due -> due.start().atZone(rule.zone()).toLocalDateTime().toString())
        .toList();
  }

  @Test
  void month_end_overflow() {
    assertThat(locals(rule("FREQ=MONTHLY", "2028-01-31", ELEVEN), 4))
        .containsExactly(
            "2028-01-31T11:00", "2028-02-29T11:00", "2028-03-31T11:00", "2028-04-30T11:00");
  }

  @Test
  void utc_arithmetic_over_dst() {
    assertThat(locals(rule("FREQ=WEEKLY;BYDAY=SU", "2028-03-19", ELEVEN), 3))
        .as("11:00 on the wall clock before and after 26 March")
        .containsExactly("2028-03-19T11:00", "2028-03-26T11:00", "2028-04-02T11:00");
    assertThat(locals(rule("FREQ=DAILY;INTERVAL=7", "2028-10-22", ELEVEN), 3))
        .containsExactly("2028-10-22T11:00", "2028-10-29T11:00", "2028-11-05T11:00");
  }

  @Test
  void unbounded_recurrence_loop() {
    var never = rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2028-01-01", ELEVEN);
    assertThat(Recurrences.first(never.withMonthEnd(MonthEnd.SKIP), Instant.EPOCH)).isNull();
    var closures =
        IntStream.range(0, 4000)
            .mapToObj(day -> new OwnHoliday(LocalDate.of(2028, 1, 1).plusDays(day), "closed"))
            .toList();
    for (HolidayTreatment treatment : HolidayTreatment.values()) {
      var daily =
          new Schedule.Recurring(
              rule("FREQ=DAILY", "2028-01-01", ELEVEN),
              Schedule.Anchor.FROM_DUE,
              null,
              treatment,
              null);
      Due first = Recurrences.first(daily, new HolidayCalendar(closures, List.of()), Instant.EPOCH);
      assertThat(first == null)
          .as("%s: eleven years of holidays", treatment)
          .isEqualTo(treatment == HolidayTreatment.SKIP || treatment == HolidayTreatment.LATER);
    }
  }

  @Test
  void date_only_stored_as_midnight() {
    var allDay = rule("FREQ=DAILY", "2028-03-26", null);
    Due due = Recurrences.first(allDay, Instant.parse("2028-03-26T21:59:59Z"));
    assertThat(due).isEqualTo(new Due.AllDay(LocalDate.of(2028, 3, 26), AMSTERDAM));
    assertThat(due.isOverdue(Instant.parse("2028-03-26T21:59:59Z")))
        .as("a second before the local day ends")
        .isFalse();
    assertThat(Recurrences.next(allDay, due, Instant.EPOCH))
        .isEqualTo(new Due.AllDay(LocalDate.of(2028, 3, 27), AMSTERDAM));
  }

  @Test
  void a_late_completion_whose_next_occurrence_is_overdue_at_once() {
    var daily = rule("FREQ=DAILY", "2028-01-01", ELEVEN);
    var former = new Due.AtTime(LocalDate.of(2028, 2, 1).atTime(ELEVEN), AMSTERDAM);
    Instant late = Instant.parse("2028-02-20T12:00:00Z");
    for (Due next :
        List.of(
            Recurrences.next(daily, former, late),
            Recurrences.fromCompletion(daily, LocalDate.of(2028, 2, 2), former, late))) {
      assertThat(next.day()).isEqualTo(LocalDate.of(2028, 2, 21));
    }
  }

  @Test
  void an_interval_cut_short_by_byday_when_floating() {
    var fortnightly = rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", "2026-11-28", ELEVEN);
    assertThat(Recurrences.fromCompletion(fortnightly, LocalDate.of(2026, 11, 30)).day())
        .isEqualTo(LocalDate.of(2026, 12, 12));
  }
}
