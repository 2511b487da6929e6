package dcm.quickadd;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.Due;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DuePhraseTest {
  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");

  /** Monday 23 November 2026, 07:30 in Amsterdam. */
  private static final Instant MONDAY = Instant.parse("2026-11-23T06:30:00Z");

  @ParameterizedTest
  @CsvSource({
    "saturday 11:00, 2026-11-28T11:00",
    "zaterdag 11:00, 2026-11-28T11:00",
    "Zaterdag om 11.00, 2026-11-28T11:00",
    "sat at 11am, 2026-11-28T11:00",
    "za 11u, 2026-11-28T11:00",
    "za 11u30, 2026-11-28T11:30",
    "za 11 uur, 2026-11-28T11:00",
    "this saturday 7:30 pm, 2026-11-28T19:30",
    "komende zaterdag 19:30 uur, 2026-11-28T19:30",
    "tomorrow 19:00, 2026-11-24T19:00",
    "morgen 19:00, 2026-11-24T19:00",
    "overmorgen 19:00, 2026-11-25T19:00",
    "vandaag 08:00, 2026-11-23T08:00",
    "monday 08:00, 2026-11-23T08:00",
    "monday 07:00, 2026-11-30T07:00",
    "19:00, 2026-11-23T19:00",
    "7:00, 2026-11-24T07:00",
    "12am, 2026-11-24T00:00",
    "12pm, 2026-11-23T12:00",
    "2026-11-28 11:00, 2026-11-28T11:00",
    "28-11 11:00, 2026-11-28T11:00",
    "28-11-2027 11:00, 2027-11-28T11:00",
    "28/11/2026 11:00, 2026-11-28T11:00",
    "11/28/2026 11:00, 2026-11-28T11:00",
    "28 november 11:00, 2026-11-28T11:00",
    "28 nov. 2026 11:00, 2026-11-28T11:00",
    "November 28th 11:00, 2026-11-28T11:00",
    "1 maart 9:00, 2027-03-01T09:00",
    "22-11 11:00, 2027-11-22T11:00",
    "in 3 days 11:00, 2026-11-26T11:00",
    "over een week 11:00, 2026-11-30T11:00",
    "2026-11-28T11:00, 2026-11-28T11:00",
    "2026-11-28T11:00:00Z, 2026-11-28T12:00",
    "2026-11-28T11:00+01:00, 2026-11-28T11:00",
    "28-11-26 11:00, 2026-11-28T11:00",
    "31-12-26 23:00, 2026-12-31T23:00",
    "vanavond, 2026-11-23T20:00",
    "tonight, 2026-11-23T20:00",
    "vanavond om 8, 2026-11-23T20:00",
    "tonight at 9:30, 2026-11-23T21:30",
    "at 9 tonight, 2026-11-23T21:00",
    "vanavond half 8, 2026-11-23T19:30",
    "vanmiddag, 2026-11-23T14:00",
    "this morning, 2026-11-23T09:00",
    "morgenochtend, 2026-11-24T09:00",
    "tomorrow morning, 2026-11-24T09:00",
    "morgenavond 7 uur, 2026-11-24T19:00",
    "overmorgenavond, 2026-11-25T20:00",
    "vrijdagmiddag, 2026-11-27T14:00",
    "vrijdag morgen, 2026-11-27T09:00",
    "friday evening at 7, 2026-11-27T19:00",
    "vrijdag 8 uur 's avonds, 2026-11-27T20:00",
    "friday 8am in the morning, 2026-11-27T08:00",
    "noon, 2026-11-23T12:00",
    "middag, 2026-11-23T12:00",
    "tomorrow noon, 2026-11-24T12:00",
    "half 8, 2026-11-24T07:30",
    "morgen half acht, 2026-11-24T07:30",
    "saturday half past 8, 2026-11-28T08:30",
    "za kwart over 9, 2026-11-28T09:15",
    "za kwart voor 9, 2026-11-28T08:45",
    "zaterdag 5 december 11:00, 2026-12-05T11:00",
    "sat 5 dec 11:00, 2026-12-05T11:00",
    "'saturday, 11:00', 2026-11-28T11:00",
    "11:00 zaterdag, 2026-11-28T11:00",
    "11am on saturday, 2026-11-28T11:00",
    "vrijdag om 9, 2026-11-27T09:00",
    "friday at 9, 2026-11-27T09:00",
    "friday at nine, 2026-11-27T09:00",
    "za 11h, 2026-11-28T11:00",
    "za 11h30, 2026-11-28T11:30",
    "vr. 9:00, 2026-11-27T09:00",
    "de 5e om 9, 2026-12-05T09:00",
    "volgende week dinsdag 10:00, 2026-12-01T10:00",
    "tuesday next week at 10, 2026-12-01T10:00",
    "over drie dagen 9:00, 2026-11-26T09:00",
    "in two weeks at 10:00, 2026-12-07T10:00",
    "eind van de maand 17:00, 2026-11-30T17:00",
  })
  void a_day_and_a_time_are_read_in_both_languages(String typed, LocalDateTime expected) {
    assertThat(parse(typed, MONDAY).due()).isEqualTo(new Due.AtTime(expected, AMSTERDAM));
  }

  @ParameterizedTest
  @CsvSource({
    "saturday, 2026-11-28",
    "zaterdag, 2026-11-28",
    "maandag, 2026-11-23",
    "today, 2026-11-23",
    "28-11, 2026-11-28",
    "5/5, 2027-05-05",
    "2026-12-31, 2026-12-31",
    "over 2 weken, 2026-12-07",
    "volgende week, 2026-11-30",
    "next week, 2026-11-30",
    "volgende week dinsdag, 2026-12-01",
    "dinsdag volgende week, 2026-12-01",
    "next monday, 2026-11-30",
    "volgende maandag, 2026-11-30",
    "eind van de maand, 2026-11-30",
    "end of month, 2026-11-30",
    "end of next month, 2026-12-31",
    "eind januari, 2027-01-31",
    "einde van het jaar, 2026-12-31",
    "over een maand, 2026-12-23",
    "in 3 months, 2027-02-23",
    "over twee jaar, 2028-11-23",
    "zaterdag 5 december, 2026-12-05",
    "zaterdag de 5e december, 2026-12-05",
    "31-12-26, 2026-12-31",
    "de 5e, 2026-12-05",
    "the 5th, 2026-12-05",
    "on the 23rd, 2026-11-23",
    "the 31st, 2026-12-31",
    "vr., 2026-11-27",
    "a.s. vrijdag, 2026-11-27",
    "op vrijdag, 2026-11-27",
    "the day after tomorrow, 2026-11-25",
    "next month, 2026-12-23",
  })
  void a_day_alone_is_a_whole_day_and_never_midnight(String typed, LocalDate expected) {
    assertThat(parse(typed, MONDAY).due()).isEqualTo(new Due.AllDay(expected, AMSTERDAM));
  }

  @ParameterizedTest
  @CsvSource({
    "in 10 minutes, PT10M",
    "over 10 minuten, PT10M",
    "over 1 minuut, PT1M",
    "in an hour, PT1H",
    "over een uur, PT1H",
    "in 90 min, PT90M",
    "in 30 hours, PT30H",
    "over een half uur, PT30M",
    "in half an hour, PT30M",
    "over anderhalf uur, PT1H30M",
    "over een kwartier, PT15M",
    "over drie uur, PT3H",
    "in two hours, PT2H",
  })
  void an_offset_from_now_is_exact(String typed, java.time.Duration expected) {
    assertThat(parse(typed, MONDAY).due().start()).isEqualTo(MONDAY.plus(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "later",
        "30-2 11:00",
        "2026-02-30",
        "25:00",
        "11:60",
        "13pm",
        "11",
        "saturday 11",
        "31-13",
        "in some minutes",
        "in 10 fortnights",
        "saturday sunday 11:00",
        "11:00 12:00",
        "-5 11:00",
        "in 99999 minutes",
        "friday at 5",
        "half past",
        "tomorrow tonight",
        "the 32nd",
        "<@123> 11:00"
      })
  void ambiguous_text_is_reported(String typed) {
    assertThat(parse(typed, MONDAY).problems()).isNotEmpty();
  }

  /** Today is Monday: the coming Saturday is next to some, that of next week to others. */
  @ParameterizedTest
  @ValueSource(strings = {"next saturday", "volgende zaterdag", "next saturday 11:00"})
  void a_next_weekday_of_this_week_is_asked_about(String typed) {
    assertThat(parse(typed, MONDAY).problems().getFirst().alternatives())
        .containsExactly("op zaterdag 28 november 2026", "op zaterdag 5 december 2026");
    var friday = Instant.parse("2026-11-27T06:30:00Z");
    assertThat(parse("next tuesday", friday).due())
        .isEqualTo(new Due.AllDay(LocalDate.parse("2026-12-01"), AMSTERDAM));
    assertThat(parse("weekend", MONDAY).problems().getFirst().alternatives()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vrijdag 5 december", "fri 5 dec 11:00", "monday the 5th"})
  void a_weekday_that_the_date_does_not_have_is_said(String typed) {
    assertThat(parse(typed, MONDAY).problems())
        .singleElement()
        .isEqualTo(
            problem(typed, QuickAddResult.Code.WRONG_WEEKDAY, "op zaterdag 5 december 2026"));
  }

  @Test
  void half_eight_is_half_past_seven_in_dutch_and_unclear_in_english() {
    assertThat(parse("half 8", MONDAY, AMSTERDAM, QuickAddLanguage.EN).problems())
        .singleElement()
        .isEqualTo(problem("half 8", QuickAddResult.Code.UNCLEAR_TIME, "at 07:30", "at 08:30"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "today 07:00",
        "2026-11-22 11:00",
        "2026-11-22",
        "1-1-2020 10:00",
        "23-11 07:00",
        "23 november 7:00",
        "November 23rd 7:00",
        "23/11 07:29"
      })
  void a_past_due_is_distinguished(String typed) {
    assertThat(parse(typed, MONDAY).problems())
        .extracting(QuickAddResult.Problem::code)
        .containsExactly(QuickAddResult.Code.PAST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"never", "nooit", "geen", "None"})
  void a_due_can_be_never(String typed) {
    assertThat(parse(typed, MONDAY).due()).isEqualTo(new Due.Never());
  }

  @Test
  void at_the_end_of_the_year_the_next_day_is_in_the_next_year() {
    var newYearsEve = Instant.parse("2026-12-31T22:30:00Z");
    assertThat(parse("morgen 10:00", newYearsEve).due())
        .isEqualTo(new Due.AtTime(LocalDateTime.parse("2027-01-01T10:00"), AMSTERDAM));
    assertThat(parse("2 jan 10:00", newYearsEve).due())
        .isEqualTo(new Due.AtTime(LocalDateTime.parse("2027-01-02T10:00"), AMSTERDAM));
    assertThat(parse("30-12", newYearsEve).due())
        .isEqualTo(new Due.AllDay(LocalDate.parse("2027-12-30"), AMSTERDAM));
  }

  @Test
  void the_29th_of_february_waits_for_a_leap_year() {
    assertThat(parse("29-2 9:00", MONDAY).due())
        .isEqualTo(new Due.AtTime(LocalDateTime.parse("2028-02-29T09:00"), AMSTERDAM));
  }

  @Test
  void the_day_is_the_one_on_the_guilds_clock() {
    var lateOnSunday = Instant.parse("2026-11-22T23:30:00Z");
    assertThat(parse("today 12:00", lateOnSunday).due())
        .isEqualTo(new Due.AtTime(LocalDateTime.parse("2026-11-23T12:00"), AMSTERDAM));
    assertThat(parse("today 23:45", lateOnSunday, ZoneId.of("UTC"), QuickAddLanguage.EN).due())
        .isEqualTo(new Due.AtTime(LocalDateTime.parse("2026-11-22T23:45"), ZoneId.of("UTC")));
  }

  @Test
  void minutes_from_now_skip_the_hour_that_spring_skips() {
    var beforeTheGap = Instant.parse("2027-03-28T00:55:00Z");
    assertThat(parse("in 10 minutes", beforeTheGap).due())
        .isEqualTo(new Due.AtTime(LocalDateTime.parse("2027-03-28T03:05"), AMSTERDAM));
  }

  @Test
  void minutes_from_now_are_exact_in_the_hour_that_autumn_repeats() {
    // 02:55 summer time; ten minutes later it is 02:05 for the second time
    var beforeTheOverlap = Instant.parse("2026-10-25T00:55:00Z");
    assertThat(parse("in 10 minutes", beforeTheOverlap).due().start())
        .isEqualTo(Instant.parse("2026-10-25T01:05:00Z"));
  }

  @Test
  void a_time_that_spring_skips_stays_as_it_was_typed() {
    assertThat(parse("28-3-2027 02:30", MONDAY).due())
        .isEqualTo(new Due.AtTime(LocalDateTime.parse("2027-03-28T02:30"), AMSTERDAM));
  }

  @Test
  void a_day_without_a_time_may_keep_one_and_the_other_way_round() {
    assertThat(specified("5-2-2028")).isEqualTo(DuePhrase.Specified.DAY);
    assertThat(specified("zaterdag")).isEqualTo(DuePhrase.Specified.DAY);
    assertThat(specified("20:00")).isEqualTo(DuePhrase.Specified.TIME);
    assertThat(specified("zaterdag 20:00")).isEqualTo(DuePhrase.Specified.ALL);
    assertThat(specified("in 10 minutes")).isEqualTo(DuePhrase.Specified.ALL);
    assertThat(specified("nooit")).isEqualTo(DuePhrase.Specified.ALL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5-2-2028 hele dag",
        "5-2-2028, de hele dag",
        "5-2-2028 all day",
        "5-2-2028 whole day"
      })
  void a_due_can_be_all_day(String typed) {
    assertThat(parse(typed, MONDAY).due())
        .isEqualTo(new Due.AllDay(LocalDate.of(2028, 2, 5), AMSTERDAM));
    assertThat(specified(typed)).isEqualTo(DuePhrase.Specified.ALL);
  }

  private static DuePhrase.Specified specified(String typed) {
    return parse(typed, MONDAY).specified();
  }

  private static QuickAddResult.Problem problem(
      String typed, QuickAddResult.Code code, String... alternatives) {
    String part = typed.replace(" 11:00", "");
    return new QuickAddResult.Problem(code, 0, part.length(), part, List.of(alternatives));
  }

  private static DuePhrase parse(String typed, Instant now) {
    return parse(typed, now, AMSTERDAM, QuickAddLanguage.NL);
  }

  private static DuePhrase parse(
      String typed, Instant now, ZoneId zone, QuickAddLanguage language) {
    return DuePhrase.parse(
        typed, new QuickAddContext(language, zone, DayOfWeek.MONDAY, now, QuickAddNames.NONE));
  }
}
