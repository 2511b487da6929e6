package dcm.guild.rules;

import static dcm.guild.GuildFixture.AMSTERDAM;
import static dcm.guild.GuildFixture.at;
import static dcm.guild.GuildFixture.instant;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.Due;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueChangeTest {
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final LocalTime SEVEN = LocalTime.of(19, 0);

  private static Schedule.Recurring rule(String rrule, LocalTime time) {
    return new Schedule.Recurring(
        new Recurrence(rrule, LocalDate.of(2028, 1, 1), time, AMSTERDAM, Recurrence.MonthEnd.SKIP),
        Schedule.Anchor.FROM_COMPLETION);
  }

  private static Due.AllDay day(String date) {
    return new Due.AllDay(LocalDate.parse(date), AMSTERDAM);
  }

  @Test
  void a_day_alone_keeps_the_time_of_day() {
    assertThat(DueChange.onDay(new Schedule.Once(at("2028-02-01T19:00")), day("2028-02-05")))
        .isEqualTo(at("2028-02-05T19:00"));
    assertThat(DueChange.onDay(rule("FREQ=DAILY", SEVEN), day("2028-02-05")))
        .isEqualTo(at("2028-02-05T19:00"));
    assertThat(DueChange.onDay(rule("FREQ=DAILY", null), day("2028-02-05")))
        .isEqualTo(day("2028-02-05"));
    assertThat(DueChange.onDay(new Schedule.Once(new Due.Never()), day("2028-02-05")))
        .isEqualTo(day("2028-02-05"));
    var tokyo = new Due.AtTime(LocalDate.of(2028, 2, 1).atTime(SEVEN), TOKYO);
    assertThat(DueChange.onDay(new Schedule.Once(tokyo), day("2028-02-05")))
        .isEqualTo(new Due.AtTime(LocalDate.of(2028, 2, 5).atTime(SEVEN), TOKYO));
  }

  @Test
  void a_time_alone_keeps_the_day_unless_it_has_passed() {
    var said = (Due.AtTime) at("2028-02-02T20:00");
    var now = instant("2028-02-02T12:00");
    assertThat(DueChange.atTime(at("2028-02-05T19:00"), said, now))
        .isEqualTo(at("2028-02-05T20:00"));
    assertThat(DueChange.atTime(day("2028-02-05"), said, now)).isEqualTo(at("2028-02-05T20:00"));
    assertThat(DueChange.atTime(at("2028-01-05T19:00"), said, now)).isEqualTo(said);
    assertThat(DueChange.atTime(new Due.Never(), said, now)).isEqualTo(said);
    assertThat(DueChange.atTime(null, said, now)).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FREQ=MONTHLY;BYMONTHDAY=30|FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1|FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA|FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR;WKST=SU|FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR;WKST=SU",
        "FREQ=WEEKLY|FREQ=WEEKLY",
        "FREQ=DAILY;INTERVAL=3|FREQ=DAILY;INTERVAL=3",
        "FREQ=MONTHLY;BYDAY=-1FR|FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYDAY=-1MO|FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYDAY=2TU|FREQ=MONTHLY;BYDAY=5FR",
        "FREQ=MONTHLY;BYDAY=1SA,3SA|FREQ=MONTHLY;BYDAY=1SA,3SA",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=1|FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31",
        "FREQ=DAILY;UNTIL=20280601|FREQ=DAILY;UNTIL=20280601",
        "FREQ=DAILY;COUNT=100|FREQ=DAILY;COUNT=69",
      })
  void a_new_due_changes_only_the_due(String before, String after) {
    // the open occurrence is of 1 February: 31 of 100 days are before it
    var schedule =
        DueChange.of(rule(before, SEVEN), at("2028-02-01T19:00"), at("2028-03-31T10:00"));
    assertThat(schedule)
        .isEqualTo(
            new Schedule.Recurring(
                new Recurrence(
                    after,
                    LocalDate.of(2028, 3, 31),
                    LocalTime.of(10, 0),
                    AMSTERDAM,
                    Recurrence.MonthEnd.SKIP),
                Schedule.Anchor.FROM_COMPLETION));
  }

  @Test
  void a_new_due_of_several_times_a_day_changes_the_open_one_only() {
    var twice = rule("FREQ=DAILY", null);
    twice = twice.withRecurrence(twice.recurrence().withTimes(List.of(LocalTime.of(8, 0), SEVEN)));
    var later = DueChange.of(twice, at("2028-02-01T19:00"), at("2028-02-02T20:00"));
    assertThat(((Schedule.Recurring) later).recurrence().timesOfDay())
        .containsExactly(LocalTime.of(8, 0), LocalTime.of(20, 0));
    assertThat(((Schedule.Recurring) DueChange.of(twice, null, day("2028-02-02"))).recurrence())
        .extracting(Recurrence::time, Recurrence::times)
        .containsExactly(null, null);
  }

  @Test
  void a_new_due_keeps_season_holidays_and_exceptions() {
    var mown =
        new Schedule.Recurring(
            rule("FREQ=DAILY", SEVEN).recurrence(),
            Schedule.Anchor.FROM_DUE,
            Set.of(Month.MAY),
            Schedule.HolidayTreatment.SKIP,
            Set.of(LocalDate.of(2028, 5, 9)));
    assertThat(DueChange.of(mown, at("2028-05-01T19:00"), at("2028-05-02T19:00")))
        .isEqualTo(mown.withRecurrence(mown.recurrence().withStart(LocalDate.of(2028, 5, 2))));
    assertThat(DueChange.includes(mown, at("2028-05-09T19:00"))).isFalse();
    assertThat(DueChange.includes(mown, at("2028-06-08T19:00"))).isFalse();
  }

  @Test
  void a_day_that_is_not_of_the_rule_is_detected() {
    var tuesdays = rule("FREQ=WEEKLY;BYDAY=TU", SEVEN);
    assertThat(DueChange.includes(tuesdays, at("2028-02-01T19:00"))).isTrue();
    assertThat(DueChange.includes(tuesdays, at("2028-02-05T19:00"))).isFalse();
    assertThat(DueChange.includes(rule("FREQ=MONTHLY;BYDAY=1SA", null), day("2028-02-05")))
        .isTrue();
    assertThat(DueChange.includes(rule("FREQ=MONTHLY;BYDAY=1SA", null), day("2028-02-12")))
        .isFalse();
    assertThat(DueChange.includes(new Schedule.Once(day("2028-02-05")), day("2028-02-05")))
        .isTrue();
  }
}
