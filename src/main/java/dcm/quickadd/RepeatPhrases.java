package dcm.quickadd;

import static java.util.Map.entry;

import dcm.quickadd.DayPhrases.Weekday;
import dcm.quickadd.Phrase.Match;
import dcm.quickadd.Phrase.Repeat;
import dcm.quickadd.Phrase.Strength;
import dcm.quickadd.Phrase.Unit;
import dcm.quickadd.QuickAddResult.Code;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Phrases of repetitions, of their beginning, end and number. An end is inclusive. Several weekdays
 * repeat every week, also without "every".
 */
final class RepeatPhrases {
  private static final int MAX_INTERVAL = 999;
  private static final Set<DayOfWeek> WORKING_DAYS =
      EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  private static final Map<String, Repeat> WORDS =
      Map.ofEntries(
          entry("daily", Repeat.of(Unit.DAY, null)),
          entry("dagelijks", Repeat.of(Unit.DAY, null)),
          entry("om de dag", Repeat.of(Unit.DAY, 2)),
          entry("weekly", Repeat.of(Unit.WEEK, null)),
          entry("wekelijks", Repeat.of(Unit.WEEK, null)),
          entry("fortnightly", Repeat.of(Unit.WEEK, 2)),
          entry("every fortnight", Repeat.of(Unit.WEEK, 2)),
          entry("tweewekelijks", Repeat.of(Unit.WEEK, 2)),
          entry("om de week", Repeat.of(Unit.WEEK, 2)),
          entry("monthly", Repeat.of(Unit.MONTH, null)),
          entry("maandelijks", Repeat.of(Unit.MONTH, null)),
          entry("om de maand", Repeat.of(Unit.MONTH, 2)),
          entry("quarterly", Repeat.of(Unit.MONTH, 3)),
          entry("every quarter", Repeat.of(Unit.MONTH, 3)),
          entry("elk kwartaal", Repeat.of(Unit.MONTH, 3)),
          entry("per kwartaal", Repeat.of(Unit.MONTH, 3)),
          entry("yearly", Repeat.of(Unit.YEAR, null)),
          entry("annually", Repeat.of(Unit.YEAR, null)),
          entry("jaarlijks", Repeat.of(Unit.YEAR, null)),
          entry("om het jaar", Repeat.of(Unit.YEAR, 2)),
          entry("every half year", Repeat.of(Unit.MONTH, 6)),
          entry("elk half jaar", Repeat.of(Unit.MONTH, 6)),
          entry("halfjaarlijks", Repeat.of(Unit.MONTH, 6)),
          entry("kwartaal", Repeat.of(Unit.MONTH, 3)),
          entry("twice a year", Repeat.of(Unit.MONTH, 6)),
          entry("twee keer per jaar", Repeat.of(Unit.MONTH, 6)),
          entry("every morning", Repeat.of(Unit.DAY, null).in(PartOfDay.MORNING)),
          entry("every afternoon", Repeat.of(Unit.DAY, null).in(PartOfDay.AFTERNOON)),
          entry("every evening", Repeat.of(Unit.DAY, null).in(PartOfDay.EVENING)),
          entry("every night", Repeat.of(Unit.DAY, null).in(PartOfDay.EVENING)),
          entry("elke ochtend", Repeat.of(Unit.DAY, null).in(PartOfDay.MORNING)),
          entry("elke morgen", Repeat.of(Unit.DAY, null).in(PartOfDay.MORNING)),
          entry("elke middag", Repeat.of(Unit.DAY, null).in(PartOfDay.AFTERNOON)),
          entry("elke avond", Repeat.of(Unit.DAY, null).in(PartOfDay.EVENING)));

