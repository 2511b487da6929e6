package dcm.quickadd;

import dcm.quickadd.Phrase.Match;
import dcm.quickadd.Phrase.Strength;
import dcm.quickadd.QuickAddResult.Code;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Phrases of days. A date without a year is the next such date, today included. "3/4" is 3 April in
 * Dutch and asked about in English; with a dash or a dot the day comes first. "Next Friday" is
 * asked about, unless the coming one is in next week.
 */
final class DayPhrases {
  private static final Set<String> PREPOSITIONS =
      Set.of("on", "op", "by", "for", "voor", "vóór", "before", "uiterlijk", "uiterlijk op", "due");
  private static final Set<String> THIS =
      Set.of(
          "this",
          "this coming",
          "coming",
          "deze",
          "komende",
          "aanstaande",
          "aankomende",
          "as",
          "a.s.");
  private static final Set<String> NEXT = Set.of("next", "volgende");
  private static final Set<String> NEXT_WEEK =
      Set.of("next week", "volgende week", "in volgende week", "in de volgende week");
  private static final Set<String> END_OF =
      Set.of(
          "end of",
          "at the end of",
          "by the end of",
          "the end of",
          "eind",
          "einde",
          "eind van",
          "einde van",
          "aan het eind van",
          "aan het einde van");
  private static final Set<String> ARTICLES = Set.of("the", "de", "het", "this", "deze", "dit");
  private static final Set<String> WEEKEND =
      Set.of(
          "weekend",
          "this weekend",
          "the weekend",
          "in the weekend",
          "het weekend",
          "dit weekend",
          "komend weekend",
          "in het weekend",
          "volgend weekend",
          "next weekend");
  private static final Set<String> THIS_WEEK = Set.of("this week", "deze week");
  private static final Map<String, Integer> DAYS_AHEAD =
      Map.ofEntries(
          Map.entry("today", 0),
          Map.entry("vandaag", 0),
          Map.entry("tomorrow", 1),
          Map.entry("tmrw", 1),
          Map.entry("morgen", 1),
          Map.entry("overmorgen", 2),
          Map.entry("day after tomorrow", 2),
          Map.entry("the day after tomorrow", 2));
  private static final Map<String, PartOfDay> PARTS_OF_TODAY =
      Map.of(
          "tonight", PartOfDay.EVENING,
          "vanavond", PartOfDay.EVENING,
          "vanmiddag", PartOfDay.AFTERNOON,
          "vanochtend", PartOfDay.MORNING,
          "vanmorgen", PartOfDay.MORNING,
          "this morning", PartOfDay.MORNING,
          "this afternoon", PartOfDay.AFTERNOON,
          "this evening", PartOfDay.EVENING);

  private final Tokens t;
  private final QuickAddContext context;
  private final LocalDate today;
  private final PhraseWords words;
  private final boolean whole;
  private final DatePhrases dates;
  private final Distances distances;
  private final Map<String, Phrase.Day> joined = new HashMap<>();

  DayPhrases(Tokens tokens, QuickAddContext context, boolean whole) {
    this.t = tokens;
    this.context = context;
    this.today = context.today();
    this.words = new PhraseWords(context.language());
    this.whole = whole;
    this.dates = new DatePhrases(tokens, context, whole);
    this.distances = new Distances(tokens, context);
    // vrijdagmiddag, morgenochtend
    for (String part : List.of("ochtend", "morgen", "middag", "avond")) {
      PartOfDay partOfDay = Vocabulary.PARTS.get(part);
      for (String day : List.of("morgen", "overmorgen")) {
        joined.put(day + part, Phrase.Day.of(ahead(day)).with(partOfDay));
      }
      Vocabulary.WEEKDAYS.forEach((word, day) -> {
        if (word.endsWith("dag")) {
          joined.put(word + part, Phrase.Day.of(day).with(partOfDay));
        }
      });
    }
  }

  private LocalDate ahead(String word) {
    return today.plusDays(DAYS_AHEAD.getOrDefault(word, 0));
  }

  /** A day, perhaps with a preposition, or why it is none. */
  @Nullable Match read(int i) {
    int start = t.skip(PREPOSITIONS, i);
    // "voor ma" is for one's mother as often as before Monday
    boolean prepared = start > i && !t.isOneOf(i, Set.of("for", "voor", "vóór"));
    Match day = core(start, prepared);
    if (day == null && start > i) {
      day = core(i, false);
    }
    return day;
  }

  /** A day that must not be a weak one, behind "from" or "until". */
  Phrase.@Nullable Match stated(int i) {
    int start = t.skip(Set.of("on", "op"), i);
    return core(start, true);
  }

