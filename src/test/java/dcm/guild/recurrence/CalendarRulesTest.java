package dcm.guild.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.reply.Refusal;
import dcm.guild.value.Due;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.HolidayCalendar.OwnHoliday;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Recurrence.MonthEnd;
import dcm.guild.value.Schedule;
import dcm.guild.value.Schedule.Anchor;
import dcm.guild.value.Schedule.HolidayTreatment;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Season, holidays, exceptions and several times a day. */
class CalendarRulesTest {
  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
  private static final LocalDate START = LocalDate.of(2028, 12, 1);
  private static final Instant FAR = Instant.parse("2040-01-01T00:00:00Z");

  /** Christmas 2028 falls on a Monday and a Tuesday. */
  private static final HolidayCalendar CHRISTMAS = holidays("2028-12-25", "2028-12-26");

  private static HolidayCalendar holidays(String... days) {
    return new HolidayCalendar(
        Stream.of(days).map(day -> new OwnHoliday(LocalDate.parse(day), "closed")).toList(),
        List.of());
  }

  private static Schedule.Recurring schedule(String rrule, LocalDate start) {
    return new Schedule.Recurring(
        new Recurrence(rrule, start, null, AMSTERDAM, MonthEnd.CLAMP), Anchor.FROM_DUE);
  }

  private static List<LocalDate> days(
      Schedule.Recurring schedule, HolidayCalendar holidays, int limit) {
    Instant from = schedule.recurrence().start().minusDays(40).atStartOfDay(AMSTERDAM).toInstant();
    return Recurrences.between(schedule, holidays, from, FAR, limit).stream()
        .map(Due::day)
        .toList();
  }

