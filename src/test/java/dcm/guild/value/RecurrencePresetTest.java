package dcm.guild.value;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.recurrence.Recurrences;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
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
    var start = LocalDate.of(2028, 2, 1);
    var rule =
        new Recurrence(rrule, start, null, GuildFixture.AMSTERDAM, Recurrence.MonthEnd.CLAMP);
    return Recurrences.between(
            rule,
            start.atStartOfDay(GuildFixture.AMSTERDAM).toInstant(),
            Instant.parse("2028-02-28T12:00:00Z"),
            10)
        .stream()
        .map(due -> ((Due.AllDay) due).date().toString())
        .collect(Collectors.joining(" "));
  }

  @Test
  void a_rule_is_recognised_ignoring_case() {
    assertThat(RecurrencePreset.of("freq=weekly;byday=sa"))
        .isEqualTo(new RecurrencePreset.Weekly(1, Set.of(DayOfWeek.SATURDAY)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FREQ=YEARLY",
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
            .as(RecurrencePreset.Monthly::new));
  }
}
