package dcm.quickadd;

import dcm.quickadd.Phrase.Match;
import dcm.quickadd.Phrase.Strength;
import dcm.quickadd.QuickAddResult.Code;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.Year;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
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
  private static final Set<String> WITHIN = Set.of("in", "over", "within", "binnen");
  private static final Set<String> FROM_NOW =
      Set.of("from now", "from today", "vanaf nu", "vanaf vandaag");
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

  /** Distances that are not a number of units. */
  private static final Map<String, Duration> FRACTIONS =
      Map.ofEntries(
          Map.entry("half an hour", Duration.ofMinutes(30)),
          Map.entry("a half hour", Duration.ofMinutes(30)),
          Map.entry("een half uur", Duration.ofMinutes(30)),
          Map.entry("een halfuur", Duration.ofMinutes(30)),
          Map.entry("half uur", Duration.ofMinutes(30)),
          Map.entry("anderhalf uur", Duration.ofMinutes(90)),
          Map.entry("an hour and a half", Duration.ofMinutes(90)),
          Map.entry("a quarter of an hour", Duration.ofMinutes(15)),
          Map.entry("een kwartier", Duration.ofMinutes(15)),
          Map.entry("drie kwartier", Duration.ofMinutes(45)));

  private final Tokens t;
  private final QuickAddContext context;
  private final LocalDate today;
  private final PhraseWords words;
  private final boolean whole;
  private final Map<String, Phrase.Day> joined = new HashMap<>();

  DayPhrases(Tokens tokens, QuickAddContext context, boolean whole) {
    this.t = tokens;
    this.context = context;
    this.today = context.today();
    this.words = new PhraseWords(context.language());
    this.whole = whole;
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
      return withPart(Phrase.Day.of(today.plusDays(ahead.value())), ahead.end());
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
    Match relative = relative(i);
    if (relative != null) {
      return relative;
    }
    Match weekend = weekend(i);
    if (weekend != null) {
      return weekend;
    }
    Match week = week(i, prepared);
    return week != null ? week : date(i, prepared);
  }

  /** With a part of the day behind it: "friday evening", "vrijdag morgen". */
  private Match withPart(Phrase.Day day, int end) {
    PartOfDay part = t.ends(end + 1) ? Vocabulary.PARTS.get(t.at(end)) : null;
    return part == null ? Match.strong(day, end) : Match.strong(day.with(part), end + 1);
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
      return day(base.with(TemporalAdjusters.lastDayOfMonth()), at + 1);
    }
    if (word.equals("year") || word.equals("jaar")) {
      return day(
          (next ? today.plusYears(1) : today).with(TemporalAdjusters.lastDayOfYear()), at + 1);
    }
    if ((word.equals("day") || word.equals("dag")) && !next) {
      return day(today, at + 1);
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
    return day(last.isBefore(today) ? thisYear.plusYears(1).atEndOfMonth() : last, at + 1);
  }

  /** "in december" does not say on which day. */
  private @Nullable Match inMonth(int i) {
    int at =
        t.skip(Set.of("in", "begin", "begin van", "midden", "half", "early", "mid", "late"), i);
    Month month = at == i || t.at(at).length() < 3 ? null : Vocabulary.MONTHS.get(t.at(at));
    if (month == null || !t.ends(at + 1) || t.isNumber(at + 1)) {
      return null;
    }
    LocalDate first = resolve(null, month.getValue(), 1, today);
    LocalDate last = YearMonth.from(first).atEndOfMonth();
    return Match.strong(
        Phrase.Trouble.of(Code.UNCLEAR_DAY, words.on(first), words.on(last)), at + 1);
  }

  private static Match day(LocalDate date, int end) {
    return isInRange(date)
        ? Match.strong(Phrase.Day.of(date), end)
        : Match.strong(Phrase.Trouble.of(Code.OUT_OF_RANGE), end);
  }

  /** Years are written with four digits, and nobody plans beyond these. */
  static boolean isInRange(LocalDate date) {
    return date.getYear() >= 1900 && date.getYear() < 2200;
  }

  /** in 3 months, over een half uur, 3 days from now. */
  private @Nullable Match relative(int i) {
    if (t.isOneOf(i, WITHIN)) {
      var fraction = t.longest(FRACTIONS, i + 1);
      if (fraction != null) {
        return exact(fraction.value(), fraction.end());
      }
      int number = t.isOneOf(i + 1, Set.of("about", "ongeveer")) ? i + 2 : i + 1;
      int couple = t.skip(Set.of("a couple of", "a few", "een paar", "enkele"), number);
      return couple > number ? couple(couple) : distance(number);
    }
    Match distance = distance(i);
    int fromNow = distance == null ? i : t.skip(FROM_NOW, distance.end());
    return distance != null && fromNow > distance.end() && t.ends(fromNow)
        ? new Match(distance.phrase(), fromNow, Strength.STRONG)
        : null;
  }

  /** "in a couple of days" is two or three. */
  private @Nullable Match couple(int i) {
    ChronoUnit unit =
        switch (Vocabulary.SPANS.get(t.at(i))) {
          case DAY -> ChronoUnit.DAYS;
          case WEEK -> ChronoUnit.WEEKS;
          case MONTH -> ChronoUnit.MONTHS;
          case YEAR, HOUR, MINUTE -> null;
          case null -> null;
        };
    return unit == null || !t.ends(i + 1)
        ? null
        : Match.strong(
            Phrase.Trouble.of(
                Code.UNCLEAR_DAY, words.on(today.plus(2, unit)), words.on(today.plus(3, unit))),
            i + 1);
  }

  private @Nullable Match distance(int i) {
    Integer count = t.number(i);
    boolean tooMany = count == null && t.isNumber(i);
    Vocabulary.Span span =
        t.is(i + 1, "m")
            ? Vocabulary.Span.MINUTE
            : t.is(i + 1, "h") || t.is(i + 1, "u")
                ? Vocabulary.Span.HOUR
                : t.is(i + 1, "d")
                    ? Vocabulary.Span.DAY
                    : t.is(i + 1, "w") ? Vocabulary.Span.WEEK : Vocabulary.SPANS.get(t.at(i + 1));
    if (span == null || !t.ends(i + 2) || (count == null && !tooMany)) {
      return null;
    }
    if (tooMany) {
      return Match.strong(Phrase.Trouble.of(Code.OUT_OF_RANGE), i + 2);
    }
    return switch (span) {
      case MINUTE -> exact(Duration.ofMinutes(count), i + 2);
      case HOUR -> exact(Duration.ofHours(count), i + 2);
      case DAY -> day(today.plusDays(count), i + 2);
      case WEEK -> day(today.plusWeeks(count), i + 2);
      case MONTH -> day(today.plusMonths(count), i + 2);
      case YEAR -> day(today.plusYears(count), i + 2);
    };
  }

  private Match exact(Duration distance, int end) {
    var instant = context.now().plus(distance).truncatedTo(ChronoUnit.SECONDS);
    return Match.strong(new Phrase.Exact(TimePhrases.at(instant, context.zone())), end);
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
          ? t.ends(nextWeek) ? day(today.plusWeeks(1), nextWeek) : null
          : withPart(Phrase.Day.of(inNextWeek(day.day())), day.end());
    }
    if (t.isOneOf(i, NEXT) && (t.is(i + 1, "month") || t.is(i + 1, "maand")) && t.ends(i + 2)) {
      return day(today.plusMonths(1), i + 2);
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
      return day(inNextWeek(day.day()), after);
    }
    Match distant = weeksLater(day);
    if (distant != null) {
      return distant;
    }
    int coming = t.skip(Set.of("as", "a.s."), day.end());
    boolean sure = day.sure() || coming > day.end();
    Match match = withPart(Phrase.Day.of(day.day()), t.ends(coming) ? coming : day.end());
    boolean inPart = match.phrase() instanceof Phrase.Day(_, _, PartOfDay part) && part != null;
    return sure || inPart ? match : new Match(match.phrase(), match.end(), Strength.UNSURE);
  }

  /** "dinsdag over een week" is a week after the coming one; more weeks are counted differently. */
  private @Nullable Match weeksLater(Weekday weekday) {
    Integer weeks = t.isOneOf(weekday.end(), WITHIN) ? t.number(weekday.end() + 1) : null;
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
        ? day(coming.plusWeeks(1), end)
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
        ? withPart(Phrase.Day.of(coming), weekday.end())
        : Match.strong(
            Phrase.Trouble.of(Code.UNCLEAR_DAY, words.on(coming), words.on(inNextWeek)),
            weekday.end());
  }

  /** A weekday with its date; another one than the date has is reported. */
  private @Nullable Match withDate(Weekday weekday) {
    int start = t.is(weekday.end(), ",") ? weekday.end() + 1 : weekday.end();
    boolean dotted = t.isNumber(start) && t.is(start + 1, ".") && !t.is(start + 3, ".");
    Match dated = dotted ? null : date(start, true);
    if (dated == null || !(dated.phrase() instanceof Phrase.Day(LocalDate date, _, _))) {
      return dated;
    }
    return date != null && date.getDayOfWeek() == weekday.day()
        ? withPart(Phrase.Day.of(date), dated.end())
        : Match.strong(Phrase.Trouble.of(Code.WRONG_WEEKDAY, words.on(date)), dated.end());
  }

  private @Nullable Match date(int i, boolean prepared) {
    Match numeric = numeric(i, prepared);
    if (numeric != null) {
      return numeric;
    }
    Month month = Vocabulary.MONTHS.get(t.at(i));
    if (month != null) {
      int dayAt = t.skipDot(i + 1);
      dayAt = t.is(dayAt, "the") ? dayAt + 1 : dayAt;
      Integer day = t.digits(dayAt, 2);
      return day == null ? null : withYear(month, day, ordinalEnd(dayAt + 1));
    }
    int number = t.is(i, "the") || t.is(i, "de") ? i + 1 : i;
    Integer day = t.digits(number, 2);
    if (day == null) {
      Integer ordinal = Vocabulary.ORDINALS.get(t.at(number));
      Month named = Vocabulary.MONTHS.get(t.at(number + 1));
      return ordinal == null || ordinal < 1 || named == null
          ? null
          : withYear(named, ordinal, number + 2);
    }
    int end = ordinalEnd(number + 1);
    int monthAt = t.is(end, "of") || t.is(end, "van") ? end + 1 : end;
    month = Vocabulary.MONTHS.get(t.at(monthAt));
    if (month != null && t.spaced(monthAt)) {
      return withYear(
          month, day, t.at(monthAt).length() < 5 ? t.skipDot(monthAt + 1) : monthAt + 1);
    }
    if (end == number + 1 || !t.ends(end)) {
      return null;
    }
    return dayOfMonth(day, end, prepared || number > i || whole);
  }

  private int ordinalEnd(int i) {
    return !t.spaced(i) && t.isOneOf(i, Vocabulary.ORDINAL_ENDINGS) ? i + 1 : i;
  }

  /** "the 5th floor" is none: a title follows. The 31st is in the next month that has one. */
  private @Nullable Match dayOfMonth(int day, int end, boolean prepared) {
    if (day < 1 || day > 31) {
      return prepared ? Match.strong(Phrase.Trouble.of(Code.NO_SUCH_DATE), end) : null;
    }
    for (int ahead = 0; ahead <= 2; ahead++) {
      YearMonth month = YearMonth.from(today).plusMonths(ahead);
      if (month.isValidDay(day) && !month.atDay(day).isBefore(today)) {
        return new Match(
            Phrase.Day.of(month.atDay(day)), end, prepared ? Strength.TRAILING : Strength.WEAK);
      }
    }
    return null;
  }

  private @Nullable Match withYear(Month month, int day, int end) {
    int yearAt = t.is(end, ",") ? end + 1 : end;
    Integer year = t.at(yearAt).length() == 4 && t.spaced(yearAt) ? t.digits(yearAt, 4) : null;
    boolean isYear = year != null && year >= 1900 && year < 2200 && t.ends(yearAt + 1);
    int last = isYear ? yearAt + 1 : end;
    return t.ends(last) ? date(isYear ? year : null, month.getValue(), day, last) : null;
  }

  private Match date(@Nullable Integer year, int month, int day, int end) {
    LocalDate date = resolve(year, month, day, today);
    return date == null || !isInRange(date)
        ? Match.strong(Phrase.Trouble.of(Code.NO_SUCH_DATE), end)
        : withPart(Phrase.Day.of(date), end);
  }

  /** Without a year: the next such date, for 29 February within eight years. */
  static @Nullable LocalDate resolve(@Nullable Integer year, int month, int day, LocalDate today) {
    try {
      if (year != null) {
        return LocalDate.of(year, month, day);
      }
      var wanted = MonthDay.of(month, day);
      for (int candidate = today.getYear(); candidate <= today.getYear() + 8; candidate++) {
        if (wanted.isValidYear(candidate) && !wanted.atYear(candidate).isBefore(today)) {
          return wanted.atYear(candidate);
        }
      }
      return null;
    } catch (DateTimeException e) {
      return null; // for example 30 February
    }
  }

  /** 2026-11-28, 28-11, 28/11/2026, 31.12.26. */
  private @Nullable Match numeric(int i, boolean prepared) {
    String separator = t.at(i + 1);
    if (!t.isNumber(i)
        || !Set.of("-", "/", ".").contains(separator)
        || t.spaced(i + 1)
        || !t.isNumber(i + 2)
        || t.spaced(i + 2)
        || t.at(i).length() > 4
        || t.at(i + 2).length() > 2) {
      return null;
    }
    int first = Integer.parseInt(t.at(i));
    int second = Integer.parseInt(t.at(i + 2));
    boolean third =
        t.is(i + 3, separator) && !t.spaced(i + 3) && t.isNumber(i + 4) && !t.spaced(i + 4);
    if (t.at(i).length() == 4) {
      return third && t.at(i + 4).length() <= 2 && t.ends(i + 5)
          ? date(first, second, Integer.parseInt(t.at(i + 4)), i + 5)
          : null;
    }
    Integer year = null;
    if (third) {
      int length = t.at(i + 4).length();
      if (t.at(i).length() > 2 || (length != 2 && length != 4)) {
        return null;
      }
      year = Integer.parseInt(t.at(i + 4)) + (length == 2 ? 2000 : 0);
    }
    int end = third ? i + 5 : separator.equals(".") ? t.skipDot(i + 3) : i + 3;
    if (t.at(i).length() > 2 || !t.ends(end)) {
      return null;
    }
    // 11.30 is a time of day, and 5.12 may be one
    boolean dotted = separator.equals(".") && !third;
    boolean timeOfDay = first <= 23 && t.at(i + 2).length() == 2 && second <= 59;
    if (dotted && (second > 12 || (!prepared && timeOfDay))) {
      return null;
    }
    Match date = numeric(first, second, year, separator.equals("/"), end);
    return third || prepared || whole || date.phrase() instanceof Phrase.Trouble
        ? date
        : new Match(date.phrase(), date.end(), dotted ? Strength.ASKED : Strength.ASKED_INSIDE);
  }

  private Match numeric(int first, int second, @Nullable Integer year, boolean slash, int end) {
    if (!slash || second <= 12 && (first > 12 || first == second)) {
      return date(year, second, first, end);
    }
    if (second > 12) {
      return date(year, first, second, end);
    }
    if (context.language() == QuickAddLanguage.NL) {
      return date(year, second, first, end);
    }
    LocalDate dayFirst = resolve(year, second, first, today);
    LocalDate monthFirst = resolve(year, first, second, today);
    List<String> alternatives =
        Arrays.asList(dayFirst, monthFirst).stream()
            .filter(date -> date != null && !date.isBefore(today))
            .map(words::on)
            .toList();
    return Match.strong(new Phrase.Trouble(Code.UNCLEAR_DAY, alternatives), end);
  }
}
