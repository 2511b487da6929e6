package dcm.guild.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.reply.Refusal;
import dcm.guild.value.Due;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Recurrence.MonthEnd;
import dcm.guild.value.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrencesTest {
  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
  private static final ZoneId APIA = ZoneId.of("Pacific/Apia");
  private static final LocalDate START = LocalDate.of(2026, 1, 31);
  private static final LocalTime ELEVEN = LocalTime.of(11, 0);

  @Test
  void the_31st_is_the_last_day_of_shorter_months() {
    assertThat(days(allDay("FREQ=MONTHLY", START), 4))
        .isEqualTo(dates("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"));
  }

  @Test
  void the_31st_is_skipped_in_shorter_months_when_configured() {
    var rule = new Recurrence("FREQ=MONTHLY", START, null, AMSTERDAM, MonthEnd.SKIP);
    assertThat(days(rule, 3)).isEqualTo(dates("2026-01-31", "2026-03-31", "2026-05-31"));
  }

  @Test
  void a_leap_day_occurs_every_year_when_clamped() {
    assertThat(days(allDay("FREQ=YEARLY", LocalDate.of(2024, 2, 29)), 5))
        .isEqualTo(dates("2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"));
  }

  @Test
  void a_friday_the_31st_is_not_clamped() {
    assertThat(days(allDay("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=31", START), 2))
        .isEqualTo(dates("2026-07-31", "2027-12-31"));
  }

  @ParameterizedTest
  @CsvSource({
    "MO,1997-08-05 1997-08-10 1997-08-19 1997-08-24",
    "SU,1997-08-05 1997-08-17 1997-08-19 1997-08-31"
  })
  void the_week_starts_on_the_rules_wkst(String weekStart, String expected) {
    var rule =
        allDay(
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=" + weekStart,
            LocalDate.of(1997, 8, 5));
    assertThat(days(rule, 9)).isEqualTo(dates(expected.split(" ")));
  }

  @Test
  void a_count_ends_the_rule_wherever_the_search_starts() {
    var rule = allDay("FREQ=DAILY;COUNT=3", START);
    assertThat(Recurrences.first(rule, Instant.parse("2026-02-02T12:00:00Z")))
        .isEqualTo(new Due.AllDay(LocalDate.of(2026, 2, 2), AMSTERDAM));
    assertThat(Recurrences.first(rule, Instant.parse("2026-02-03T12:00:00Z"))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "20260203, 2026-02-03",
    "20260203T110000, 2026-02-03",
    "20260203T105959, 2026-02-02",
    "20260203T100000Z, 2026-02-03",
    "20260203T095959Z, 2026-02-02"
  })
  void until_is_inclusive(String until, LocalDate last) {
    var rule = at(ELEVEN, "FREQ=DAILY;UNTIL=" + until, START);
    assertThat(days(rule, 9)).last().isEqualTo(last);
  }

  @Test
  void a_due_in_a_dst_gap_is_shifted_forward_on_that_day_only() {
    var rule = at(LocalTime.of(2, 30), "FREQ=DAILY", LocalDate.of(2026, 3, 29));
    Due gap = Recurrences.first(rule, Instant.EPOCH);
    assertThat(gap.deadline()).isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
    assertThat(Recurrences.next(rule, gap, Instant.EPOCH).deadline())
        .isEqualTo(Instant.parse("2026-03-30T00:30:00Z"));
  }

  @Test
  void a_due_in_a_dst_overlap_uses_the_first_offset() {
    var rule = at(LocalTime.of(2, 30), "FREQ=DAILY", LocalDate.of(2026, 10, 25));
    assertThat(Recurrences.first(rule, Instant.EPOCH).deadline())
        .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
  }

  @Test
  void a_day_skipped_by_a_zone_is_shifted_and_not_duplicated() {
    var timed =
        new Recurrence("FREQ=DAILY", LocalDate.of(2011, 12, 29), ELEVEN, APIA, MonthEnd.CLAMP);
    assertThat(deadlines(timed, 3))
        .isEqualTo(
            List.of(
                Instant.parse("2011-12-29T21:00:00Z"),
                Instant.parse("2011-12-30T21:00:00Z"),
                Instant.parse("2011-12-31T21:00:00Z")));
    var weekly =
        new Recurrence(
            "FREQ=WEEKLY;BYDAY=FR", LocalDate.of(2011, 12, 23), null, APIA, MonthEnd.CLAMP);
    assertThat(days(weekly, 3)).isEqualTo(dates("2011-12-23", "2011-12-31", "2012-01-06"));
  }

  @Test
  void an_early_completion_is_not_due_again_on_the_same_day() {
    var rule = at(ELEVEN, "FREQ=MONTHLY;BYMONTHDAY=15", LocalDate.of(2026, 1, 1));
    Due due = timed("2026-05-15T11:00");
    assertThat(Recurrences.next(rule, due, Instant.parse("2026-05-13T08:00:00Z")))
        .isEqualTo(timed("2026-06-15T11:00"));
  }

  @Test
  void after_a_late_completion_the_next_due_is_in_the_future() {
    var rule = at(ELEVEN, "FREQ=DAILY", LocalDate.of(2026, 1, 1));
    Due due = timed("2026-05-01T11:00");
    assertThat(Recurrences.next(rule, due, Instant.parse("2026-05-06T09:00:00Z")))
        .isEqualTo(timed("2026-05-07T11:00"));
    assertThat(Recurrences.next(rule, due, Instant.parse("2026-05-06T08:59:59Z")))
        .isEqualTo(timed("2026-05-06T11:00"));
  }

  @Test
  void a_whole_day_can_still_be_due_today() {
    var rule = allDay("FREQ=DAILY", START);
    assertThat(Recurrences.first(rule, Instant.parse("2026-02-10T22:59:59Z")))
        .isEqualTo(new Due.AllDay(LocalDate.of(2026, 2, 10), AMSTERDAM));
    assertThat(Recurrences.first(rule, Instant.parse("2026-02-10T23:00:00Z")))
        .isEqualTo(new Due.AllDay(LocalDate.of(2026, 2, 11), AMSTERDAM));
  }

  @Test
  void a_floating_rule_counts_from_the_day_of_completion() {
    var rule = at(ELEVEN, "FREQ=DAILY;INTERVAL=10", START);
    assertThat(Recurrences.fromCompletion(rule, LocalDate.of(2026, 5, 3)))
        .isEqualTo(timed("2026-05-13T11:00"));
  }

  @Test
  void a_floating_rule_with_named_days_is_not_due_again_when_done_early() {
    var rule = at(ELEVEN, "FREQ=WEEKLY;BYDAY=SA", START);
    LocalDate thursday = LocalDate.of(2026, 5, 14);
    assertThat(Recurrences.fromCompletion(rule, thursday)).isEqualTo(timed("2026-05-16T11:00"));
    assertThat(Recurrences.fromCompletion(rule, thursday, timed("2026-05-16T11:00"), Instant.EPOCH))
        .isEqualTo(timed("2026-05-23T11:00"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // rule | done on | next
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA|2026-11-30|2026-12-12",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA|2026-11-28|2026-12-12",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA|2026-11-29|2026-12-12",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA|2026-12-03|2026-12-19",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO|2026-11-29|2026-12-14",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA|2026-12-01|2026-12-15",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=SA;WKST=SU|2026-11-30|2026-12-19",
        "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1|2026-12-03|2027-02-01",
        "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1|2026-11-28|2027-02-01",
        "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=31|2026-11-29|2027-02-28",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=1SA|2026-11-30|2027-02-06",
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=SA;BYSETPOS=-1|2026-11-30|2027-01-30",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=4;BYMONTHDAY=1|2027-03-20|2029-04-01",
        "FREQ=YEARLY;INTERVAL=10;BYMONTH=4;BYMONTHDAY=1|2027-04-02|2037-04-01",
        "FREQ=DAILY;INTERVAL=10;BYDAY=SA|2026-11-30|2026-12-12",
        "FREQ=DAILY;INTERVAL=2;BYDAY=MO,WE,FR|2026-12-04|2026-12-07",
        // every named day stays every named day
        "FREQ=WEEKLY;BYDAY=SA|2026-11-30|2026-12-05",
        "FREQ=WEEKLY;BYDAY=MO,TH|2026-11-30|2026-12-03",
        "FREQ=MONTHLY;BYMONTHDAY=1|2026-12-03|2027-01-01",
      })
  void a_floating_interval_counts_from_the_completion_with_any_named_days(
      String rrule, LocalDate doneOn, LocalDate expected) {
    var rule = allDay(rrule, LocalDate.of(2026, 11, 1));
    assertThat(Recurrences.fromCompletion(rule, doneOn))
        .isEqualTo(new Due.AllDay(expected, AMSTERDAM));
  }

  @Test
  void a_floating_interval_never_returns_to_a_due_completed_long_before() {
    var rule = allDay("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA", LocalDate.of(2026, 11, 1));
    var fifth = new Due.AllDay(LocalDate.of(2026, 12, 5), AMSTERDAM);
    assertThat(Recurrences.fromCompletion(rule, LocalDate.of(2026, 11, 23), fifth, Instant.EPOCH))
        .isEqualTo(new Due.AllDay(LocalDate.of(2026, 12, 12), AMSTERDAM));
    assertThat(Recurrences.fromCompletion(rule, LocalDate.of(2026, 11, 2), fifth, Instant.EPOCH))
        .isEqualTo(new Due.AllDay(LocalDate.of(2026, 12, 12), AMSTERDAM));
  }

  @Test
  void a_floating_interval_beyond_until_has_ended() {
    var rule = allDay("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;UNTIL=20261211", LocalDate.of(2026, 11, 1));
    assertThat(Recurrences.fromCompletion(rule, LocalDate.of(2026, 11, 30))).isNull();
  }

  @Test
  void a_floating_rule_is_not_overdue_when_logged_late() {
    var rule = at(ELEVEN, "FREQ=DAILY;INTERVAL=3", START);
    assertThat(
            Recurrences.fromCompletion(
                rule,
                LocalDate.of(2026, 5, 1),
                new Due.Never(),
                Instant.parse("2026-05-11T00:00:00Z")))
        .isEqualTo(timed("2026-05-13T11:00"));
  }

  @Test
  void between_returns_the_dues_of_a_period() {
    var rule = at(ELEVEN, "FREQ=DAILY", START);
    Instant from = Instant.parse("2026-05-01T09:00:00Z");
    assertThat(Recurrences.between(rule, from, from.plus(Duration.ofDays(2)), 10))
        .isEqualTo(List.of(timed("2026-05-01T11:00"), timed("2026-05-02T11:00")));
    assertThat(Recurrences.between(rule, from, from.plus(Duration.ofDays(99)), 5)).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FREQ=DAILY",
        "freq=weekly;byday=mo,we",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
        "FREQ=YEARLY;INTERVAL=10",
        "FREQ=DAILY;COUNT=9999",
        "FREQ=WEEKLY;UNTIL=20270101T000000Z;WKST=SU"
      })
  void a_valid_rule_is_accepted(String rrule) {
    assertThat(Recurrences.check(allDay(rrule, START))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', unknown-part",
    "FREQ=HOURLY, unreadable-part",
    "FREQ=MINUTELY, unreadable-part",
    "FREQ=SECONDLY, unreadable-part",
    "INTERVAL=2, freq-missing",
    "FREQ=DAILY;, unknown-part",
    "FREQ=DAILY;BYHOUR=8, unknown-part",
    "FREQ=DAILY;X-FOO=1, unknown-part",
    "FREQ=DAILY;FREQ=DAILY, duplicate-part",
    "FREQ=DAILY;INTERVAL=0, unreadable-part",
    "FREQ=DAILY;INTERVAL=99999999999999999999, unreadable-part",
    "FREQ=DAILY;INTERVAL=3651, too-long-interval",
    "FREQ=YEARLY;INTERVAL=11, too-long-interval",
    "FREQ=DAILY;COUNT=0, unreadable-part",
    "FREQ=DAILY;COUNT=2;UNTIL=20270101, contradiction",
    "FREQ=DAILY;UNTIL=20270230, unreadable-part",
    "FREQ=DAILY;UNTIL=20260130, yields-nothing",
    "FREQ=WEEKLY;BYDAY=1MO, contradiction",
    "FREQ=WEEKLY;BYMONTHDAY=3, contradiction",
    "FREQ=MONTHLY;BYDAY=0MO, unreadable-part",
    "'FREQ=MONTHLY;BYMONTHDAY=1,32', unreadable-part",
    "FREQ=MONTHLY;BYSETPOS=1, contradiction",
    "FREQ=DAILY;BYMONTH=13, unreadable-part"
  })
  void an_invalid_rule_is_refused(String rrule, String code) {
    assertThat(Recurrences.check(allDay(rrule, START)))
        .extracting(Refusal.FieldError::field, Refusal.FieldError::code)
        .containsExactly(Tuple.tuple("schedule.rrule", code));
  }

  @Test
  void a_rule_without_any_day_is_refused() {
    var never =
        new Recurrence(
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", START, null, AMSTERDAM, MonthEnd.SKIP);
    assertThat(Recurrences.check(never)).hasSize(1);
  }

  @Test
  void a_rule_longer_than_500_characters_is_refused() {
    String days = "1,".repeat(300) + "1";
    assertThat(Recurrences.check(allDay("FREQ=MONTHLY;BYMONTHDAY=" + days, START)))
        .extracting(Refusal.FieldError::code)
        .containsExactly("too-long");
  }

  @Test
  void a_start_outside_1970_to_2199_is_refused() {
    assertThat(Recurrences.check(allDay("FREQ=DAILY", LocalDate.of(1, 1, 1))))
        .extracting(Refusal.FieldError::field)
        .containsExactly("schedule.start");
    assertThat(Recurrences.check(allDay("FREQ=DAILY", LocalDate.MAX)))
        .extracting(Refusal.FieldError::field)
        .containsExactly("schedule.start");
  }

  @Test
  void a_floating_rule_cannot_have_count() {
    var counted = allDay("FREQ=DAILY;COUNT=3", START);
    assertThat(Recurrences.check(new Schedule.Recurring(counted, Schedule.Anchor.FROM_DUE)))
        .isEmpty();
    assertThat(Recurrences.check(new Schedule.Recurring(counted, Schedule.Anchor.FROM_COMPLETION)))
        .extracting(Refusal.FieldError::code)
        .containsExactly("contradiction");
  }

  private static Recurrence allDay(String rrule, LocalDate start) {
    return new Recurrence(rrule, start, null, AMSTERDAM, MonthEnd.CLAMP);
  }

  private static Recurrence at(LocalTime time, String rrule, LocalDate start) {
    return new Recurrence(rrule, start, time, AMSTERDAM, MonthEnd.CLAMP);
  }

  private static Due timed(String local) {
    return new Due.AtTime(LocalDateTime.parse(local), AMSTERDAM);
  }

  private static List<Due> walk(Recurrence rule, int steps) {
    var dues = new ArrayList<Due>();
    Due due = Recurrences.first(rule, Instant.EPOCH);
    while (due != null && dues.size() < steps) {
      dues.add(due);
      due = Recurrences.next(rule, due, Instant.EPOCH);
    }
    return dues;
  }

  private static List<LocalDate> days(Recurrence rule, int steps) {
    return walk(rule, steps).stream().map(due -> due.dayAfter().minusDays(1)).toList();
  }

  private static List<Instant> deadlines(Recurrence rule, int steps) {
    return walk(rule, steps).stream().map(Due::deadline).toList();
  }

  private static List<LocalDate> dates(String... days) {
    return List.of(days).stream().map(LocalDate::parse).toList();
  }
}
