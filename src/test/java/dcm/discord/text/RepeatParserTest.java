package dcm.discord.text;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.Schedule;
import dcm.notify.MessageLanguage;
import dcm.notify.ScheduleText;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
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
    "kwartaal, MONTH 3",
    "every 2 quarters, MONTH 6",
    "jaarlijks, YEAR",
    "every 2 years, YEAR 2",
    "elk jaar op 1 oktober, YEAR on 1 OCTOBER",
    "every year on October 1st, YEAR on 1 OCTOBER",
    "elke 1 oktober, YEAR on 1 OCTOBER",
    "eerste zaterdag van de maand, MONTH SATURDAY nth 1",
    "elke eerste za van de maand, MONTH SATURDAY nth 1",
    "first mon, MONTH MONDAY nth 1",
    "derde dinsdag, MONTH TUESDAY nth 3",
    "every last friday, MONTH FRIDAY nth -1",
    "the 3rd tuesday of the month, MONTH TUESDAY nth 3",
    "elke maand op de laatste vrijdag, MONTH FRIDAY nth -1",
    "elke 2 maanden op de tweede maandag, MONTH 2 MONDAY nth 2",
    "laatste dag van de maand, MONTH on 31",
    "every month on the last day, MONTH on 31",
    "every second friday of the month, MONTH FRIDAY nth 2",
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
      strings = {
        "",
        "sometimes",
        "om de vrijdag",
        "every",
        "every some days",
        "daily on friday",
        "per 1 oktober",
        "om de 1 oktober",
        "elke tweede vrijdag",
        "elke derde vrijdag",
        "biweekly",
        "every 31 april"
      })
  void other_text_is_rejected(String typed) {
    assertThat(RepeatParser.parse(typed)).isNull();
  }

  @Test
  void what_a_schedule_says_of_itself_is_understood() {
    LocalDate start = LocalDate.parse("2026-11-25");
    for (RecurrencePreset preset :
        List.of(
            new RecurrencePreset.Daily(1),
            new RecurrencePreset.Daily(3),
            new RecurrencePreset.Weekly(1, Set.of(DayOfWeek.FRIDAY)),
            new RecurrencePreset.Weekly(2, Set.of(DayOfWeek.values())),
            new RecurrencePreset.Monthly(1, 5),
            new RecurrencePreset.Monthly(3, 31),
            new RecurrencePreset.MonthlyByWeekday(1, 4, DayOfWeek.MONDAY),
            new RecurrencePreset.MonthlyByWeekday(2, -1, DayOfWeek.FRIDAY),
            new RecurrencePreset.Yearly(1, Month.OCTOBER, 1),
            new RecurrencePreset.Yearly(2, Month.FEBRUARY, 29))) {
      for (var language : MessageLanguage.values()) {
        String text =
            ScheduleText.in(language)
                .ofDays(
                    new Schedule.Recurring(
                        new Recurrence(
                            preset.rrule(DayOfWeek.MONDAY),
                            start,
                            null,
                            ZoneOffset.UTC,
                            Recurrence.MonthEnd.CLAMP),
                        Schedule.Anchor.FROM_DUE));
        assertThat(RepeatParser.parse(text))
            .as(text)
            .isInstanceOfSatisfying(
                ParsedRepeat.Every.class,
                every -> assertThat(every.preset(start)).isEqualTo(preset));
      }
    }
  }

  private static String text(ParsedRepeat parsed) {
    var every = (ParsedRepeat.Every) parsed;
    return every.unit()
        + (every.interval() == null ? "" : " " + every.interval())
        + every.days().stream().sorted().map(day -> " " + day).collect(Collectors.joining())
        + (every.ordinal() == null ? "" : " nth " + every.ordinal())
        + (every.dayOfMonth() == null ? "" : " on " + every.dayOfMonth())
        + (every.month() == null ? "" : " " + every.month());
  }
}
