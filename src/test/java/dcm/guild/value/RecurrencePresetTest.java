package dcm.guild.value;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.recurrence.Recurrences;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrencePresetTest {
  @Property
  void every_preset_is_recognised_from_its_own_rule(
      @ForAll("presets") RecurrencePreset preset, @ForAll DayOfWeek weekStart) {
    assertThat(RecurrencePreset.of(preset.rrule(weekStart))).isEqualTo(preset);
  }

  @Test
  void rules_are_written_in_rfc_5545_syntax() {
    assertThat(new RecurrencePreset.Daily(1).rrule(DayOfWeek.MONDAY)).isEqualTo("FREQ=DAILY");
    assertThat(
            new RecurrencePreset.Weekly(2, Set.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY))
                .rrule(DayOfWeek.MONDAY))
        .isEqualTo("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU");
    assertThat(new RecurrencePreset.Monthly(1, 31).rrule(DayOfWeek.MONDAY))
        .isEqualTo("FREQ=MONTHLY;BYMONTHDAY=31");
  }

  @ParameterizedTest
  @CsvSource({
    "'FREQ=MONTHLY;BYDAY=2TU', 2028-02-08 2028-03-14 2028-04-11",
    "'FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR', 2028-02-25 2028-04-28 2028-06-30",
    "'FREQ=MONTHLY;BYDAY=5TU', 2028-02-29 2028-05-30 2028-08-29",
    "'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', 2028-02-29 2029-02-28 2030-02-28",
    "'FREQ=YEARLY;INTERVAL=2;BYMONTH=4;BYMONTHDAY=31', 2028-04-30 2030-04-30 2032-04-30",
  })
  void a_preset_of_an_nth_weekday_or_a_date_has_these_days(String rrule, String expected) {
    assertThat(RecurrencePreset.of(rrule)).isNotNull();
    assertThat(RecurrencePreset.of(rrule).rrule(DayOfWeek.SUNDAY)).isEqualTo(rrule);
    assertThat(days(rrule, "2038-01-01T12:00:00Z", 3)).isEqualTo(expected);
  }

  @Test
  void the_week_start_counts_for_a_single_day_that_is_not_the_starts() {
    // 1 February 2028 is a Tuesday, the last day of a week that starts on Wednesday
    String monday =
        new RecurrencePreset.Weekly(2, Set.of(DayOfWeek.MONDAY)).rrule(DayOfWeek.WEDNESDAY);
    assertThat(days(monday, "2028-03-10T12:00:00Z", 2)).isEqualTo("2028-02-14 2028-02-28");
    assertThat(days("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=TU", "2028-03-10T12:00:00Z", 2))
        .isEqualTo("2028-02-07 2028-02-21");
  }

  @Test
  void the_week_start_is_the_guilds() {
    RecurrencePreset preset =
        new RecurrencePreset.Weekly(2, Set.of(DayOfWeek.TUESDAY, DayOfWeek.SUNDAY));
    assertThat(days(preset.rrule(DayOfWeek.SUNDAY)))
        .isEqualTo("2028-02-01 2028-02-13 2028-02-15 2028-02-27");
    assertThat(days(preset.rrule(DayOfWeek.MONDAY)))
        .isEqualTo("2028-02-01 2028-02-06 2028-02-15 2028-02-20");
    assertThat(preset.rrule(DayOfWeek.SUNDAY))
        .isEqualTo("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU");
    assertThat(new RecurrencePreset.Weekly(1, Set.of(DayOfWeek.MONDAY)).rrule(DayOfWeek.SUNDAY))
        .as("makes no difference there")
        .isEqualTo("FREQ=WEEKLY;BYDAY=MO");
  }

  private static String days(String rrule) {
    return days(rrule, "2028-02-28T12:00:00Z", 10);
  }

  private static String days(String rrule, String to, int limit) {
    var start = LocalDate.of(2028, 2, 1);
    var rule =
        new Recurrence(rrule, start, null, GuildFixture.AMSTERDAM, Recurrence.MonthEnd.CLAMP);
    return Recurrences.between(
            rule, start.atStartOfDay(GuildFixture.AMSTERDAM).toInstant(), Instant.parse(to), limit)
        .stream()
        .map(due -> ((Due.AllDay) due).date().toString())
        .collect(Collectors.joining(" "));
  }

  @Test
  void a_rule_is_recognised_ignoring_case() {
    assertThat(RecurrencePreset.of("freq=weekly;byday=sa"))
        .isEqualTo(new RecurrencePreset.Weekly(1, Set.of(DayOfWeek.SATURDAY)))
        .isEqualTo(RecurrencePreset.of("RRULE:WKST=SU;BYDAY=SA;INTERVAL=1;FREQ=WEEKLY"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FREQ=YEARLY",
        "FREQ=YEARLY;BYMONTH=3",
        "FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=-2MO",
        "FREQ=MONTHLY;BYDAY=1MO,2MO",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;",
        "FREQ=HOURLY",
        "FREQ=DAILY;COUNT=3",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=MONTHLY",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYMONTHDAY=1,15",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=WEEKLY;BYDAY=MO;WKST=XX"
      })
  void a_rule_with_further_parts_is_no_preset(String rrule) {
    assertThat(RecurrencePreset.of(rrule)).isNull();
  }

  @Provide
  Arbitrary<RecurrencePreset> presets() {
    Arbitrary<Integer> interval = Arbitraries.integers().between(1, 999);
    return Arbitraries.oneOf(
        interval.map(RecurrencePreset.Daily::new),
        Combinators.combine(interval, Arbitraries.of(DayOfWeek.class).set())
            .as(RecurrencePreset.Weekly::new),
        Combinators.combine(interval, Arbitraries.integers().between(1, 31))
            .as(RecurrencePreset.Monthly::new),
        Combinators.combine(
                interval, Arbitraries.of(-1, 1, 2, 3, 4, 5), Arbitraries.of(DayOfWeek.class))
            .as(RecurrencePreset.MonthlyByWeekday::new),
        Combinators.combine(
                interval, Arbitraries.of(Month.class), Arbitraries.integers().between(1, 31))
            .as(RecurrencePreset.Yearly::new));
  }
}
