package dcm.guild.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.recurrence.ReferenceRRule.WeekdayNum;
import dcm.guild.value.Due;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Recurrence.MonthEnd;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import net.fortuna.ical4j.model.Recur;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The dues of rules are those that ical4j, which shares no code with lib-recur, expands. */
class IndependentExpansionTest {
  private static final int DUES = 12;

  @Property(tries = 1300)
  void the_dues_of_a_rule_are_those_of_an_independent_expansion(
      @ForAll("rules") String rule,
      @ForAll("starts") LocalDate from,
      @ForAll("times") LocalTime time,
      @ForAll("zones") ZoneId zone) {
    // DTSTART is a day of the rule, because RFC 5545 leaves open what happens otherwise
    LocalDate start = firstDay(rule, from, zone);
    Assume.that(start != null);
    // ical4j keeps the time to which a DST gap shifts its start
    Assume.that(ZonedDateTime.of(start, time, zone).toLocalTime().equals(time));
    Recurrence recurrence = new Recurrence(rule, start, time, zone, MonthEnd.SKIP);
    Assume.that(Recurrences.check(recurrence).isEmpty());
    Instant begin = start.atStartOfDay(zone).toInstant();
    List<Due> dues =
        Recurrences.between(
            recurrence, begin, start.plusYears(9).atStartOfDay(zone).toInstant(), DUES);
    List<ZonedDateTime> expected =
        new Recur<ZonedDateTime>(rule)
                .getDates(
                    ZonedDateTime.of(start, time, zone),
                    start.atStartOfDay(zone),
                    start.plusYears(9).atStartOfDay(zone).minusSeconds(1))
                .stream()
                .limit(DUES)
                .toList();
    assertThat(dues.stream().map(Due::start).toList())
        .as("%s from %s", rule, start)
        // the days are ical4j's; the time is the rule's own (RFC 5545, 3.3.5: the first of two
        // equal
        // local times, and shifted forward in a gap), where ical4j keeps the offset of the due
        // before
        .isEqualTo(
            expected.stream()
                .map(day -> ZonedDateTime.of(day.toLocalDate(), time, zone).toInstant())
                .toList());
  }

  private static LocalDate firstDay(String rule, LocalDate from, ZoneId zone) {
    var allDay = new Recurrence(rule, from, null, zone, MonthEnd.SKIP);
    if (!Recurrences.check(allDay).isEmpty()) {
      return null;
    }
    Due first = Recurrences.first(allDay, Instant.EPOCH);
    return first == null ? null : first.day();
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(
            "Europe/Amsterdam",
            "America/New_York",
            "Africa/Cairo",
            "America/Santiago",
            "Australia/Lord_Howe",
            "Asia/Kolkata")
        .map(ZoneId::of);
  }

  @Provide
  Arbitrary<LocalTime> times() {
    return Arbitraries.integers()
        .between(0, 24 * 4 - 1)
        .map(q -> LocalTime.MIN.plusMinutes(15L * q));
  }

  @Provide
  Arbitrary<LocalDate> starts() {
    return Arbitraries.integers().between(0, 20_000).map(LocalDate.of(2001, 1, 1)::plusDays);
  }

  @Provide
  Arbitrary<String> rules() {
    return Arbitraries.of("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
        .flatMap(freq -> {
          boolean wide = freq.equals("MONTHLY") || freq.equals("YEARLY");
          // from one end only, since ical4j yields a day twice that two items name
          Arbitrary<List<Integer>> monthDays =
              Arbitraries.of(1, -1)
                  .flatMap(
                      end -> some(Arbitraries.integers().between(1, 31).map(day -> day * end), 3));
          Arbitrary<List<WeekdayNum>> weekdays =
              Arbitraries.of(wide ? List.of(1, 0, -1) : List.of(0))
                  .flatMap(end ->
                      some(
                          Combinators.combine(
                                  Arbitraries.integers().between(1, 5),
                                  Arbitraries.of(DayOfWeek.class))
                              .as((ordinal, day) -> new WeekdayNum(ordinal * end, day)),
                          3));
          return Combinators.combine(
                  Arbitraries.integers().between(1, freq.equals("YEARLY") ? 2 : 5),
                  // ical4j decides on a whole week by the month of its first day
                  freq.equals("WEEKLY")
                      ? Arbitraries.just(List.<Integer>of())
                      : some(Arbitraries.integers().between(1, 12), 3),
                  freq.equals("WEEKLY") ? Arbitraries.just(List.<Integer>of()) : monthDays,
                  weekdays,
                  Arbitraries.integers().between(1, 12).injectNull(0.7),
                  Arbitraries.of("MO", "SU", "SA"))
              .as((interval, months, days, weekdayNums, count, weekStart) ->
                  new ReferenceRRule(
                              freq,
                              interval,
                              months,
                              // ical4j takes the start's month alone, RFC 5545 all months
                              freq.equals("YEARLY") && months.isEmpty() ? List.of() : days,
                              // ical4j finds nothing where a numbered weekday limits days of the
                              // month
                              days.isEmpty() ? weekdayNums : withoutOrdinals(weekdayNums),
                              List.of(),
                              count == null ? 0 : count)
                          .text()
                      // ical4j takes the week start of the JVM's locale for a rule that names none
                      + ";WKST="
                      + weekStart);
        });
  }

  private static List<WeekdayNum> withoutOrdinals(List<WeekdayNum> weekdays) {
    return weekdays.stream()
        .map(WeekdayNum::day)
        .distinct()
        .map(day -> new WeekdayNum(0, day))
        .toList();
  }

  private static <T> Arbitrary<List<T>> some(Arbitrary<T> item, int max) {
    return Arbitraries.oneOf(
        Arbitraries.just(List.of()), item.list().uniqueElements().ofMinSize(1).ofMaxSize(max));
  }
}
