package dcm.discord.words;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
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
  void spans_are_written_in_words_that_are_read_again() {
    var spans =
        List.of(
            Duration.ofDays(2),
            Duration.ofHours(24),
            Duration.ofHours(1),
            Duration.ofMinutes(90),
            Duration.ZERO);
    assertThat(SpanText.write(spans, Texts.in(Language.EN)))
        .isEqualTo("2 days, 24 hours, 1 hour, 90 minutes, at the due time");
    assertThat(SpanText.write(spans, Texts.in(Language.NL)))
        .isEqualTo("2 dagen, 24 uur, 1 uur, 90 minuten, op het moment zelf");
    for (var language : Language.values()) {
      assertThat(SpanText.readAll(SpanText.write(spans, Texts.in(language)))).isEqualTo(spans);
    }
  }

  @Test
  void a_zone_is_read_by_its_name_or_its_city() {
    for (String typed : List.of("UTC", "utc", " Utc ")) {
      assertThat(ZoneText.read(typed)).isEqualTo(ZoneId.of("UTC"));
    }
    for (String typed : List.of("Amsterdam", "amsterdam", "europe/amsterdam")) {
      assertThat(ZoneText.read(typed)).isEqualTo(ZoneId.of("Europe/Amsterdam"));
    }
    assertThat(ZoneText.read("new york")).isEqualTo(ZoneId.of("America/New_York"));
    assertThat(ZoneText.read("Mars")).isNull();
    assertThat(ZoneText.read("")).isNull();
  }

  @Test
  void a_zone_is_found_by_a_part_of_its_name() {
    assertThat(ZoneText.fitting("utc")).startsWith("UTC");
    assertThat(ZoneText.fitting("amst")).startsWith("Europe/Amsterdam");
    assertThat(ZoneText.fitting("York")).startsWith("America/New_York");
    assertThat(ZoneText.fitting("europe")).contains("Europe/Brussels");
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
