package dcm.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.Due;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Recurrence.MonthEnd;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.Schedule;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTextTest {
  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");

  /** A Saturday. */
  private static final LocalDate START = LocalDate.of(2028, 4, 1);

  private static final ScheduleText ENGLISH = ScheduleText.in(MessageLanguage.EN);
  private static final ScheduleText DUTCH = ScheduleText.in(MessageLanguage.NL);

  private static Schedule.Recurring allDay(String rrule) {
    return new Schedule.Recurring(
        new Recurrence(rrule, START, null, AMSTERDAM, MonthEnd.CLAMP), Schedule.Anchor.FROM_DUE);
  }

  @Test
  void the_texts_exist_in_both_languages() {
    assertThat(MessageBundle.of("recurrence", MessageLanguage.NL).keys())
        .isEqualTo(MessageBundle.of("recurrence", MessageLanguage.EN).keys());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FREQ=DAILY|every day|elke dag",
        "FREQ=DAILY;INTERVAL=3|every 3 days|elke 3 dagen",
        "FREQ=WEEKLY|every week on Saturday|elke week op zaterdag",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA;WKST=SU|every 2 weeks on Tuesday and Saturday"
            + "|elke 2 weken op dinsdag en zaterdag",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR|every week on Monday, Wednesday and Friday"
            + "|elke week op maandag, woensdag en vrijdag",
        "FREQ=MONTHLY|every month on day 1|elke maand op dag 1",
        "FREQ=MONTHLY;BYMONTHDAY=31|every month on day 31 (or the last day of the month)"
            + "|elke maand op dag 31 (of op de laatste dag van de maand)",
        "FREQ=MONTHLY;BYMONTHDAY=1,15|every month on day 1 and day 15"
            + "|elke maand op dag 1 en dag 15",
        "FREQ=MONTHLY;BYMONTHDAY=-1|every month on the last day|elke maand op de laatste dag",
        "FREQ=MONTHLY;BYDAY=2TU|every month on the second Tuesday"
            + "|elke maand op de tweede dinsdag",
        "FREQ=MONTHLY;BYDAY=1SA,3SA|every month on the first and third Saturday"
            + "|elke maand op de eerste en derde zaterdag",
        "FREQ=MONTHLY;BYDAY=1MO,-1FR|every month on the first Monday and last Friday"
            + "|elke maand op de eerste maandag en laatste vrijdag",
        "FREQ=MONTHLY;BYDAY=-2FR|every month on the second last Friday"
            + "|elke maand op de voorlaatste vrijdag",
        "FREQ=MONTHLY;BYDAY=SA|every month on every Saturday|elke maand op elke zaterdag",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13|every month on day 13, if that is Friday"
            + "|elke maand op dag 13, als dat vrijdag is",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1|every month on the last working day"
            + "|elke maand op de laatste werkdag",
        "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1|every month on the first of: Saturday and Sunday"
            + "|elke maand op de eerste van: zaterdag en zondag",
        "FREQ=YEARLY|every year on 1 April|elk jaar op 1 april",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29"
            + "|every 2 years on 29 February (or the last day of the month)"
            + "|elke 2 jaar op 29 februari (of op de laatste dag van de maand)",
        "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH|every year in November on the fourth Thursday"
            + "|elk jaar in november op de vierde donderdag",
        "FREQ=YEARLY;BYDAY=20MO|every year on the 20th Monday of the year"
            + "|elk jaar op de 20e maandag van het jaar",
        "FREQ=DAILY;BYMONTH=6,7|every day in June and July|elke dag in juni en juli",
        "FREQ=DAILY;COUNT=1|every day, once|elke dag, één keer",
        "FREQ=DAILY;COUNT=5|every day, 5 times|elke dag, 5 keer",
        "FREQ=DAILY;UNTIL=20280601|every day, until 1 June 2028|elke dag, tot en met 1 juni 2028",
      })
  void a_rule_is_said_in_both_languages(String rrule, String english, String dutch) {
    assertThat(ENGLISH.of(allDay(rrule))).isEqualTo(english);
    assertThat(DUTCH.of(allDay(rrule))).isEqualTo(dutch);
    assertThat(ENGLISH.ofDays(allDay(rrule))).isEqualTo(english);
  }

  @Test
  void times_season_holidays_exceptions_and_anchor_follow_the_rule() {
    var schedule =
        new Schedule.Recurring(
            allDay("FREQ=WEEKLY;BYDAY=SA")
                .recurrence()
                .withTimes(List.of(LocalTime.of(20, 30), LocalTime.of(8, 0))),
            Schedule.Anchor.FROM_COMPLETION,
            Set.of(Month.NOVEMBER, Month.DECEMBER, Month.JANUARY),
            Schedule.HolidayTreatment.EARLIER,
            Set.of(LocalDate.of(2028, 12, 23)));
    assertThat(ENGLISH.of(schedule))
        .isEqualTo(
            "every week on Saturday at 08:00 and 20:30, from November to January,"
                + " not on 23 December 2028, on holidays the day before,"
                + " counted from when it was done");
    assertThat(DUTCH.of(schedule))
        .isEqualTo(
            "elke week op zaterdag om 08:00 en 20:30, van november tot en met januari,"
                + " niet op 23 december 2028, op feestdagen de dag ervoor,"
                + " geteld vanaf wanneer het gedaan is");
    assertThat(ENGLISH.ofDays(schedule.withSeason(Set.of(Month.APRIL, Month.JUNE))))
        .isEqualTo("every week on Saturday, only in April and June, not on 23 December 2028");
  }

  @Test
  void a_month_end_that_is_skipped_is_said() {
    var skipped = allDay("FREQ=MONTHLY;BYMONTHDAY=30");
    assertThat(ENGLISH.of(skipped.withRecurrence(skipped.recurrence().withMonthEnd(MonthEnd.SKIP))))
        .isEqualTo("every month on day 30 (not in months without that day)");
  }

  @Test
  void a_single_due_is_said() {
    assertThat(ENGLISH.of(new Schedule.Once(new Due.Never()))).isEqualTo("once, at any time");
    assertThat(DUTCH.of(new Schedule.Once(new Due.AllDay(START, AMSTERDAM))))
        .isEqualTo("eenmalig, op zaterdag 1 april 2028");
    assertThat(
            ENGLISH.of(
                new Schedule.Once(
                    new Due.AtTime(LocalDateTime.parse("2028-04-01T09:05"), AMSTERDAM))))
        .isEqualTo("once, on Saturday 1 April 2028 at 09:05");
  }

  @Test
  void the_days_of_a_preset_are_in_the_order_of_the_week() {
    var days = Set.of(DayOfWeek.SUNDAY, DayOfWeek.TUESDAY);
    var rrule = new RecurrencePreset.Weekly(1, days).rrule(DayOfWeek.MONDAY);
    assertThat(ENGLISH.of(allDay(rrule))).isEqualTo("every week on Tuesday and Sunday");
  }
}
