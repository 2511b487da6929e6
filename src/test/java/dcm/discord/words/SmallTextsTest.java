package dcm.discord.words;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmallTextsTest {
  @Test
  void days_are_read_in_both_languages() {
    assertThat(DaysText.read("sat")).containsExactly(SATURDAY);
    assertThat(DaysText.read("ma,do")).containsExactly(MONDAY, THURSDAY);
    assertThat(DaysText.read("Monday and Thursday")).containsExactly(MONDAY, THURSDAY);
    assertThat(DaysText.read("weekend")).containsExactly(SATURDAY, SUNDAY);
    assertThat(DaysText.read("werkdagen")).hasSize(5).contains(FRIDAY);
  }

  @Test
  void what_is_no_day_is_refused() {
    assertThat(DaysText.read("sat, someday")).isNull();
    assertThat(DaysText.read(" , ")).isNull();
  }

  @Test
  void spans_are_read_in_both_languages() {
    assertThat(SpanText.readAll("24h, 30m, 0"))
        .containsExactly(Duration.ofHours(24), Duration.ofMinutes(30), Duration.ZERO);
    assertThat(SpanText.readAll("1 dag en 2 uur"))
        .containsExactly(Duration.ofDays(1), Duration.ofHours(2));
    assertThat(SpanText.readAll("uit")).isEmpty();
  }

  @Test
  void what_is_no_span_is_refused() {
    assertThat(SpanText.readAll("soon")).isNull();
    assertThat(SpanText.readAll("24")).isNull();
    assertThat(SpanText.readAll("2h,,1h")).isNull();
  }

  @Test
  void spans_are_written_as_they_are_read() {
    var spans = List.of(Duration.ofDays(2), Duration.ofHours(24), Duration.ofMinutes(90));
    assertThat(SpanText.write(spans)).isEqualTo("2d, 24h, 90m");
    assertThat(SpanText.readAll(SpanText.write(spans))).isEqualTo(spans);
  }

  @Test
  void the_first_language_that_we_speak_is_taken() {
    assertThat(Language.of("nl", "en-US")).isEqualTo(Language.NL);
    assertThat(Language.of("nl-BE", null)).isEqualTo(Language.NL);
    assertThat(Language.of("fr", "nl")).isEqualTo(Language.NL);
    assertThat(Language.of("fr", "de")).isEqualTo(Language.EN);
    assertThat(Language.of(null, null)).isEqualTo(Language.EN);
  }
}