  private static final Set<String> WORKING_DAY_WORDS =
      Set.of(
          "weekday",
          "workday",
          "working day",
          "weekdays",
          "workdays",
          "working days",
          "werkdag",
          "werkdagen",
          "doordeweeks",
          "doordeweekse dag",
          "doordeweekse dagen");
  private static final Set<String> WEEKEND_DAYS =
      Set.of("weekends", "weekenden", "weekend days", "in weekends", "weekenddagen");
  private static final Set<String> OTHER = Set.of("other", "andere");
  private static final Set<String> RANGES =
      Set.of("-", "\u2013", "t/m", "tot en met", "tot", "to", "through", "thru", "until");
  private static final Set<String> SEPARATORS =
      Set.of(",", "and", "en", "&", "+", "/", ";", ", and", ", en");
  private static final Set<String> OF_MONTH =
      Set.of(
          "of the month",
          "of each month",
          "of every month",
          "of month",
          "van de maand",
          "van elke maand",
          "van iedere maand",
          "in de maand",
          "per maand");
  private static final Set<String> OCCASIONS = Set.of("x", "times", "keer", "maal", "\u00d7");
  private static final Map<String, Integer> FREQUENCIES =
      Map.of(
          "once",
          1,
          "twice",
          2,
          "thrice",
          3,
          "eens",
          1,
          "eenmaal",
          1,
          "tweemaal",
          2,
          "driemaal",
          3);
  private static final Set<String> PER =
      Set.of("a", "an", "per", "each", "every", "in de", "in the", "elke", "elk", "iedere");
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
  private static final Set<String> HOURLY =
      Set.of(
          "hourly",
          "every hour",
          "elk uur",
          "ieder uur",
          "every minute",
          "elke minuut",
          "om het uur");

  private final Tokens t;
  private final DayPhrases days;
  private final QuickAddContext context;
  private final PhraseWords words;
  private final boolean whole;

  RepeatPhrases(Tokens tokens, QuickAddContext context, DayPhrases days, boolean whole) {
    this.t = tokens;
    this.context = context;
    this.days = days;
    this.words = new PhraseWords(context.language());
    this.whole = whole;
  }

  @Nullable Match read(int i) {
    Match best = null;
    for (Match match :
        new Match[] {
          repeat(i), bound(i), frequency(i), count(i), lasting(i), floating(i), fixed(i),
        }) {
      if (match != null && t.ends(match.end()) && (best == null || match.end() > best.end())) {
        best = match;
      }
    }
    return best;
  }