  private @Nullable Match core(int i, boolean prepared) {
    var part = t.longest(PARTS_OF_TODAY, i);
    if (part != null) {
      return Match.strong(Phrase.Day.of(today).with(part.value()), part.end());
    }
    var ahead = t.longest(DAYS_AHEAD, i);
    if (ahead != null) {
      return dates.withPart(Phrase.Day.of(today.plusDays(ahead.value())), ahead.end());
    }
    var both = t.longest(joined, i);
    if (both != null) {
      return Match.strong(both.value(), both.end());
    }
    if (whole
        && t.size() == 1
        && (t.is(i, "geen") || t.is(i, "none") || t.is(i, "-") || t.is(i, "no"))) {
      return Match.strong(new Phrase.Never(), 1);
    }
    if (whole && (t.is(i, "never") || t.is(i, "nooit")) && t.size() == 1) {
      return Match.strong(new Phrase.Never(), i + 1);
    }
    Match end = periodEnd(i);
    if (end != null) {
      return end;
    }
    Match month = inMonth(i);
    if (month != null) {
      return month;
    }
    Match relative = distances.relative(i);
    if (relative != null) {
      return relative;
    }
    Match weekend = weekend(i);
    if (weekend != null) {
      return weekend;
    }
    Match week = week(i, prepared);
    return week != null ? week : dates.date(i, prepared);
  }

  private @Nullable Match periodEnd(int i) {
    int of = t.skip(END_OF, i);
    if (of == i) {
      return null;
    }
    int noun = t.isOneOf(of, ARTICLES) ? of + 1 : of;
    boolean next = t.isOneOf(noun, NEXT);
    int at = next ? noun + 1 : noun;
    if (!t.ends(at + 1)) {
      return null;
    }
    String word = t.at(at);
    LocalDate base = next ? today.plusMonths(1) : today;
    if (word.equals("month") || word.equals("maand")) {
      return DatePhrases.day(base.with(TemporalAdjusters.lastDayOfMonth()), at + 1);
    }
    if (word.equals("year") || word.equals("jaar")) {
      return DatePhrases.day(
          (next ? today.plusYears(1) : today).with(TemporalAdjusters.lastDayOfYear()), at + 1);
    }
    if ((word.equals("day") || word.equals("dag")) && !next) {
      return DatePhrases.day(today, at + 1);
    }
    if (word.equals("week")) {
      LocalDate friday =
          weekStart(today)
              .plusWeeks(next ? 1 : 0)
              .with(TemporalAdjusters.nextOrSame(DayOfWeek.FRIDAY));
      LocalDate sunday = weekStart(today).plusWeeks(next ? 1 : 0).plusDays(6);
      return Match.strong(
          Phrase.Trouble.of(Code.UNCLEAR_DAY, words.on(friday), words.on(sunday)), at + 1);
    }
    Month month = Vocabulary.MONTHS.get(word);
    if (month == null || next) {
      return null;
    }
    YearMonth thisYear = Year.of(today.getYear()).atMonth(month);
    LocalDate last = thisYear.atEndOfMonth();
    return DatePhrases.day(
        last.isBefore(today) ? thisYear.plusYears(1).atEndOfMonth() : last, at + 1);
  }

  /** "in december" does not say on which day. */
  private @Nullable Match inMonth(int i) {
    int at =
        t.skip(Set.of("in", "begin", "begin van", "midden", "half", "early", "mid", "late"), i);
    Month month = at == i || t.at(at).length() < 3 ? null : Vocabulary.MONTHS.get(t.at(at));
    if (month == null || !t.ends(at + 1) || t.isNumber(at + 1)) {
      return null;
    }
    LocalDate first = DatePhrases.resolve(null, month.getValue(), 1, today);
    LocalDate last = YearMonth.from(first).atEndOfMonth();
    return Match.strong(
        Phrase.Trouble.of(Code.UNCLEAR_DAY, words.on(first), words.on(last)), at + 1);
  }

  private @Nullable Match weekend(int i) {
    int end = t.skip(WEEKEND, i);
    if (end > i && t.ends(end)) {
      boolean next = t.text(i, end).toLowerCase(java.util.Locale.ROOT).matches("(next|volgend) .*");
      LocalDate saturday =
          today.with(TemporalAdjusters.nextOrSame(DayOfWeek.SATURDAY)).plusWeeks(next ? 1 : 0);
      boolean bare = end == i + 1;
      return new Match(
          Phrase.Trouble.of(Code.UNCLEAR_DAY, words.on(saturday), words.on(saturday.plusDays(1))),
          end,
          bare && !whole ? Strength.TRAILING : Strength.STRONG);
    }
    int week = t.skip(THIS_WEEK, i);
    if (week == i || !t.ends(week) || weekday(week, true) != null) {
      return null;
    }
    LocalDate last = weekStart(today).plusDays(6);
    LocalDate friday = today.with(TemporalAdjusters.nextOrSame(DayOfWeek.FRIDAY));
    return Match.strong(
        friday.isAfter(last)
            ? Phrase.Trouble.of(Code.UNCLEAR_DAY, words.on(last))
            : Phrase.Trouble.of(Code.UNCLEAR_DAY, words.on(friday), words.on(last)),
        week);
  }

  private LocalDate weekStart(LocalDate date) {
    return date.with(TemporalAdjusters.previousOrSame(context.weekStart()));
  }

  /** A weekday word. */
  record Weekday(DayOfWeek day, int end, boolean sure) {}

