package dcm.quickadd;

import dcm.quickadd.Phrase.Match;
import dcm.quickadd.Phrase.Repeat;
import dcm.quickadd.Phrase.Strength;
import dcm.quickadd.Phrase.Unit;
import dcm.quickadd.QuickAddResult.Code;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Beginning, end, number and anchor of a repetition. An end is inclusive. */
final class RepeatBounds {
  private static final Set<String> DONE =
      Set.of(
          "after done",
          "when done",
          "after completion",
          "after it is done",
          "after it was done",
          "after it's done",
          "after being done",
          "after finishing",
          "after the last time",
          "from completion",
          "since last done",
          "counted from when it was done",
          "na afloop",
          "na voltooiing",
          "na afronding",
          "nadat het gedaan is",
          "na het doen",
          "na gedaan",
          "na de laatste keer",
          "geteld vanaf wanneer het gedaan is");
  private static final Set<String> START =
      Set.of(
          "from",
          "starting",
          "starting from",
          "starts",
          "beginning",
          "since",
          "vanaf",
          "sinds",
          "beginnend",
          "te beginnen",
          "met ingang van",
          "as of",
          "start");
  private static final Set<String> END =
      Set.of(
          "until",
          "till",
          "til",
          "through",
          "thru",
          "up to",
          "ending",
          "ends",
          "tot",
          "t/m",
          "tot en met",
          "up to and including",
          "until and including");

  private final Tokens t;
  private final DayPhrases days;
  private final QuickAddContext context;
  private final PhraseWords words;

  RepeatBounds(Tokens tokens, QuickAddContext context, DayPhrases days) {
    this.t = tokens;
    this.context = context;
    this.days = days;
    this.words = new PhraseWords(context.language());
  }

  /** 5 times, 5x. */
  @Nullable Match count(int i) {
    int number = t.is(i, "for") || t.is(i, "nog") ? i + 1 : i;
    Integer times = t.number(number);
    if (!t.isOneOf(number + 1, RepeatPhrases.OCCASIONS) || (times == null && !t.isNumber(number))) {
      return null;
    }
    int end = t.skip(Set.of("in total", "in totaal"), number + 2);
    return new Match(
        times == null || times < 1 || times > RepeatPhrases.MAX_INTERVAL
            ? Phrase.Trouble.of(Code.OUT_OF_RANGE)
            : new Phrase.Count(times),
        end,
        Strength.WEAK);
  }

  /** "for 3 weeks": the grammar wants the last day. */
  @Nullable Match lasting(int i) {
    int at = t.is(i, "for") ? i + 1 : i;
    Integer number = t.number(at);
    Unit unit = number == null ? null : RepeatPhrases.unit(t, at + 1);
    boolean stated = at > i || t.is(at + 2, "lang");
    if (unit == null || !stated || number > RepeatPhrases.MAX_INTERVAL) {
      return null;
    }
    LocalDate today = context.today();
    LocalDate last =
        switch (unit) {
          case DAY -> today.plusDays(number);
          case WEEK -> today.plusWeeks(number);
          case MONTH -> today.plusMonths(number);
          case YEAR -> today.plusYears(number);
        };
    return new Match(
        DatePhrases.isInRange(last)
            ? Phrase.Trouble.of(Code.UNCLEAR_REPEAT, words.until(last))
            : Phrase.Trouble.of(Code.OUT_OF_RANGE),
        at > i ? at + 2 : at + 3,
        Strength.WEAK);
  }

  /** from 5 dec, until 1 june. */
  @Nullable Match bound(int i) {
    int start = t.skip(START, i);
    int end = t.skip(END, i);
    int at = Math.max(start, end);
    Match day = at == i ? null : days.stated(at);
    if (day == null) {
      return null;
    }
    if (day.phrase() instanceof Phrase.Trouble(Code code, List<String> alternatives)) {
      String word =
          start > i
              ? context.language().choose("from ", "vanaf ")
              : context.language().choose("until ", "tot en met ");
      return Match.strong(
          new Phrase.Trouble(
              code, alternatives.stream().map(text -> word + text.substring(3)).toList()),
          day.end());
    }
    return day.phrase() instanceof Phrase.Day stated
        ? Match.strong(
            start > i ? new Phrase.Start(stated.with(null)) : new Phrase.End(stated.with(null)),
            day.end())
        : null;
  }

  /** na afloop elke 10 dagen, 10 days after done. */
  @Nullable Match floating(int i) {
    int done = t.skip(DONE, i);
    if (done > i) {
      return Match.strong(new Phrase.Floating(null), done);
    }
    Integer count = t.number(i);
    Unit unit = count == null ? null : RepeatPhrases.unit(t, i + 1);
    int after = unit == null ? i : t.skip(DONE, i + 2);
    if (unit == null || after == i + 2) {
      return null;
    }
    return count < 1 || count > RepeatPhrases.MAX_INTERVAL
        ? Match.strong(Phrase.Trouble.of(Code.OUT_OF_RANGE), after)
        : Match.strong(new Phrase.Floating(Repeat.of(unit, count)), after);
  }
}
