package dcm.discord.text;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.DayOfWeek.TUESDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.notify.MessageLanguage;
import dcm.quickadd.DuePhrase;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextParsersTest {
  @Test
  void days_are_read_in_both_languages() {
    assertThat(DuePhrase.weekdays("sat")).containsExactly(SATURDAY);
    assertThat(DuePhrase.weekdays("ma,do")).containsExactly(MONDAY, THURSDAY);
    assertThat(DuePhrase.weekdays("Monday and Thursday")).containsExactly(MONDAY, THURSDAY);
    assertThat(DuePhrase.weekdays("weekend")).containsExactly(SATURDAY, SUNDAY);
    for (String typed :
        List.of("werkdagen", "mon-fri", "ma t/m vr", "monday to friday", "ma. – vr.")) {
      assertThat(DuePhrase.weekdays(typed)).as(typed).hasSize(5).contains(MONDAY, FRIDAY);
    }
    assertThat(DuePhrase.weekdays("vr t/m ma")).containsOnly(FRIDAY, SATURDAY, SUNDAY, MONDAY);
    assertThat(DuePhrase.weekdays("ma-di, za")).containsOnly(MONDAY, TUESDAY, SATURDAY);
    assertThat(DuePhrase.weekdays("fridays")).containsExactly(FRIDAY);
  }

  @Test
  void text_that_is_not_a_weekday_is_rejected() {
    assertThat(DuePhrase.weekdays("sat, someday")).isNull();
    assertThat(DuePhrase.weekdays(" , ")).isNull();
  }

  @Test
  void durations_are_parsed_in_both_languages() {
    assertThat(DurationParser.parseAll("24h, 30m, 0"))
        .containsExactly(Duration.ofHours(24), Duration.ofMinutes(30), Duration.ZERO);
    assertThat(DurationParser.parseAll("1 dag en 2 uur"))
        .containsExactly(Duration.ofDays(1), Duration.ofHours(2));
    assertThat(DurationParser.parseAll("uit")).isEmpty();
  }

  @Test
  void text_that_is_not_a_duration_is_rejected() {
    assertThat(DurationParser.parseAll("soon")).isNull();
    assertThat(DurationParser.parseAll("24")).isNull();
    assertThat(DurationParser.parseAll("2h,,1h")).isNull();
  }

  @Test
  void formatted_durations_are_parsed_again() {
    var durations =
        List.of(
            Duration.ofDays(2),
            Duration.ofHours(24),
            Duration.ofHours(1),
            Duration.ofMinutes(90),
            Duration.ZERO);
    assertThat(DurationParser.format(durations, DiscordMessages.of(MessageLanguage.EN)))
        .isEqualTo("2 days, 24 hours, 1 hour, 90 minutes, at the due time");
    assertThat(DurationParser.format(durations, DiscordMessages.of(MessageLanguage.NL)))
        .isEqualTo("2 dagen, 24 uur, 1 uur, 90 minuten, op het moment zelf");
    for (var language : MessageLanguage.values()) {
      assertThat(
              DurationParser.parseAll(
                  DurationParser.format(durations, DiscordMessages.of(language))))
          .isEqualTo(durations);
    }
  }

  @Test
  void a_zone_is_read_by_its_name_or_its_city() {
    for (String typed : List.of("UTC", "utc", " Utc ")) {
      assertThat(ZoneParser.parse(typed)).isEqualTo(ZoneId.of("UTC"));
    }
    for (String typed : List.of("Amsterdam", "amsterdam", "europe/amsterdam")) {
      assertThat(ZoneParser.parse(typed)).isEqualTo(ZoneId.of("Europe/Amsterdam"));
    }
    assertThat(ZoneParser.parse("new york")).isEqualTo(ZoneId.of("America/New_York"));
    assertThat(ZoneParser.parse("Mars")).isNull();
    assertThat(ZoneParser.parse("")).isNull();
  }

  @Test
  void a_zone_is_found_by_a_part_of_its_name() {
    assertThat(ZoneParser.matching("utc")).startsWith("UTC");
    assertThat(ZoneParser.matching("amst")).startsWith("Europe/Amsterdam");
    assertThat(ZoneParser.matching("York")).startsWith("America/New_York");
    assertThat(ZoneParser.matching("europe")).contains("Europe/Brussels");
  }

  @Test
  void the_first_supported_language_is_used() {
    assertThat(MessageLanguage.of("nl", "en-US")).isEqualTo(MessageLanguage.NL);
    assertThat(MessageLanguage.of("nl-BE", null)).isEqualTo(MessageLanguage.NL);
    assertThat(MessageLanguage.of("fr", "nl")).isEqualTo(MessageLanguage.NL);
    assertThat(MessageLanguage.of("fr", "de")).isEqualTo(MessageLanguage.EN);
    assertThat(MessageLanguage.of(null, null)).isEqualTo(MessageLanguage.EN);
  }
}