  private @Nullable Match fixed(int i) {
    int hourly = t.skip(HOURLY, i);
    if (hourly > i) {
      return Match.strong(Phrase.Trouble.of(Code.TOO_OFTEN), hourly);
    }
    if (t.is(i, "biweekly") || (t.is(i, "bi") && t.is(i + 1, "-") && t.is(i + 2, "weekly"))) {
      return Match.strong(
          Phrase.Trouble.of(
              Code.UNCLEAR_REPEAT,
              words.repeat(Repeat.of(Unit.WEEK, 2)),
              words.repeat(Repeat.weekly(null, Set.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY)))),
          t.is(i, "bi") ? i + 3 : i + 1);
    }
    boolean none =
        whole && t.size() == 1 && t.isOneOf(i, Set.of("once", "not", "niet", "eenmalig"));
    return none ? Match.strong(new Phrase.NoRepeat(), 1) : null;
  }

  private @Nullable Match repeat(int i) {
    var word = t.longest(WORDS, i);
    int every = t.skip(Vocabulary.EVERY, i);
    Match best = every > i ? every(i, every) : null;
    if (!whole && t.is(i, "kwartaal")) {
      word = null; // a noun, unless the whole text says how often
    }
    if (word != null && (best == null || word.end() >= best.end())) {
      best = tail(word.value(), word.end());
    }
    Match nth = every > i ? null : nth(t.skip(Vocabulary.ON_THE, i), null, false);
    if (nth != null) {
      return nth;
    }
    if (best == null && every == i) {
      Phrase.Repeat weekdays = null;
      int on = t.skip(Vocabulary.ON, i);
      int from = on > i ? on : t.skip(Set.of("from", "van", "vanaf"), i);
      Listed listed = weekdays(from, on > i);
      if (listed != null && (listed.days.size() > 1 || listed.plural)) {
        weekdays = Repeat.weekly(null, listed.days).in(listed.part);
      }
      return weekdays == null ? null : Match.strong(weekdays, listed.end);
    }
    return best;
  }

  /**
   * @param at the index behind "every"
   */
  private @Nullable Match every(int i, int at) {
    boolean alternate = t.is(i, "om");
    Listed listed = weekdays(at, true);
    if (listed != null) {
      return alternate
          ? unclear(listed.end, Repeat.weekly(null, listed.days), Repeat.weekly(2, listed.days))
          : withPart(Repeat.weekly(null, listed.days).in(listed.part), listed.end);
    }
    if (t.isOneOf(at, OTHER)) {
      return other(at + 1);
    }
    Integer ordinal = ordinal(at);
    if (ordinal != null) {
      int noun = ordinalEnd(at);
      Match several = ordinal > 1 ? everyNth(noun, ordinal) : null;
      if (several != null) {
        return several;
      }
      Match nth = nth(at, null, true);
      if (nth != null) {
        return nth;
      }
      return everyOrdinal(at, noun, ordinal);
    }
    if (t.is(at, "weekend") && t.ends(at + 1)) {
      Set<DayOfWeek> weekend = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
      return unclear(
          at + 1,
          Repeat.weekly(null, Set.of(DayOfWeek.SATURDAY)),
          Repeat.weekly(null, Set.of(DayOfWeek.SUNDAY)),
          Repeat.weekly(null, weekend));
    }
    Integer count = t.number(at);
    boolean tooMany = count == null && t.isNumber(at);
    int noun = count == null && !tooMany ? at : at + 1;
    boolean quarters =
        t.isOneOf(noun, Set.of("quarter", "quarters", "kwartaal", "kwartalen"))
            && !tooMany
            && (count == null || (count >= 1 && 3 * count <= MAX_INTERVAL));
    if (quarters && t.ends(noun + 1)) {
      return tail(Repeat.of(Unit.MONTH, 3 * (count == null ? 1 : count)), noun + 1);
    }
    Unit unit = unit(noun);
    if (unit == null) {
      boolean dated = Vocabulary.MONTHS.containsKey(t.at(ordinalEndOfNumber(at)));
      if (dated && alternate) {
        return null;
      }
      if (dated && count != null) {
        return yearly(at, count, ordinalEndOfNumber(at));
      }
      Integer day = t.digits(at, 2);
      int end = ordinalEndOfNumber(at);
      if (day != null && end > at + 1 && t.ends(end)) {
        return monthly(null, day, end);
      }
      boolean hours = Vocabulary.SPANS.containsKey(t.at(noun));
      boolean unknown =
          count == null
              && t.isWord(at)
              && (unit(at + 1) != null
                  || days.weekday(at + 1, false) instanceof Weekday named && named.sure());
      boolean some = unknown || t.isOneOf(at, Set.of("some", "few", "paar", "enkele"));
      return count != null && t.isWord(noun) || some
          ? Match.strong(
              Phrase.Trouble.of(hours ? Code.TOO_OFTEN : Code.UNCLEAR_REPEAT),
              some && t.isWord(at + 1) ? at + 2 : noun + 1)
          : null;
    }
    if (alternate && count == null) {
      return null; // "om de dag" is a word of its own
    }
    if (tooMany || (count != null && (count < 1 || count > MAX_INTERVAL))) {
      return Match.strong(Phrase.Trouble.of(Code.OUT_OF_RANGE), noun + 1);
    }
    return tail(Repeat.of(unit, count), noun + 1);
  }

  private Match withPart(Repeat repeat, int end) {
    PartOfDay part = t.ends(end + 1) ? Vocabulary.PARTS.get(t.at(end)) : null;
    return part == null ? Match.strong(repeat, end) : Match.strong(repeat.in(part), end + 1);
  }

  private Match unclear(int end, Repeat... meanings) {
    var alternatives = new ArrayList<String>();
    for (Repeat meaning : meanings) {
      alternatives.add(words.repeat(meaning));
    }
    return Match.strong(new Phrase.Trouble(Code.UNCLEAR_REPEAT, alternatives), end);
  }

  /** every other friday, elke andere week. */
  private @Nullable Match other(int at) {
    Listed listed = weekdays(at, true);
    if (listed != null) {
      return withPart(Repeat.weekly(2, listed.days).in(listed.part), listed.end);
    }
    Unit unit = unit(at);
    return unit == null ? null : tail(Repeat.of(unit, 2), at + 1);
  }

  /** "Every second Friday" is one of the month to some and every other one to others. */
  private @Nullable Match everyNth(int noun, int ordinal) {
    var day = days.weekday(noun, true);
    if (day == null || ordinal > 5 || t.skip(OF_MONTH, day.end()) > day.end()) {
      return null;
    }
    return unclear(
        day.end(), Repeat.weekly(ordinal, Set.of(day.day())), Repeat.nth(null, ordinal, day.day()));
  }

  /** every 5th, every 3rd week, every last day of the month, every 5 december. */
  private @Nullable Match everyOrdinal(int at, int noun, int ordinal) {
    Unit unit = unit(noun);
    if (unit == Unit.DAY && ordinal == -1) {
      int end = t.skip(OF_MONTH, noun + 1);
      return Match.strong(Repeat.of(Unit.MONTH, null).onDay(31), end);
    }
    if (unit != null && ordinal > 0 && ordinal <= MAX_INTERVAL) {
      return tail(Repeat.of(unit, ordinal), noun + 1);
    }
    if (Vocabulary.MONTHS.containsKey(t.at(noun)) && ordinal > 0) {
      return yearly(at, ordinal, noun);
    }
    boolean bare = t.isNumber(at) && t.ends(noun);
    return bare ? monthly(null, ordinal, t.skip(OF_MONTH, noun)) : null;
  }

  private Match monthly(@Nullable Integer interval, int day, int end) {
    return day < 1 || day > 31
        ? Match.strong(Phrase.Trouble.of(Code.NO_SUCH_DATE), end)
        : Match.strong(Repeat.of(Unit.MONTH, interval).onDay(day), end);
  }

  private Match yearly(int at, int day, int monthAt) {
    Month month = java.util.Objects.requireNonNull(Vocabulary.MONTHS.get(t.at(monthAt)));
    int end = t.skipDot(monthAt + 1);
    return day < 1 || day > month.maxLength()
        ? Match.strong(Phrase.Trouble.of(Code.NO_SUCH_DATE), end)
        : Match.strong(Repeat.of(Unit.YEAR, null).onDate(MonthDay.of(month, day)), end);
  }

  private @Nullable Unit unit(int i) {
    Vocabulary.Span span = t.ends(i + 1) ? Vocabulary.SPANS.get(t.at(i)) : null;
    return switch (span) {
      case DAY -> Unit.DAY;
      case WEEK -> Unit.WEEK;
      case MONTH -> Unit.MONTH;
      case YEAR -> Unit.YEAR;
      case MINUTE, HOUR -> null;
      case null -> null;
    };
  }

  /** The days behind a repetition: "every 2 weeks on sat", "elke maand op de 1e". */
  private Match tail(Repeat repeat, int end) {
    int on = t.skip(Vocabulary.ON_THE, end);
    return switch (repeat.unit()) {
      case DAY -> daily(repeat, end, on);
      case WEEK -> {
        Listed listed = weekdays(on, on > end);
        yield listed == null
            ? withPart(repeat, end)
            : withPart(Repeat.weekly(repeat.interval(), listed.days).in(listed.part), listed.end);
      }
      case MONTH -> {
        Match nth = nth(on, repeat.interval(), true);
        yield nth != null ? nth : onDayOfMonth(repeat, end, on);
      }
      case YEAR -> onDate(repeat, end, on);
    };
  }

  /** "daily on friday" contradicts itself. */
  private Match daily(Repeat repeat, int end, int on) {
    Listed listed = on > end ? weekdays(on, true) : null;
    return listed == null
        ? withPart(repeat, end)
        : unclear(listed.end, Repeat.weekly(null, listed.days), repeat);
  }

  private Match onDayOfMonth(Repeat repeat, int end, int on) {
    int last = t.skip(Set.of("last day", "laatste dag"), on);
    if (last > on && t.ends(last)) {
      return Match.strong(repeat.onDay(31), t.skip(OF_MONTH, last));
    }
    int number = t.skip(Set.of("day", "dag"), on);
    Integer day = t.digits(number, 2);
    int dayEnd = ordinalEndOfNumber(number);
    boolean stated = on > end || number > on || dayEnd > number + 1;
    return day == null || !t.ends(dayEnd) || !stated || Vocabulary.MONTHS.containsKey(t.at(dayEnd))
        ? Match.strong(repeat, end)
        : monthly(repeat.interval(), day, t.skip(OF_MONTH, dayEnd));
  }

  private Match onDate(Repeat repeat, int end, int on) {
    Integer day = t.digits(on, 2);
    int monthAt = day == null ? on : ordinalEndOfNumber(on);
    monthAt = day != null && t.is(monthAt, "of") ? monthAt + 1 : monthAt;
    Month month = Vocabulary.MONTHS.get(t.at(monthAt));
    int dateEnd = t.skipDot(monthAt + 1);
    if (month != null && day == null) {
      day = t.digits(dateEnd, 2);
      dateEnd = ordinalEndOfNumber(dateEnd);
    }
    boolean dated = day != null && month != null && t.ends(dateEnd) && t.digits(dateEnd, 4) == null;
    if (!dated) {
      return Match.strong(repeat, end);
    }
    return day < 1 || day > month.maxLength()
        ? Match.strong(Phrase.Trouble.of(Code.NO_SUCH_DATE), dateEnd)
        : Match.strong(repeat.onDate(MonthDay.of(month, day)), dateEnd);
  }

  /** 1e maandag van de maand; the suffix may be missing behind "every". */
  private @Nullable Match nth(int i, @Nullable Integer interval, boolean monthly) {
    Integer ordinal = ordinal(i);
    if (ordinal == null) {
      return null;
    }
    int noun = ordinalEnd(i);
    if (t.isOneOf(noun, SEPARATORS)) {
      int next = noun + 1;
      Integer another = ordinal(next);
      var day = another == null ? null : days.weekday(ordinalEnd(next), true);
      int end = day == null ? 0 : t.skip(OF_MONTH, day.end());
      if (another != null && day == null && monthly && t.ends(ordinalEnd(next))) {
        return Match.strong(
            Phrase.Trouble.of(Code.UNSUPPORTED), t.skip(OF_MONTH, ordinalEnd(next)));
      }
      return day != null && (monthly || end > day.end())
          ? Match.strong(Phrase.Trouble.of(Code.UNSUPPORTED), end)
          : null;
    }
    if (ordinal == -1 && t.is(noun, "day") || ordinal == -1 && t.is(noun, "dag")) {
      int end = t.skip(OF_MONTH, noun + 1);
      return monthly || end > noun + 1
          ? Match.strong(Repeat.of(Unit.MONTH, interval).onDay(31), end)
          : null;
    }
    int working = t.skip(WORKING_DAY_WORDS, noun);
    if (working > noun) {
      int end = t.skip(OF_MONTH, working);
      return monthly || end > working
          ? Match.strong(Phrase.Trouble.of(Code.UNSUPPORTED), end)
          : null;
    }
    var day = days.weekday(noun, true);
    if (day == null) {
      return null;
    }
    int end = t.skip(OF_MONTH, day.end());
    if (!monthly && end == day.end()) {
      return ordinal < -1 || ordinal > 5 || ordinal == 0 ? null : onceOrMonthly(ordinal, day);
    }
    return ordinal < -1 || ordinal > 5 || ordinal == 0
        ? Match.strong(Phrase.Trouble.of(Code.OUT_OF_RANGE), end)
        : withPart(Repeat.nth(interval, ordinal, day.day()), end);
  }

  /** "First monday" is the next one to some, and every first one to others. */
  private Match onceOrMonthly(int ordinal, Weekday weekday) {
    LocalDate today = context.today();
    LocalDate next = inMonth(today, ordinal, weekday.day());
    for (int ahead = 1; ahead <= 12 && (next == null || next.isBefore(today)); ahead++) {
      next = inMonth(today.plusMonths(ahead), ordinal, weekday.day());
    }
    var alternatives = new ArrayList<String>();
    alternatives.add(words.repeat(Repeat.nth(null, ordinal, weekday.day())));
    if (next != null) {
      alternatives.add(words.on(next));
    }
    return Match.strong(new Phrase.Trouble(Code.UNCLEAR_REPEAT, alternatives), weekday.end());
  }

  private static @Nullable LocalDate inMonth(LocalDate month, int ordinal, DayOfWeek day) {
    LocalDate date = month.with(TemporalAdjusters.dayOfWeekInMonth(ordinal, day));
    return date.getMonth() == month.getMonth() ? date : null;
  }

  /** first, 1e, 3rd, laatste; null: none. */
  private @Nullable Integer ordinal(int i) {
    Integer word = Vocabulary.ORDINALS.get(t.at(i));
    if (word != null) {
      return word;
    }
    Integer number = t.digits(i, 2);
    return number != null && ordinalEndOfNumber(i) > i + 1 ? number : null;
  }

  private int ordinalEnd(int i) {
    return t.isNumber(i) ? ordinalEndOfNumber(i) : i + 1;
  }

  private int ordinalEndOfNumber(int i) {
    return !t.spaced(i + 1) && t.isOneOf(i + 1, Vocabulary.ORDINAL_ENDINGS) ? i + 2 : i + 1;
  }

  /** Weekdays in a list. */
  private record Listed(Set<DayOfWeek> days, int end, boolean plural, @Nullable PartOfDay part) {}

  /**
   * @param prepared whether a preposition or "every" precedes, so that short forms count
   */
  private @Nullable Listed weekdays(int i, boolean prepared) {
    int working = t.skip(WORKING_DAY_WORDS, i);
    if (working > i && t.ends(working)) {
      return new Listed(WORKING_DAYS, working, true, null);
    }
    int weekend = t.skip(WEEKEND_DAYS, i);
    if (weekend > i && t.ends(weekend)) {
      return new Listed(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), weekend, true, null);
    }
    var listed = EnumSet.noneOf(DayOfWeek.class);
    boolean plural = false;
    int end = i;
    int at = i;
    for (int count = 0; count < 14; count++) {
      Listed item = item(at, prepared || count > 0);
      if (item == null) {
        break;
      }
      listed.addAll(item.days);
      plural |= item.plural;
      end = item.end;
      if (item.part != null) {
        return new Listed(listed, end, plural, item.part);
      }
      at = t.skip(SEPARATORS, end);
      if (at == end) {
        break;
      }
    }
    return listed.isEmpty() ? null : new Listed(listed, end, plural, null);
  }

  /** A weekday, a range of weekdays, or a plural. */
  private @Nullable Listed item(int i, boolean prepared) {
    DayOfWeek plural = Vocabulary.PLURAL_WEEKDAYS.get(t.at(i));
    if (plural != null && t.ends(i + 1)) {
      return new Listed(Set.of(plural), i + 1, true, null);
    }
    var joined = joined(i);
    if (joined != null) {
      return joined;
    }
    var first = days.weekday(i, true);
    if (first == null) {
      return null;
    }
    int range = t.skip(RANGES, first.end());
    var last = range > first.end() ? days.weekday(range, true) : null;
    if (last != null && t.ends(last.end())) {
      var between = EnumSet.noneOf(DayOfWeek.class);
      for (DayOfWeek day = first.day(); day != last.day(); day = day.plus(1)) {
        between.add(day);
      }
      between.add(last.day());
      return new Listed(between, last.end(), false, null);
    }
    boolean listed = t.skip(SEPARATORS, first.end()) > first.end();
    boolean ends =
        t.ends(first.end())
            || (listed && days.weekday(t.skip(SEPARATORS, first.end()), true) != null);
    return (first.sure() || prepared || listed) && ends
        ? new Listed(Set.of(first.day()), first.end(), false, null)
        : null;
  }

  /** vrijdagavond. */
  private @Nullable Listed joined(int i) {
    String word = t.at(i);
    int dag = word.indexOf("dag");
    if (dag < 0 || word.length() <= dag + 3 || !t.ends(i + 1)) {
      return null;
    }
    DayOfWeek day = Vocabulary.WEEKDAYS.get(word.substring(0, dag + 3));
    PartOfDay part = Vocabulary.PARTS.get(word.substring(dag + 3));
    return day == null || part == null ? null : new Listed(Set.of(day), i + 1, false, part);
  }

  /** twice a week, 2x per week, eens in de 2 weken: which days is not said. */
  private @Nullable Match frequency(int i) {
    Integer times = FREQUENCIES.get(t.at(i));
    int per = i + 1;
    if (times == null) {
      times = t.number(i);
      if (times == null || !t.isOneOf(i + 1, OCCASIONS)) {
        return null;
      }
      per = i + 2;
    }
    int noun = t.skip(PER, per);
    if (noun == per) {
      return null;
    }
    Integer interval = unit(noun) == null ? t.number(noun) : null;
    int unitAt = interval == null ? noun : noun + 1;
    Unit unit = unit(unitAt);
    if (unit == null) {
      return null;
    }
    if (times == 1) {
      return interval != null && (interval < 1 || interval > MAX_INTERVAL)
          ? Match.strong(Phrase.Trouble.of(Code.OUT_OF_RANGE), unitAt + 1)
          : tail(Repeat.of(unit, interval), unitAt + 1);
    }
    // "2x per week op ma en do" says which
    if (unit == Unit.WEEK && interval == null) {
      int on = t.skip(Vocabulary.ON_THE, unitAt + 1);
      Listed listed = weekdays(t.is(on, ":") || t.is(on, ",") ? on + 1 : on, on > unitAt + 1);
      if (listed != null && listed.days.size() == times) {
        return Match.strong(Repeat.weekly(null, listed.days), listed.end);
      }
    }
    return Match.strong(
        new Phrase.Trouble(Code.WHICH_DAYS, whichDays(times, unit, interval)), unitAt + 1);
  }

  private List<String> whichDays(int times, Unit unit, @Nullable Integer interval) {
    if (unit == Unit.DAY && interval == null) {
      return switch (times) {
        case 2 -> List.of(timesADay(9, 20));
        case 3 -> List.of(timesADay(9, 14, 20));
        default -> List.of();
      };
    }
    Set<DayOfWeek> spread =
        switch (times) {
          case 2 -> Set.of(DayOfWeek.MONDAY, DayOfWeek.THURSDAY);
          case 3 -> Set.of(DayOfWeek.MONDAY, DayOfWeek.WEDNESDAY, DayOfWeek.FRIDAY);
          case 5 -> WORKING_DAYS;
          default -> Set.of();
        };
    return unit == Unit.WEEK && !spread.isEmpty()
        ? List.of(words.repeat(Repeat.weekly(interval, spread)))
        : List.of();
  }

  private String timesADay(int... hours) {
    var times = new ArrayList<LocalTime>();
    for (int hour : hours) {
      times.add(LocalTime.of(hour, 0));
    }
    return words.repeat(Repeat.of(Unit.DAY, null)) + " " + words.at(times);
  }

  /** 5 times, 5x. */
  private @Nullable Match count(int i) {
    int number = t.is(i, "for") || t.is(i, "nog") ? i + 1 : i;
    Integer times = t.number(number);
    if (!t.isOneOf(number + 1, OCCASIONS) || (times == null && !t.isNumber(number))) {
      return null;
    }
    int end = t.skip(Set.of("in total", "in totaal"), number + 2);
    return new Match(
        times == null || times < 1 || times > MAX_INTERVAL
            ? Phrase.Trouble.of(Code.OUT_OF_RANGE)
            : new Phrase.Count(times),
        end,
        Strength.WEAK);
  }

  /** "for 3 weeks": the grammar wants the last day. */
  private @Nullable Match lasting(int i) {
    int at = t.is(i, "for") ? i + 1 : i;
    Integer number = t.number(at);
    Unit unit = number == null ? null : unit(at + 1);
    boolean stated = at > i || t.is(at + 2, "lang");
    if (unit == null || !stated || number > MAX_INTERVAL) {
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
        DayPhrases.isInRange(last)
            ? Phrase.Trouble.of(Code.UNCLEAR_REPEAT, words.until(last))
            : Phrase.Trouble.of(Code.OUT_OF_RANGE),
        at > i ? at + 2 : at + 3,
        Strength.WEAK);
  }

  /** from 5 dec, until 1 june. */
  private @Nullable Match bound(int i) {
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
  private @Nullable Match floating(int i) {
    int done = t.skip(DONE, i);
    if (done > i) {
      return Match.strong(new Phrase.Floating(null), done);
    }
    Integer count = t.number(i);
    Unit unit = count == null ? null : unit(i + 1);
    int after = unit == null ? i : t.skip(DONE, i + 2);
    if (unit == null || after == i + 2) {
      return null;
    }
    return count < 1 || count > MAX_INTERVAL
        ? Match.strong(Phrase.Trouble.of(Code.OUT_OF_RANGE), after)
        : Match.strong(new Phrase.Floating(Repeat.of(unit, count)), after);
  }
}
