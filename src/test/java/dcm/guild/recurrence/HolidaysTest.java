package dcm.guild.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.HolidayCalendar.Country;
import dcm.guild.value.HolidayCalendar.OwnHoliday;
import dcm.guild.value.HolidayCalendar.PublicHolidays;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolidaysTest {
  private static Holidays of(Country country, @Nullable String region) {
    return Holidays.of(
        new HolidayCalendar(List.of(), List.of(new PublicHolidays(country, region))));
  }

  private static String days(Holidays holidays, int year) {
    return holidays
        .between(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1), Locale.ENGLISH)
        .stream()
        .map(day -> day.date().toString().substring(5))
        .collect(Collectors.joining(" "));
  }

  /** The dates are those that the countries' governments publish. */
  @ParameterizedTest
  @CsvSource({
    "NL,, 2028, 01-01 04-16 04-17 04-27 05-05 05-25 06-04 06-05 12-25 12-26",
    "BE,, 2026, 01-01 04-05 04-06 05-01 05-14 05-24 05-25 07-21 08-15 11-01 11-11 12-25",
    "DE,, 2027, 01-01 03-26 03-29 05-01 05-06 05-17 10-03 12-25 12-26",
    "DE, by, 2027, 01-01 01-06 03-26 03-29 05-01 05-06 05-17 05-27 10-03 11-01 12-25 12-26",
    "GB, eng, 2027, 01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    "GB, sct, 2028, 01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26",
    "US,, 2027, 01-01 01-18 02-15 05-31 06-18 07-05 09-06 11-11 11-25 12-24 12-31",
  })
  void the_public_holidays_of_a_country_are_known(
      Country country, @Nullable String region, int year, String expected) {
    assertThat(days(of(country, region), year)).isEqualTo(expected);
  }

  @Test
  void an_own_day_and_the_lists_are_holidays_together() {
    var calendar =
        new HolidayCalendar(
            List.of(new OwnHoliday(LocalDate.of(2028, 12, 24), "Kerstavond")),
            List.of(new PublicHolidays(Country.NL, null)));
    assertThat(
            Holidays.of(calendar)
                .between(
                    LocalDate.of(2028, 12, 20), LocalDate.of(2028, 12, 26), Locale.of("nl", "NL")))
        .containsExactly(
            new OwnHoliday(LocalDate.of(2028, 12, 24), "Kerstavond"),
            new OwnHoliday(LocalDate.of(2028, 12, 25), "Eerste Kerstdag"));
  }

  @Test
  void a_country_has_regions_or_none() {
    assertThat(Holidays.regions(Country.GB)).containsExactly("eng", "nir", "sct", "wls");
    assertThat(Holidays.regions(Country.NL)).isEmpty();
  }

  @Test
  void centuries_of_years_leave_the_answer_the_same() {
    var bavaria = of(Country.DE, "by");
    var before = days(bavaria, 2027);
    IntStream.range(2000, 2200).forEach(year -> days(of(Country.US, "ny"), year));
    IntStream.range(2000, 2200).forEach(year -> days(of(Country.US, "ca"), year));
    IntStream.range(2000, 2200).forEach(year -> days(of(Country.NL, null), year));
    assertThat(days(bavaria, 2027)).isEqualTo(before);
  }
}
