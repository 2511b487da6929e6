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
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Properties of every rule. */
class RecurrencePropertiesTest {
  private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");
  private static final String[] ZONES = {
    "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC"
  };

  @Property(tries = 700)
  void the_library_agrees_with_the_reference_implementation(
      @ForAll("rules") ReferenceRRule rule,
      @ForAll("starts") LocalDate start,
      @ForAll MonthEnd monthEnd) {
    Recurrence recurrence = allDay(rule.text(), start, monthEnd);
    List<LocalDate> expected = rule.days(start, monthEnd, start.plusYears(10));
    Assume.that(Recurrences.check(recurrence).isEmpty());
    assertThat(walk(recurrence, Math.min(20, expected.size())))
        .isEqualTo(expected.subList(0, Math.min(20, expected.size())));
  }

  @Property(tries = 500)
  void a_rule_without_days_is_refused_and_one_with_two_per_year_is_not(
      @ForAll("rules") ReferenceRRule rule,
      @ForAll("starts") LocalDate start,
      @ForAll MonthEnd monthEnd) {
    int days = rule.days(start, monthEnd, start.plusYears(10).plusDays(1)).size();
    boolean kept = Recurrences.check(allDay(rule.text(), start, monthEnd)).isEmpty();
    if (days == 0) {
      assertThat(kept).isFalse();
    } else if (days >= 20) {
      assertThat(kept).isTrue();
    }
  }

  @Property(tries = 400)
  void the_start_of_the_search_does_not_change_the_result(
      @ForAll("rules") ReferenceRRule rule,
      @ForAll("starts") LocalDate start,
      @ForAll @IntRange(max = 2000) int later,
      @ForAll MonthEnd monthEnd) {
    Recurrence recurrence = allDay(rule.text(), start, monthEnd);
    Assume.that(Recurrences.check(recurrence).isEmpty());
    LocalDate from = start.plusDays(later);
    @Nullable LocalDate expected =
        rule.days(start, monthEnd, from.plusYears(9)).stream()
            .filter(day -> !day.isBefore(from))
            .findFirst()
            .orElse(null);
    Assume.that(expected != null);
    assertThat(Recurrences.first(recurrence, from.atStartOfDay().toInstant(ZoneOffset.UTC)))
        .isEqualTo(new Due.AllDay(expected, ZoneOffset.UTC));
  }

  @Property(tries = 400)
  void dues_strictly_increase_and_none_lies_before_the_start(
      @ForAll("recurrences") Recurrence rule) {
    Assume.that(Recurrences.check(rule).isEmpty());
    Due due = Recurrences.first(rule, BEGINNING);
    assertThat(due).isNotNull();
    assertThat(date(due)).isAfterOrEqualTo(rule.start());
    for (int i = 0; i < 20 && due != null; i++) {
      Due next = Recurrences.next(rule, due, BEGINNING);
      if (next != null) {
        assertThat(next.deadline()).isAfter(due.deadline());
        assertThat(date(next)).isAfter(date(due));
      }
      due = next;
    }
  }

  @Property(tries = 400)
  void the_next_due_is_neither_overdue_nor_on_the_same_day(
      @ForAll("recurrences") Recurrence rule,
      @ForAll @IntRange(min = -20_000, max = 60_000) int minutesLate) {
    Assume.that(Recurrences.check(rule).isEmpty());
    Due previous = Recurrences.first(rule, BEGINNING);
    Instant doneAt = previous.deadline().plusSeconds(60L * minutesLate);
    Due next = Recurrences.next(rule, previous, doneAt);
    if (next != null) {
      assertThat(next.deadline()).isAfter(doneAt).isAfter(previous.deadline());
      assertThat(date(next)).isAfter(date(previous));
    }
  }

  @Property(tries = 500)
  void a_clamped_month_is_never_skipped(
      @ForAll("starts") LocalDate start, @ForAll @IntRange(min = 1, max = 31) int day) {
    Recurrence rule = allDay("FREQ=MONTHLY;BYMONTHDAY=" + day, start, MonthEnd.CLAMP);
    LocalDate previous = null;
    for (LocalDate date : walk(rule, 30)) {
      assertThat(date.getDayOfMonth()).isEqualTo(Math.min(day, date.lengthOfMonth()));
      if (previous != null) {
        assertThat(date.withDayOfMonth(1)).isEqualTo(previous.withDayOfMonth(1).plusMonths(1));
      }
      previous = date;
    }
  }

