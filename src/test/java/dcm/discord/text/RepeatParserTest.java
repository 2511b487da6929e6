package dcm.discord.text;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.text.RepeatParser.ParsedRepeat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatParserTest {
  /** The expected text is the unit, the interval, the days and the day of the month. */
  @ParameterizedTest
  @CsvSource({
    "daily, DAY",
    "elke dag, DAY",
    "every 3 days, DAY 3",
    "om de 3 dagen, DAY 3",
    "om de dag, DAY 2",
    "weekly, WEEK",
    "wekelijks, WEEK",
    "elke twee weken, WEEK 2",
    "every other week, WEEK 2",
    "om de week, WEEK 2",
    "elke vrijdag, WEEK FRIDAY",
    "Every Friday, WEEK FRIDAY",
    "every other friday, WEEK 2 FRIDAY",
    "elke andere vrijdag, WEEK 2 FRIDAY",
    "elke ma en do, WEEK MONDAY THURSDAY",
    "on fridays, WEEK FRIDAY",
    "mon-fri, WEEK MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY",
    "ma t/m wo, WEEK MONDAY TUESDAY WEDNESDAY",
    "elke 2 weken op vrijdag, WEEK 2 FRIDAY",
    "weekly on mon and thu, WEEK MONDAY THURSDAY",
    "monthly, MONTH",
    "elke maand, MONTH",
    "every 2 months, MONTH 2",
    "elke maand op de 5e, MONTH on 5",
    "every month on the 5th, MONTH on 5",
    "elk kwartaal, MONTH 3",
    "jaarlijks, MONTH 12",
  })
  void repetitions_are_read_in_both_languages(String typed, String expected) {
    assertThat(text(RepeatParser.parse(typed))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "geen", "niet", "never", "-"})
  void it_need_not_repeat(String typed) {
    assertThat(RepeatParser.parse(typed)).isEqualTo(new ParsedRepeat.Never());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "sometimes", "om de vrijdag", "every", "every some days", "daily on friday"})
  void other_text_is_rejected(String typed) {
    assertThat(RepeatParser.parse(typed)).isNull();
  }

  @Test
  void a_due_may_begin_with_its_repetition() {
    assertThat(RepeatParser.parseLeading("elke vrijdag 19:00").due()).isEqualTo("19:00");
    assertThat(RepeatParser.parseLeading("every other friday at 9").due()).isEqualTo("at 9");
    assertThat(RepeatParser.parseLeading("elke 2 weken op zaterdag vanaf 5 december").due())
        .isEqualTo("5 december");
    assertThat(RepeatParser.parseLeading("friday 19:00")).isNull();
    assertThat(RepeatParser.parseLeading("every now and then")).isNull();
  }

  private static String text(ParsedRepeat parsed) {
    var every = (ParsedRepeat.Every) parsed;
    return every.unit()
        + (every.interval() == null ? "" : " " + every.interval())
        + every.days().stream().sorted().map(day -> " " + day).collect(Collectors.joining())
        + (every.dayOfMonth() == null ? "" : " on " + every.dayOfMonth());
  }
}
