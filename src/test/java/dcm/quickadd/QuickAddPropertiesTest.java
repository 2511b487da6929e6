package dcm.quickadd;

import static dcm.quickadd.QuickAddExamples.AMSTERDAM;
import static dcm.quickadd.QuickAddExamples.NAMES;

import dcm.guild.recurrence.Recurrences;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.RoleId;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class QuickAddPropertiesTest {
  private static final List<String> FRAGMENTS =
      List.of(
          "afwas",
          "vacuum",
          "the",
          "de",
          "in",
          "op",
          "on",
          "om",
          "at",
          "elke",
          "every",
          "other",
          "week",
          "weeks",
          "dag",
          "maand",
          "month",
          "ma",
          "do",
          "za",
          "sat",
          "sun",
          "friday",
          "vrijdag",
          "morgen",
          "tomorrow",
          "vanavond",
          "evening",
          "'s avonds",
          "19:00",
          "8",
          "5",
          "half",
          "kwart over",
          "uur",
          "19u",
          "2u",
          "1u30",
          "20m",
          "3/4",
          "28-11",
          "3.14",
          "5 dec",
          "mei",
          "31",
          "1e",
          "the 5th",
          "laatste",
          "van de maand",
          "from",
          "vanaf",
          "until",
          "tot",
          "5 times",
          "3x",
          "2x per week",
          "na afloop",
          "10 days",
          "after done",
          "@Sanne",
          "@Tom",
          "@Bewoners",
          "<@2>",
          "for",
          "voor",
          "Milan,",
          "Noor",
          "en",
          "and",
          "or",
          "om de beurt",
          "in turns",
          "samen",
          "iedereen",
          "#keuken",
          "#tuin",
          "label:tuin",
          "#",
          "@",
          "!hoog",
          "!!",
          "!",
          "urgent",
          ",",
          "-",
          "(",
          ")",
          "\"",
          "\"every day\"",
          "\\",
          ":",
          "next",
          "volgende",
          "eind van",
          "over een",
          "weekend",
          "om de",
          "noon",
          "never",
          "hele dag",
          "2026-12-05",
          "2026-12-05T11:00:00Z",
          "🧽",
          "é",
          "e\u0301",
          "\uff11\uff19:00",
          "\u00a0");

  @Property(tries = 3_000)
  void no_line_means_something_else_than_its_echo(
      @ForAll("lines") String line,
      @ForAll QuickAddLanguage language,
      @ForAll QuickAddLanguage other) {
    var result = QuickAdd.parse(line, context(language));
    QuickAddLaws.assertCovered(line, result);
    QuickAddLaws.assertEchoed(result, context(other));
  }

  @Property(tries = 2_000)
  void any_text_is_answered(@ForAll("texts") String text, @ForAll QuickAddLanguage language) {
    var result = QuickAdd.parse(text, context(language));
    QuickAddLaws.assertCovered(text, result);
    QuickAddLaws.assertEchoed(result, context(language));
    DuePhrase.parse(text, context(language));
    DuePhrase.weekdays(text);
    DuePhrase.repetition(text);
    DuePhrase.times(text, context(language));
  }

  @Property(tries = 2_000)
  void any_text_about_time_is_answered(
      @ForAll("lines") String text, @ForAll QuickAddLanguage language) {
    DuePhrase.parse(text, context(language));
    DuePhrase.weekdays(text);
    DuePhrase.repetition(text);
    DuePhrase.times(text, context(language));
  }

  @Property(tries = 3_000)
  void what_is_understood_can_be_said(
      @ForAll("fields") QuickAddResult.Fields fields, @ForAll QuickAddLanguage language) {
    QuickAddLaws.assertEchoed(
        new QuickAddResult(fields, List.of(), List.of(), List.of()), context(language));
  }

  private static QuickAddContext context(QuickAddLanguage language) {
    return QuickAddExamples.context(language);
  }

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.of(FRAGMENTS)
        .list()
        .ofMinSize(1)
        .ofMaxSize(14)
        .map(parts -> String.join(" ", parts));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(60),
        Arbitraries.strings().withChars(" \"\\@#!<>-/.,:'0123456789eamprtuv").ofMaxLength(60));
  }

  @Provide
  Arbitrary<QuickAddResult.Fields> fields() {
    Arbitrary<String> titles =
        Arbitraries.of(FRAGMENTS)
            .list()
            .ofMinSize(1)
            .ofMaxSize(5)
            .map(parts ->
                QuickAdd.parse(
                        "\""
                            + String.join(" ", parts).replace("\\", "\\\\").replace("\"", "\\\"")
                            + "\"",
                        context(QuickAddLanguage.EN))
                    .fields()
                    .title());
    return Combinators.combine(
            titles,
            Arbitraries.oneOf(once(), recurring()),
            assignments().injectNull(0.3),
            Arbitraries.of(Task.Priority.class).injectNull(0.3),
            Arbitraries.integers().between(1, 1_440).injectNull(0.3),
            Arbitraries.of(NAMES.categories().keySet()).injectNull(0.3),
            Arbitraries.of(NAMES.labels().keySet()).list().ofMaxSize(2))
        .as((title, schedule, assignment, priority, minutes, category, labels) ->
            new QuickAddResult.Fields(
                title,
                schedule,
                assignment,
                priority,
                minutes,
                category,
                List.<GroupingId>copyOf(labels)));
  }

  private static Arbitrary<LocalDate> days() {
    return Arbitraries.integers()
        .between(1, 3_000)
        .map(ahead -> QuickAddExamples.MONDAY.atZone(AMSTERDAM).toLocalDate().plusDays(ahead));
  }

  private static Arbitrary<LocalTime> times() {
    return Arbitraries.integers()
        .between(0, 1_439)
        .map(minute -> LocalTime.ofSecondOfDay(minute * 60L));
  }

  private static Arbitrary<Schedule> once() {
    return Combinators.combine(days(), times().injectNull(0.3))
        .as((day, time) ->
            new Schedule.Once(
                time == null
                    ? new Due.AllDay(day, AMSTERDAM)
                    : new Due.AtTime(day.atTime(time), AMSTERDAM)));
  }

  private static Arbitrary<Schedule> recurring() {
    Arbitrary<Integer> intervals = Arbitraries.integers().between(1, 999);
    Arbitrary<DayOfWeek> weekdays = Arbitraries.of(DayOfWeek.class);
    Arbitrary<RecurrencePreset> presets =
        Arbitraries.oneOf(
            intervals.map(RecurrencePreset.Daily::new),
            Combinators.combine(intervals, weekdays.set().ofMinSize(1))
                .as((interval, days) -> new RecurrencePreset.Weekly(interval, Set.copyOf(days))),
            Combinators.combine(intervals, Arbitraries.integers().between(1, 31))
                .as(RecurrencePreset.Monthly::new),
            Combinators.combine(intervals, Arbitraries.of(1, 2, 3, 4, 5, -1), weekdays)
                .as(RecurrencePreset.MonthlyByWeekday::new),
            Combinators.combine(
                    intervals, Arbitraries.of(Month.class), Arbitraries.integers().between(1, 31))
                .as((interval, month, day) ->
                    new RecurrencePreset.Yearly(
                        interval, month, Math.min(day, month.maxLength()))));
    var limits =
        Arbitraries.oneOf(
            Arbitraries.just(""),
            Arbitraries.integers().between(1, 999).map(count -> ";COUNT=" + count),
            days()
                .map(
                    day -> ";UNTIL=" + day.plusYears(20).format(DateTimeFormatter.BASIC_ISO_DATE)));
    return Combinators.combine(
            presets,
            limits,
            days(),
            times().set().ofMaxSize(3),
            Arbitraries.of(Schedule.Anchor.class))
        .as((preset, limit, start, times, anchor) ->
            new Schedule.Recurring(
                new Recurrence(
                    preset.rrule(DayOfWeek.MONDAY) + limit,
                    start,
                    times.size() == 1 ? times.iterator().next() : null,
                    AMSTERDAM,
                    Recurrence.MonthEnd.CLAMP,
                    times.size() > 1 ? List.copyOf(times) : null),
                times.size() > 1 || limit.contains("COUNT") ? Schedule.Anchor.FROM_DUE : anchor))
        .filter(schedule -> Recurrences.check(schedule).isEmpty())
        .map(schedule -> schedule);
  }

  private static Arbitrary<Assignment> assignments() {
    Arbitrary<List<MemberId>> members =
        Arbitraries.of(NAMES.members().keySet()).list().uniqueElements().ofMinSize(1).ofMaxSize(4);
    return Arbitraries.oneOf(
        Combinators.combine(
                members,
                Arbitraries.of(
                    Tuple.of(Assignment.Strategy.ROUND_ROBIN, Assignment.Criteria.ANY_ONE),
                    Tuple.of(Assignment.Strategy.FIXED, Assignment.Criteria.ANY_ONE),
                    Tuple.of(Assignment.Strategy.FIXED, Assignment.Criteria.EACH),
                    Tuple.of(Assignment.Strategy.FIXED, Assignment.Criteria.ALL_TOGETHER)))
            .as((order, kind) ->
                new Assignment(
                    kind.get1(),
                    order,
                    order.size() == 1 ? Assignment.Criteria.ANY_ONE : kind.get2())),
        Combinators.combine(
                Arbitraries.of(NAMES.roles().keySet()),
                Arbitraries.of(Assignment.Strategy.FIXED, Assignment.Strategy.ROUND_ROBIN))
            .as((RoleId role, Assignment.Strategy strategy) ->
                new Assignment(strategy, List.of(), null, role, null, null, null, null)),
        Arbitraries.just(new Assignment(Assignment.Strategy.ROUND_ROBIN, List.of())));
  }
}