  @Property(tries = 300)
  void every_n_days_means_n_calendar_days_across_clock_changes(
      @ForAll("starts") LocalDate start,
      @ForAll @IntRange(min = 1, max = 400) int interval,
      @ForAll("times") LocalTime time,
      @ForAll("zones") ZoneId zone) {
    var rule = new Recurrence("FREQ=DAILY;INTERVAL=" + interval, start, time, zone, MonthEnd.CLAMP);
    Due due = Recurrences.first(rule, BEGINNING);
    for (int i = 0; i < 8; i++) {
      assertThat(due)
          .isEqualTo(new Due.AtTime(start.plusDays((long) i * interval).atTime(time), zone));
      due = Recurrences.next(rule, due, BEGINNING);
    }
  }

  @Property(tries = 500)
  void a_floating_due_is_after_the_day_of_completion(
      @ForAll("rules") ReferenceRRule rule, @ForAll("starts") LocalDate doneOn) {
    Recurrence recurrence = allDay(rule.text(), doneOn.minusYears(1), MonthEnd.CLAMP);
    Assume.that(Recurrences.check(recurrence).isEmpty());
    Due due = Recurrences.fromCompletion(recurrence, doneOn);
    if (due != null) {
      assertThat(date(due)).isAfter(doneOn);
    }
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(ZONES).map(ZoneId::of);
  }

  @Provide
  Arbitrary<LocalTime> times() {
    return Arbitraries.integers().between(0, 24 * 60 - 1).map(m -> LocalTime.MIN.plusMinutes(m));
  }

  @Provide
  Arbitrary<LocalDate> starts() {
    return Arbitraries.integers().between(0, 36_000).map(LocalDate.of(2001, 1, 1)::plusDays);
  }

  @Provide
  Arbitrary<Recurrence> recurrences() {
    return Combinators.combine(
            rules(), starts(), times().injectNull(0.3), zones(), Arbitraries.of(MonthEnd.class))
        .as((rule, start, time, zone, end) -> new Recurrence(rule.text(), start, time, zone, end));
  }

  @Provide
  Arbitrary<ReferenceRRule> rules() {
    return Arbitraries.of("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
        .flatMap(freq -> {
          boolean wide = freq.equals("MONTHLY") || freq.equals("YEARLY");
          Arbitrary<Integer> monthDay = Arbitraries.integers().between(-31, 31).filter(d -> d != 0);
          Arbitrary<Integer> ordinal =
              wide ? Arbitraries.integers().between(-5, 5) : Arbitraries.just(0);
          Arbitrary<WeekdayNum> weekday =
              Combinators.combine(ordinal, Arbitraries.of(DayOfWeek.class)).as(WeekdayNum::new);
          return Combinators.combine(
                  Arbitraries.integers().between(1, freq.equals("YEARLY") ? 2 : 5),
                  some(Arbitraries.integers().between(1, 12), 3),
                  freq.equals("WEEKLY") ? Arbitraries.just(List.<Integer>of()) : some(monthDay, 3),
                  some(weekday, 3),
                  some(Arbitraries.integers().between(-4, 4).filter(p -> p != 0), 2),
                  Arbitraries.integers().between(1, 12).injectNull(0.7))
              .as((interval, months, monthDays, weekdays, positions, count) ->
                  new ReferenceRRule(
                      freq,
                      interval,
                      months,
                      monthDays,
                      weekdays,
                      months.isEmpty() && monthDays.isEmpty() && weekdays.isEmpty()
                          ? List.of()
                          : positions,
                      count == null ? 0 : count));
        });
  }

  private static <T> Arbitrary<List<T>> some(Arbitrary<T> item, int max) {
    return Arbitraries.oneOf(
        Arbitraries.just(List.of()), item.list().uniqueElements().ofMinSize(1).ofMaxSize(max));
  }

  private static Recurrence allDay(String rrule, LocalDate start, MonthEnd monthEnd) {
    return new Recurrence(rrule, start, null, ZoneOffset.UTC, monthEnd);
  }

  private static List<LocalDate> walk(Recurrence rule, int steps) {
    var days = new ArrayList<LocalDate>();
    Due due = Recurrences.first(rule, BEGINNING);
    while (due != null && days.size() < steps) {
      days.add(date(due));
      due = Recurrences.next(rule, due, BEGINNING);
    }
    return days;
  }

  private static LocalDate date(Due due) {
    return due.dayAfter().minusDays(1);
  }
}
