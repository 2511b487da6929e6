package dcm.quickadd;

import dcm.quickadd.Phrase.Match;
import dcm.quickadd.Phrase.Strength;
import dcm.quickadd.QuickAddResult.Code;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Dates in digits and with the name of a month. Without a year it is the next such date, today
 * included. "3/4" is 3 April in Dutch and asked about in English; with a dash or a dot the day
 * comes first.
 */
final class DatePhrases {
  private final Tokens t;
  private final QuickAddContext context;
  private final LocalDate today;
  private final PhraseWords words;
  private final boolean whole;

  DatePhrases(Tokens tokens, QuickAddContext context, boolean whole) {
    this.t = tokens;
    this.context = context;
    this.today = context.today();
    this.words = new PhraseWords(context.language());
    this.whole = whole;
  }

  @Nullable Match date(int i, boolean prepared) {
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

  int ordinalEnd(int i) {
    return !t.spaced(i) && t.isOneOf(i, Vocabulary.ORDINAL_ENDINGS) ? i + 1 : i;
  }

  /** "the 5th floor" is none: a title follows. The 31st is in the next month that has one. */
  @Nullable Match dayOfMonth(int day, int end, boolean prepared) {
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

  @Nullable Match withYear(Month month, int day, int end) {
    int yearAt = t.is(end, ",") ? end + 1 : end;
    Integer year = t.at(yearAt).length() == 4 && t.spaced(yearAt) ? t.digits(yearAt, 4) : null;
    boolean isYear = year != null && year >= 1900 && year < 2200 && t.ends(yearAt + 1);
    int last = isYear ? yearAt + 1 : end;
    return t.ends(last) ? date(isYear ? year : null, month.getValue(), day, last) : null;
  }

  Match date(@Nullable Integer year, int month, int day, int end) {
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
  @Nullable Match numeric(int i, boolean prepared) {
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

  Match numeric(int first, int second, @Nullable Integer year, boolean slash, int end) {
    if (!slash || (second <= 12 && (first > 12 || first == second))) {
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

  static Match day(LocalDate date, int end) {
    return isInRange(date)
        ? Match.strong(Phrase.Day.of(date), end)
        : Match.strong(Phrase.Trouble.of(Code.OUT_OF_RANGE), end);
  }

  /** Years are written with four digits, and nobody plans beyond these. */
  static boolean isInRange(LocalDate date) {
    return date.getYear() >= 1900 && date.getYear() < 2200;
  }

  /** With a part of the day behind it: "friday evening", "vrijdag morgen". */
  Match withPart(Phrase.Day day, int end) {
    PartOfDay part = t.ends(end + 1) ? Vocabulary.PARTS.get(t.at(end)) : null;
    return part == null ? Match.strong(day, end) : Match.strong(day.with(part), end + 1);
  }
}
