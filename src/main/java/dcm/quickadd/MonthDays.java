package dcm.quickadd;

import dcm.quickadd.DayPhrases.Weekday;
import dcm.quickadd.Phrase.Match;
import dcm.quickadd.Phrase.Repeat;
import dcm.quickadd.Phrase.Unit;
import dcm.quickadd.QuickAddResult.Code;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Days of the month or year of a repetition: {@code the 5th}, {@code 1e maandag}, {@code 5
 * december}.
 */
final class MonthDays {
  static final Set<String> OF_MONTH =
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

  private final Tokens t;
  private final DayPhrases days;
  private final QuickAddContext context;
  private final PhraseWords words;

  MonthDays(Tokens tokens, QuickAddContext context, DayPhrases days) {
    this.t = tokens;
    this.context = context;
    this.days = days;
    this.words = new PhraseWords(context.language());
  }

  /** 1e maandag van de maand; the suffix may be missing behind "every". */
  @Nullable Match nth(int i, @Nullable Integer interval, boolean monthly) {
    Integer ordinal = ordinal(i);
    if (ordinal == null) {
      return null;
    }
    int noun = ordinalEnd(i);
    if (t.isOneOf(noun, WeekdayLists.SEPARATORS)) {
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
    if (ordinal == -1 && (t.is(noun, "day") || t.is(noun, "dag"))) {
      int end = t.skip(OF_MONTH, noun + 1);
      return monthly || end > noun + 1
          ? Match.strong(Repeat.of(Unit.MONTH, interval).onDay(31), end)
          : null;
    }
    int working = t.skip(WeekdayLists.WORKING_DAY_WORDS, noun);
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
        : RepeatPhrases.withPart(t, Repeat.nth(interval, ordinal, day.day()), end);
  }

  /** "First monday" is the next one to some, and every first one to others. */
  Match onceOrMonthly(int ordinal, Weekday weekday) {
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

  static @Nullable LocalDate inMonth(LocalDate month, int ordinal, DayOfWeek day) {
    LocalDate date = month.with(TemporalAdjusters.dayOfWeekInMonth(ordinal, day));
    return date.getMonth() == month.getMonth() ? date : null;
  }

  /** first, 1e, 3rd, laatste; null: none. */
  @Nullable Integer ordinal(int i) {
    Integer word = Vocabulary.ORDINALS.get(t.at(i));
    if (word != null) {
      return word;
    }
    Integer number = t.digits(i, 2);
    return number != null && ordinalEndOfNumber(i) > i + 1 ? number : null;
  }

  int ordinalEnd(int i) {
    return t.isNumber(i) ? ordinalEndOfNumber(i) : i + 1;
  }

  int ordinalEndOfNumber(int i) {
    return !t.spaced(i + 1) && t.isOneOf(i + 1, Vocabulary.ORDINAL_ENDINGS) ? i + 2 : i + 1;
  }

  Match onDayOfMonth(Repeat repeat, int end, int on) {
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

  Match onDate(Repeat repeat, int end, int on) {
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

  Match monthly(@Nullable Integer interval, int day, int end) {
    return day < 1 || day > 31
        ? Match.strong(Phrase.Trouble.of(Code.NO_SUCH_DATE), end)
        : Match.strong(Repeat.of(Unit.MONTH, interval).onDay(day), end);
  }

  Match yearly(int at, int day, int monthAt) {
    Month month = java.util.Objects.requireNonNull(Vocabulary.MONTHS.get(t.at(monthAt)));
    int end = t.skipDot(monthAt + 1);
    return day < 1 || day > month.maxLength()
        ? Match.strong(Phrase.Trouble.of(Code.NO_SUCH_DATE), end)
        : Match.strong(Repeat.of(Unit.YEAR, null).onDate(MonthDay.of(month, day)), end);
  }
}
