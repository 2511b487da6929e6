package dcm.discord.text;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.DayOfWeek.TUESDAY;
import static java.time.DayOfWeek.WEDNESDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RosterParserTest {
  @Test
  void weekdays_get_names_in_both_languages() {
    assertThat(RosterParser.parse("mon Noor, tue-thu Jan de Vries; ma: @Daan"))
        .containsExactly(
            Map.of(
                MONDAY, "Noor",
                TUESDAY, "Jan de Vries",
                WEDNESDAY, "Jan de Vries",
                THURSDAY, "Jan de Vries"),
            Map.of(MONDAY, "@Daan"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ; ", "Noor monday", "mon", "mon Noor, mon Daan", "someday Noor"})
  void other_text_is_rejected(String typed) {
    assertThat(RosterParser.parse(typed)).isNull();
  }
}
