package dcm.quickadd;

import static dcm.quickadd.QuickAddExamples.AMSTERDAM;
import static dcm.quickadd.QuickAddExamples.MONDAY;
import static dcm.quickadd.QuickAddExamples.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dcm.guild.value.Due;
import dcm.guild.value.Schedule;
import dcm.quickadd.QuickAddResult.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The sentences are typed on Monday 23 November 2026 at 10:00 in Amsterdam. */
class QuickAddTest {
  record Sentence(QuickAddLanguage language, String text, String expected) {
    QuickAddResult parse() {
      return QuickAdd.parse(text, context(language));
    }
  }

  static List<Sentence> sentences() throws IOException {
    try (var file =
        Objects.requireNonNull(QuickAddTest.class.getResourceAsStream("/quickadd/sentences.tsv"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(cells ->
              new Sentence(
                  QuickAddLanguage.valueOf(cells[0].toUpperCase(Locale.ROOT)), cells[1], cells[2]))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void a_sentence_is_understood_or_its_problems_are_said(Sentence sentence) {
    assertThat(QuickAddExamples.text(sentence.parse())).isEqualTo(sentence.expected());
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void every_character_belongs_to_a_part(Sentence sentence) {
    QuickAddLaws.assertCovered(sentence.text(), sentence.parse());
  }

  @ParameterizedTest
  @MethodSource("sentences")
  void the_echo_means_the_same_in_both_languages(Sentence sentence) {
    for (var language : QuickAddLanguage.values()) {
      QuickAddLaws.assertEchoed(sentence.parse(), context(language));
    }
  }

  /** An alternative that is offered solves the problem when it is typed instead. */
  @ParameterizedTest
  @MethodSource("sentences")
  void an_alternative_is_understood(Sentence sentence) {
    var result = sentence.parse();
    for (var problem : result.problems()) {
      for (String alternative : problem.alternatives()) {
        String replaced =
            sentence.text().substring(0, problem.from())
                + alternative
                + sentence.text().substring(problem.to());
        assertThat(QuickAdd.parse(replaced, context(sentence.language())).problems())
            .as(replaced)
            .noneMatch(other -> other.code() == problem.code() && other.from() == problem.from());
      }
    }
  }

  @Test
  void a_third_of_the_sentences_have_problems() throws IOException {
    long wrong = sentences().stream().filter(each -> each.expected().contains(" | !")).count();
    assertThat(sentences()).hasSizeGreaterThan(250);
    assertThat(wrong * 3).isGreaterThan(sentences().size());
  }

  @Test
  void parts_are_located_in_the_text_as_it_was_typed() {
    String text = "Cafe\u0301 \uff11\uff19:00 morgen";
    var result = QuickAdd.parse(text, context(QuickAddLanguage.NL));
    assertThat(result.fields().title()).isEqualTo("Caf\u00e9");
    assertThat(result.understood())
        .extracting(QuickAddResult.Understood::text)
        .containsExactly("\uff11\uff19:00", "morgen");
    assertThat(result.understood())
        .extracting(QuickAddResult.Understood::words)
        .containsExactly("om 19:00", "op dinsdag 24 november 2026");
  }

  @Test
  void white_space_of_all_kinds_separates_words() {
    String text = "\u00a0Afwas\u2003doen\tmorgen\n19:00 ";
    assertThat(QuickAddExamples.text(QuickAdd.parse(text, context(QuickAddLanguage.NL))))
        .isEqualTo("Afwas doen | 2026-11-24T19:00");
  }

  /** Typed at 15:45 on 30 November. */
  @Test
  void a_time_that_has_passed_on_a_stated_day_is_in_the_past() {
    var context = context(QuickAddLanguage.NL).withNow(Instant.parse("2026-11-30T14:45:00Z"));
    for (String text :
        List.of("Taak 30-11 10:00", "Taak vandaag 10:00", "Taak 30 november 10:00")) {
      assertThat(QuickAdd.parse(text, context).problems())
          .extracting(QuickAddResult.Problem::code)
          .containsExactly(Code.PAST);
    }
    assertThat(QuickAddExamples.text(QuickAdd.parse("Taak maandag 10:00", context)))
        .isEqualTo("Taak | 2026-12-07T10:00");
  }

  @Test
  void the_week_starts_as_the_guild_says() {
    var context = context(QuickAddLanguage.NL).withWeekStart(DayOfWeek.SUNDAY);
    assertThat(QuickAddExamples.text(QuickAdd.parse("Taak elke 2 weken op di en zo", context)))
        .isEqualTo("Taak | WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU from 2026-11-23");
  }

  @Test
  void next_friday_on_a_friday_is_asked_about() {
    var context = context(QuickAddLanguage.EN).withNow(Instant.parse("2026-11-27T09:00:00Z"));
    assertThat(QuickAddExamples.text(QuickAdd.parse("Task next friday", context)))
        .isEqualTo("Task | 2026-12-04");
    assertThat(QuickAddExamples.text(QuickAdd.parse("Task friday", context)))
        .isEqualTo("Task | 2026-11-27");
    assertThat(QuickAddExamples.text(QuickAdd.parse("Task friday 9:00", context)))
        .isEqualTo("Task | 2026-12-04T09:00");
  }

  @Test
  void minutes_from_now_are_exact_in_the_hour_that_autumn_repeats() {
    var context = context(QuickAddLanguage.EN).withNow(Instant.parse("2026-10-25T00:55:00Z"));
    var result = QuickAdd.parse("Oven in 10 minutes", context);
    assertThat(result.fields().schedule())
        .isInstanceOfSatisfying(
            Schedule.Once.class,
            once ->
                assertThat(once.due().start()).isEqualTo(Instant.parse("2026-10-25T01:05:00Z")));
    QuickAddLaws.assertEchoed(result, context);
  }

  @Test
  void a_day_is_the_one_on_the_guilds_clock() {
    var context = context(QuickAddLanguage.EN).withNow(Instant.parse("2026-11-22T23:30:00Z"));
    assertThat(QuickAdd.parse("Task today", context).fields().schedule())
        .isEqualTo(new Schedule.Once(new Due.AllDay(LocalDate.of(2026, 11, 23), AMSTERDAM)));
    assertThat(MONDAY).isAfter(context.now());
  }

  @ParameterizedTest
  @EnumSource(QuickAddLanguage.class)
  void hostile_lines_end(QuickAddLanguage language) {
    for (String part :
        List.of(
            "\"",
            "a ",
            "every ",
            "voor ",
            "@",
            "#",
            "1",
            "1-",
            "1:",
            "ma, ",
            "om ",
            "elke 2 ",
            "<@1> ",
            "@Sanne, ",
            "'s ",
            "1e en ",
            "half ",
            "(",
            "\\\"",
            "in a ",
            "tot ")) {
      String text = part.repeat(4_000 / part.length());
      // a search that grows with the square of the line would take hours
      assertTimeoutPreemptively(
          Duration.ofMinutes(1),
          () -> QuickAddLaws.assertCovered(text, QuickAdd.parse(text, context(language))));
    }
  }

  @Test
  void a_line_that_is_too_long_is_said() {
    assertThat(QuickAdd.parse("a".repeat(5_000), context(QuickAddLanguage.EN)).problems())
        .extracting(QuickAddResult.Problem::code)
        .containsExactly(Code.TOO_LONG);
    assertThat(QuickAdd.parse("a".repeat(201), context(QuickAddLanguage.EN)).problems())
        .extracting(QuickAddResult.Problem::code)
        .containsExactly(Code.TITLE_TOO_LONG);
  }

  static Stream<String> newcomersWords() {
    return Stream.of(
        "volgende week",
        "volgende week dinsdag",
        "eind van de maand",
        "end of month",
        "over een maand",
        "in 3 months",
        "over drie dagen",
        "in two weeks",
        "vanavond",
        "tonight",
        "morgenochtend",
        "noon",
        "half 8",
        "over een half uur",
        "zaterdag 5 december",
        "sat 5 dec 11:00",
        "saturday, 11:00",
        "11:00 zaterdag",
        "vrijdag om 9",
        "friday at 9",
        "31-12-26",
        "de 5e",
        "vr.",
        "11h",
        "2026-12-05T11:00",
        "elke vrijdag",
        "every other friday",
        "mon-fri",
        "ma t/m vr");
  }

  @ParameterizedTest
  @MethodSource("newcomersWords")
  void newcomers_words_say_when(String words) {
    assertThat(DuePhrase.parse(words, context(QuickAddLanguage.NL)).isClear()).isTrue();
    var result = QuickAdd.parse("Taak " + words, context(QuickAddLanguage.NL));
    assertThat(result.problems()).isEmpty();
    assertThat(result.fields().title()).isEqualTo("Taak");
  }
}