  private static String text(List<LocalDate> days) {
    return days.stream().map(LocalDate::toString).collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "IGNORE, 2028-12-18 2028-12-25 2029-01-01",
    "SKIP, 2028-12-18 2029-01-01 2029-01-08",
    "EARLIER, 2028-12-18 2028-12-24 2029-01-01",
    "LATER, 2028-12-18 2028-12-27 2029-01-01",
  })
  void a_due_on_a_holiday_is_treated_as_the_schedule_says(
      HolidayTreatment treatment, String expected) {
    var mondays =
        schedule("FREQ=WEEKLY;BYDAY=MO", LocalDate.of(2028, 12, 18)).withHolidays(treatment);
    assertThat(text(days(mondays, CHRISTMAS, 3))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "EARLIER, 2028-12-23 2028-12-24 2028-12-27 2028-12-28",
    "LATER, 2028-12-23 2028-12-24 2028-12-27 2028-12-28"
  })
  void a_due_moved_to_another_coincides_with_it(HolidayTreatment treatment, String expected) {
    var daily = schedule("FREQ=DAILY", LocalDate.of(2028, 12, 23)).withHolidays(treatment);
    assertThat(text(days(daily, CHRISTMAS, 4))).isEqualTo(expected);
  }

  @Test
  void after_a_due_that_a_holiday_moved_the_next_is_of_the_next_day_of_the_rule() {
    var mondays = schedule("FREQ=WEEKLY;BYDAY=MO", START).withHolidays(HolidayTreatment.EARLIER);
    var moved = new Due.AllDay(LocalDate.of(2028, 12, 24), AMSTERDAM);
    assertThat(Recurrences.next(mondays, CHRISTMAS, moved, Instant.parse("2028-12-20T08:00:00Z")))
        .isEqualTo(new Due.AllDay(LocalDate.of(2029, 1, 1), AMSTERDAM));
    var later = mondays.withHolidays(HolidayTreatment.LATER);
    assertThat(Recurrences.first(later, CHRISTMAS, Instant.parse("2028-12-26T12:00:00Z")))
        .as("a search from the holiday on finds what was moved")
        .isEqualTo(new Due.AllDay(LocalDate.of(2028, 12, 27), AMSTERDAM));
  }

  @Test
  void a_due_is_not_moved_out_of_a_closure_of_more_than_a_month() {
    var closed =
        new HolidayCalendar(
            START.datesUntil(START.plusDays(60)).map(day -> new OwnHoliday(day, "closed")).toList(),
            List.of());
    var rule = schedule("FREQ=MONTHLY;BYMONTHDAY=10", START).withHolidays(HolidayTreatment.LATER);
    assertThat(text(days(rule, closed, 2))).isEqualTo("2029-01-30 2029-02-10");
  }

  @Test
  void only_active_months_have_dues() {
    var mown =
        schedule("FREQ=MONTHLY;BYMONTHDAY=31", LocalDate.of(2028, 1, 1))
            .withSeason(Set.of(Month.APRIL, Month.SEPTEMBER, Month.MAY));
    assertThat(text(days(mown, HolidayCalendar.NONE, 4)))
        .isEqualTo("2028-04-30 2028-05-31 2028-09-30 2029-04-30");
  }

  @Test
  void a_holiday_does_not_move_a_due_out_of_the_season() {
    var rule =
        schedule("FREQ=MONTHLY;BYMONTHDAY=30", LocalDate.of(2028, 8, 1))
            .withSeason(Set.of(Month.AUGUST, Month.SEPTEMBER))
            .withHolidays(HolidayTreatment.LATER);
    assertThat(text(days(rule, holidays("2028-09-30"), 2))).isEqualTo("2028-08-30 2029-08-30");
  }

  @Test
  void a_floating_rule_waits_for_the_season() {
    var floating =
        new Schedule.Recurring(
            new Recurrence("FREQ=DAILY;INTERVAL=10", START, null, AMSTERDAM, MonthEnd.CLAMP),
            Anchor.FROM_COMPLETION,
            Set.of(Month.APRIL, Month.MAY),
            null,
            null);
    Due next =
        Recurrences.fromCompletion(
            floating,
            HolidayCalendar.NONE,
            LocalDate.of(2028, 5, 25),
            new Due.Never(),
            Instant.EPOCH);
    assertThat(next).isEqualTo(new Due.AllDay(LocalDate.of(2029, 4, 10), AMSTERDAM));
  }

  @Test
  void a_season_that_no_day_of_the_rule_is_in_is_refused() {
    var christmas =
        schedule("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", START).withSeason(Set.of(Month.MAY));
    assertThat(Recurrences.check(christmas))
        .extracting(Refusal.FieldError::field, Refusal.FieldError::code)
        .containsExactly(Tuple.tuple("schedule.season", "yields-nothing"));
  }

  @Test
  void an_exception_has_no_due_and_past_ones_are_dropped() {
    var mondays = schedule("FREQ=WEEKLY;BYDAY=MO;COUNT=4", LocalDate.of(2028, 12, 4));
    var once = mondays.without(LocalDate.of(2028, 12, 11), LocalDate.of(2028, 12, 5));
    assertThat(text(days(once, HolidayCalendar.NONE, 9)))
        .as("COUNT counts the days of the rule")
        .isEqualTo("2028-12-04 2028-12-18 2028-12-25");
    assertThat(once.without(LocalDate.of(2028, 12, 25), LocalDate.of(2028, 12, 12)).exceptedDays())
        .containsExactly(LocalDate.of(2028, 12, 25));
    var moved = mondays.withHolidays(HolidayTreatment.LATER);
    assertThat(text(days(moved.without(LocalDate.of(2028, 12, 27), START), CHRISTMAS, 9)))
        .as("the day that people see")
        .isEqualTo("2028-12-04 2028-12-11 2028-12-18");
  }

  @Test
  void more_than_366_exceptions_are_refused() {
    var days = START.datesUntil(START.plusDays(367)).collect(Collectors.toSet());
    assertThat(Recurrences.check(schedule("FREQ=DAILY", START).withExceptions(days)))
        .extracting(Refusal.FieldError::field)
        .containsExactly("schedule.exceptions");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // rule | ends before | what is left
        "FREQ=WEEKLY;BYDAY=MO|2028-12-18|2028-12-04 2028-12-11",
        "FREQ=WEEKLY;BYDAY=MO;COUNT=9|2028-12-18|2028-12-04 2028-12-11",
        "FREQ=WEEKLY;BYDAY=MO;COUNT=1|2028-12-18|2028-12-04",
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20281205|2028-12-18|2028-12-04",
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20290101|2028-12-18|2028-12-04 2028-12-11",
        // the Monday of Christmas is due on the 27th
        "FREQ=WEEKLY;BYDAY=MO|2028-12-27|2028-12-04 2028-12-11 2028-12-18",
        "FREQ=WEEKLY;BYDAY=MO|2028-12-28|2028-12-04 2028-12-11 2028-12-18 2028-12-27",
      })
  void a_schedule_ends_before_a_day(String rrule, LocalDate day, String expected) {
    var schedule = schedule(rrule, START).withHolidays(HolidayTreatment.LATER);
    var ended = Recurrences.endingBefore(schedule, CHRISTMAS, day);
    assertThat(text(days(ended, CHRISTMAS, 20))).isEqualTo(expected);
    assertThat(Recurrences.check(ended)).isEmpty();
  }

  @Test
  void nothing_is_left_of_a_schedule_that_ends_before_its_first_due() {
    var mondays = schedule("FREQ=WEEKLY;BYDAY=MO", START);
    for (String day : List.of("2028-11-01", "2028-12-01", "2028-12-02", "2028-12-04")) {
      assertThat(Recurrences.endingBefore(mondays, CHRISTMAS, LocalDate.parse(day))).isNull();
    }
  }

  private static Schedule.Recurring at(String rrule, LocalDate start, String... times) {
    var schedule = schedule(rrule, start);
    return schedule.withRecurrence(
        schedule.recurrence().withTimes(Arrays.stream(times).map(LocalTime::parse).toList()));
  }

  private static List<String> instants(Schedule.Recurring schedule, int limit) {
    Instant from = schedule.recurrence().start().atStartOfDay(AMSTERDAM).toInstant();
    return Recurrences.between(schedule, HolidayCalendar.NONE, from, FAR, limit).stream()
        .map(due -> due.start().atZone(AMSTERDAM).toLocalDateTime().toString())
        .toList();
  }

  @Test
  void several_times_a_day_each_have_a_due() {
    var twice = at("FREQ=WEEKLY;BYDAY=SA", LocalDate.of(2028, 12, 2), "20:30", "08:00");
    assertThat(instants(twice, 3))
        .containsExactly("2028-12-02T08:00", "2028-12-02T20:30", "2028-12-09T08:00");
    Due first = Recurrences.first(twice, HolidayCalendar.NONE, Instant.EPOCH);
    Due second =
        Recurrences.next(twice, HolidayCalendar.NONE, first, Instant.parse("2028-12-02T06:00:00Z"));
    assertThat(second.start())
        .as("done early in the morning, due in the evening")
        .isEqualTo(Instant.parse("2028-12-02T19:30:00Z"));
    Instant earlyToo = Instant.parse("2028-12-02T06:05:00Z");
    assertThat(Recurrences.next(twice, HolidayCalendar.NONE, second, earlyToo).day())
        .as("both done early: not due again that day")
        .isEqualTo(LocalDate.of(2028, 12, 9));
  }

  @Test
  void a_count_counts_each_time_of_a_day() {
    assertThat(instants(at("FREQ=DAILY;COUNT=3", START, "08:00", "20:00"), 9))
        .containsExactly("2028-12-01T08:00", "2028-12-01T20:00", "2028-12-02T08:00");
  }

  @Test
  void times_in_a_dst_gap_stay_in_order_and_coincide_only_where_the_clock_does() {
    var night = at("FREQ=DAILY;COUNT=4", LocalDate.of(2028, 3, 26), "02:30", "03:00", "03:30");
    assertThat(instants(night, 9))
        .containsExactly("2028-03-26T03:00", "2028-03-26T03:30", "2028-03-27T02:30");
  }

  @Test
  void several_times_a_day_do_not_float() {
    var twice = at("FREQ=DAILY", START, "08:00", "20:00").withAnchor(Anchor.FROM_COMPLETION);
    assertThat(Recurrences.check(twice))
        .extracting(Refusal.FieldError::field)
        .containsExactly("schedule.times");
  }

  @Property(tries = 300)
  void no_due_lies_in_an_inactive_month_or_on_a_skipped_holiday_and_a_day_gives_one_at_most(
      @ForAll("rules") String rrule,
      @ForAll HolidayTreatment treatment,
      @ForAll @Size(min = 1) Set<Month> season,
      @ForAll("closures") List<LocalDate> closed) {
    var plain = schedule(rrule, START);
    var rule = plain.withSeason(season).withHolidays(treatment);
    var calendar =
        new HolidayCalendar(
            closed.stream().map(day -> new OwnHoliday(day, "closed")).toList(), List.of());
    List<LocalDate> ruleDays = days(plain, HolidayCalendar.NONE, 400);
    List<LocalDate> days = days(rule, calendar, 150);
    assertThat(days).isSorted().doesNotHaveDuplicates();
    var free = new HashSet<>(closed);
    for (LocalDate day : days) {
      assertThat(season).contains(day.getMonth());
      if (treatment != HolidayTreatment.IGNORE) {
        assertThat(free).doesNotContain(day);
      }
      if (!day.isAfter(ruleDays.getLast()) && !ruleDays.contains(day)) {
        assertThat(source(day, treatment, ruleDays, free))
            .as("%s is a day of the rule, or one that holidays moved", day)
            .isNotNull();
      }
    }
  }

  /** The day of the rule that holidays, and nothing else, separate from a due. */
  private static @Nullable LocalDate source(
      LocalDate due, HolidayTreatment treatment, List<LocalDate> ruleDays, Set<LocalDate> closed) {
    int back =
        switch (treatment) {
          case IGNORE, SKIP -> 0;
          case EARLIER -> 1;
          case LATER -> -1;
        };
    LocalDate day = due.plusDays(back);
    while (back != 0 && closed.contains(day)) {
      if (ruleDays.contains(day)) {
        return day;
      }
      day = day.plusDays(back);
    }
    return null;
  }

  @Provide
  Arbitrary<String> rules() {
    return Arbitraries.of(
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=MO,TH",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
        "FREQ=MONTHLY;BYMONTHDAY=1,31",
        "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24,25,26,27");
  }

  @Provide
  Arbitrary<List<LocalDate>> closures() {
    return Arbitraries.integers()
        .between(-10, 700)
        .map(START::plusDays)
        .list()
        .ofMaxSize(120)
        .map(days -> days.stream().flatMap(day -> day.datesUntil(day.plusDays(2))).toList());
  }
}