  /**
   * @param prepared whether short forms that are everyday words count too
   */
  @Nullable Weekday weekday(int i, boolean prepared) {
    DayOfWeek day = Vocabulary.WEEKDAYS.get(t.at(i));
    boolean sure = day != null;
    if (day == null) {
      day = Vocabulary.UNSURE_WEEKDAYS.get(t.at(i));
    }
    if (day == null) {
      return null;
    }
    int end = t.at(i).length() < 6 ? t.skipDot(i + 1) : i + 1;
    return new Weekday(day, end, sure || prepared || whole || end > i + 1);
  }

  private @Nullable Match week(int i, boolean prepared) {
    int nextWeek = t.skip(NEXT_WEEK, i);
    if (nextWeek > i) {
      var day = weekday(t.skip(Vocabulary.ON, nextWeek), true);
      return day == null || !t.ends(day.end())
          ? t.ends(nextWeek) ? DatePhrases.day(today.plusWeeks(1), nextWeek) : null
          : dates.withPart(Phrase.Day.of(inNextWeek(day.day())), day.end());
    }
    if (t.isOneOf(i, NEXT) && (t.is(i + 1, "month") || t.is(i + 1, "maand")) && t.ends(i + 2)) {
      return DatePhrases.day(today.plusMonths(1), i + 2);
    }
    if (t.skip(Set.of("next year", "volgend jaar"), i) > i && t.ends(i + 2)) {
      return Match.strong(
          Phrase.Trouble.of(
              Code.UNCLEAR_DAY,
              words.on(today.plusYears(1).withDayOfYear(1)),
              words.on(today.plusYears(1))),
          i + 2);
    }
    if (t.isOneOf(i, NEXT)) {
      var day = weekday(i + 1, true);
      return day == null || !t.ends(day.end()) ? null : next(day);
    }
    int qualified = t.skip(THIS, i);
    var day = weekday(qualified, prepared || qualified > i);
    if (day == null || !t.ends(day.end())) {
      return null;
    }
    Match dated = qualified > i ? null : withDate(day);
    if (dated != null) {
      return dated;
    }
    int after = t.skip(NEXT_WEEK, day.end());
    if (after > day.end() && t.ends(after)) {
      return DatePhrases.day(inNextWeek(day.day()), after);
    }
    Match distant = weeksLater(day);
    if (distant != null) {
      return distant;
    }
    int coming = t.skip(Set.of("as", "a.s."), day.end());
    boolean sure = day.sure() || coming > day.end();
    Match match = dates.withPart(Phrase.Day.of(day.day()), t.ends(coming) ? coming : day.end());
    boolean inPart = match.phrase() instanceof Phrase.Day(_, _, PartOfDay part) && part != null;
    return sure || inPart ? match : new Match(match.phrase(), match.end(), Strength.UNSURE);
  }

  /** "dinsdag over een week" is a week after the coming one; more weeks are counted differently. */
  private @Nullable Match weeksLater(Weekday weekday) {
    Integer weeks = t.isOneOf(weekday.end(), Distances.WITHIN) ? t.number(weekday.end() + 1) : null;
    int end = weekday.end() + 3;
    if (weeks == null
        || weeks < 1
        || weeks > 99
        || Vocabulary.SPANS.get(t.at(end - 1)) != Vocabulary.Span.WEEK
        || !t.ends(end)) {
      return null;
    }
    LocalDate coming = today.with(TemporalAdjusters.nextOrSame(weekday.day()));
    return weeks == 1 && t.is(weekday.end(), "over")
        ? DatePhrases.day(coming.plusWeeks(1), end)
        : Match.strong(
            Phrase.Trouble.of(
                Code.UNCLEAR_DAY,
                words.on(coming.plusWeeks(weeks - 1)),
                words.on(coming.plusWeeks(weeks))),
            end);
  }

  private LocalDate inNextWeek(DayOfWeek day) {
    return weekStart(today).plusWeeks(1).with(TemporalAdjusters.nextOrSame(day));
  }

  private Match next(Weekday weekday) {
    LocalDate coming = today.with(TemporalAdjusters.next(weekday.day()));
    LocalDate inNextWeek = inNextWeek(weekday.day());
    return coming.equals(inNextWeek)
        ? dates.withPart(Phrase.Day.of(coming), weekday.end())
        : Match.strong(
            Phrase.Trouble.of(Code.UNCLEAR_DAY, words.on(coming), words.on(inNextWeek)),
            weekday.end());
  }

  /** A weekday with its date; another one than the date has is reported. */
  private @Nullable Match withDate(Weekday weekday) {
    int start = t.is(weekday.end(), ",") ? weekday.end() + 1 : weekday.end();
    boolean dotted = t.isNumber(start) && t.is(start + 1, ".") && !t.is(start + 3, ".");
    Match dated = dotted ? null : dates.date(start, true);
    if (dated == null || !(dated.phrase() instanceof Phrase.Day(LocalDate date, _, _))) {
      return dated;
    }
    return date != null && date.getDayOfWeek() == weekday.day()
        ? dates.withPart(Phrase.Day.of(date), dated.end())
        : Match.strong(Phrase.Trouble.of(Code.WRONG_WEEKDAY, words.on(date)), dated.end());
  }
}
