package dcm.guild;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresetTest {
  @Property
  void every_preset_is_recognised_in_the_rule_it_writes(@ForAll("presets") Preset preset) {
    assertThat(Preset.of(preset.rrule())).isEqualTo(preset);
  }

  @Test
  void rules_are_written_as_rfc_5545_has_it() {
    assertThat(new Preset.Daily(1).rrule()).isEqualTo("FREQ=DAILY");
    assertThat(new Preset.Weekly(2, Set.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY)).rrule())
        .isEqualTo("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU");
    assertThat(new Preset.Monthly(1, 31).rrule()).isEqualTo("FREQ=MONTHLY;BYMONTHDAY=31");
  }

  @Test
  void a_rule_is_recognised_without_regard_to_case() {
    assertThat(Preset.of("freq=weekly;byday=sa"))
        .isEqualTo(new Preset.Weekly(1, Set.of(DayOfWeek.SATURDAY)));
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
        "FREQ=WEEKLY;BYDAY=MO;WKST=SU"
      })
  void a_rule_that_says_more_is_no_preset(String rrule) {
    assertThat(Preset.of(rrule)).isNull();
  }

  @Provide
  Arbitrary<Preset> presets() {
    Arbitrary<Integer> interval = Arbitraries.integers().between(1, 999);
    return Arbitraries.oneOf(
        interval.map(Preset.Daily::new),
        Combinators.combine(interval, Arbitraries.of(DayOfWeek.class).set()).as(Preset.Weekly::new),
        Combinators.combine(interval, Arbitraries.integers().between(1, 31))
            .as(Preset.Monthly::new));
  }
}
