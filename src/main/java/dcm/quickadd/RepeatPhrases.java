package dcm.quickadd;

import static java.util.Map.entry;

import dcm.quickadd.Phrase.Match;
import dcm.quickadd.Phrase.Repeat;
import dcm.quickadd.Phrase.Unit;
import dcm.quickadd.QuickAddResult.Code;
import java.time.DayOfWeek;
import java.time.LocalTime;
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
  static final int MAX_INTERVAL = 999;
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

  private static final Set<String> OTHER = Set.of("other", "andere");
  static final Set<String> OCCASIONS = Set.of("x", "times", "keer", "maal", "\u00d7");
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
  private final WeekdayLists lists;
  private final MonthDays monthDays;
  private final RepeatBounds bounds;
  private final PhraseWords words;
  private final boolean whole;

  RepeatPhrases(Tokens tokens, QuickAddContext context, DayPhrases days, boolean whole) {
    this.t = tokens;
    this.days = days;
    this.lists = new WeekdayLists(tokens, days);
    this.monthDays = new MonthDays(tokens, context, days);
    this.bounds = new RepeatBounds(tokens, context, days);
    this.words = new PhraseWords(context.language());
    this.whole = whole;
  }

  @Nullable Match read(int i) {
    Match best = null;
    for (Match match :
        new Match[] {
          repeat(i),
          bounds.bound(i),
          frequency(i),
          bounds.count(i),
          bounds.lasting(i),
          bounds.floating(i),
          fixed(i),
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
    Match nth = every > i ? null : monthDays.nth(t.skip(Vocabulary.ON_THE, i), null, false);
    if (nth != null) {
      return nth;
    }
    if (best == null && every == i) {
      Phrase.Repeat weekdays = null;
      int on = t.skip(Vocabulary.ON, i);
      int from = on > i ? on : t.skip(Set.of("from", "van", "vanaf"), i);
      WeekdayLists.Listed listed = lists.read(from, on > i);
      if (listed != null && (listed.days().size() > 1 || listed.plural())) {
        weekdays = Repeat.weekly(null, listed.days()).in(listed.part());
      }
      return weekdays == null ? null : Match.strong(weekdays, listed.end());
    }
    return best;
  }

  /**
   * @param at the index behind "every"
   */
  private @Nullable Match every(int i, int at) {
    boolean alternate = t.is(i, "om");
    WeekdayLists.Listed listed = lists.read(at, true);
    if (listed != null) {
      return alternate
          ? unclear(
              listed.end(), Repeat.weekly(null, listed.days()), Repeat.weekly(2, listed.days()))
          : withPart(t, Repeat.weekly(null, listed.days()).in(listed.part()), listed.end());
    }
    if (t.isOneOf(at, OTHER)) {
      return other(at + 1);
    }
    Integer ordinal = monthDays.ordinal(at);
    if (ordinal != null) {
      int noun = monthDays.ordinalEnd(at);
      Match several = ordinal > 1 ? everyNth(noun, ordinal) : null;
      if (several != null) {
        return several;
      }
      Match nth = monthDays.nth(at, null, true);
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
    Unit unit = unit(t, noun);
    if (unit == null) {
      boolean dated = Vocabulary.MONTHS.containsKey(t.at(monthDays.ordinalEndOfNumber(at)));
      if (dated && alternate) {
        return null;
      }
      if (dated && count != null) {
        return monthDays.yearly(at, count, monthDays.ordinalEndOfNumber(at));
      }
      Integer day = t.digits(at, 2);
      int end = monthDays.ordinalEndOfNumber(at);
      if (day != null && end > at + 1 && t.ends(end)) {
        return monthDays.monthly(null, day, end);
      }
      boolean hours = Vocabulary.SPANS.containsKey(t.at(noun));
      boolean unknown =
          count == null
              && t.isWord(at)
              && (unit(t, at + 1) != null || Vocabulary.WEEKDAYS.containsKey(t.at(at + 1)));
      boolean some = unknown || t.isOneOf(at, Set.of("some", "few", "paar", "enkele"));
      return (count != null && t.isWord(noun)) || some
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

  static Match withPart(Tokens t, Repeat repeat, int end) {
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
    WeekdayLists.Listed listed = lists.read(at, true);
    if (listed != null) {
      return withPart(t, Repeat.weekly(2, listed.days()).in(listed.part()), listed.end());
    }
    Unit unit = unit(t, at);
    return unit == null ? null : tail(Repeat.of(unit, 2), at + 1);
  }

  /** "Every second Friday" is one of the month to some and every other one to others. */
  private @Nullable Match everyNth(int noun, int ordinal) {
    var day = days.weekday(noun, true);
    if (day == null || ordinal > 5 || t.skip(MonthDays.OF_MONTH, day.end()) > day.end()) {
      return null;
    }
    return unclear(
        day.end(), Repeat.weekly(ordinal, Set.of(day.day())), Repeat.nth(null, ordinal, day.day()));
  }

  /** every 5th, every 3rd week, every last day of the month, every 5 december. */
  private @Nullable Match everyOrdinal(int at, int noun, int ordinal) {
    Unit unit = unit(t, noun);
    if (unit == Unit.DAY && ordinal == -1) {
      int end = t.skip(MonthDays.OF_MONTH, noun + 1);
      return Match.strong(Repeat.of(Unit.MONTH, null).onDay(31), end);
    }
    if (unit != null && ordinal > 0 && ordinal <= MAX_INTERVAL) {
      return tail(Repeat.of(unit, ordinal), noun + 1);
    }
    if (Vocabulary.MONTHS.containsKey(t.at(noun)) && ordinal > 0) {
      return monthDays.yearly(at, ordinal, noun);
    }
    boolean bare = t.isNumber(at) && t.ends(noun);
    return bare ? monthDays.monthly(null, ordinal, t.skip(MonthDays.OF_MONTH, noun)) : null;
  }

  static @Nullable Unit unit(Tokens t, int i) {
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
        WeekdayLists.Listed listed = lists.read(on, on > end);
        yield listed == null
            ? withPart(t, repeat, end)
            : withPart(
                t, Repeat.weekly(repeat.interval(), listed.days()).in(listed.part()), listed.end());
      }
      case MONTH -> {
        Match nth = monthDays.nth(on, repeat.interval(), true);
        yield nth != null ? nth : monthDays.onDayOfMonth(repeat, end, on);
      }
      case YEAR -> monthDays.onDate(repeat, end, on);
    };
  }

  /** "daily on friday" contradicts itself. */
  private Match daily(Repeat repeat, int end, int on) {
    WeekdayLists.Listed listed = on > end ? lists.read(on, true) : null;
    return listed == null
        ? withPart(t, repeat, end)
        : unclear(listed.end(), Repeat.weekly(null, listed.days()), repeat);
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
    Integer interval = unit(t, noun) == null ? t.number(noun) : null;
    int unitAt = interval == null ? noun : noun + 1;
    Unit unit = unit(t, unitAt);
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
      WeekdayLists.Listed listed =
          lists.read(t.is(on, ":") || t.is(on, ",") ? on + 1 : on, on > unitAt + 1);
      if (listed != null && listed.days().size() == times) {
        return Match.strong(Repeat.weekly(null, listed.days()), listed.end());
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
          case 5 -> WeekdayLists.WORKING_DAYS;
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
}
