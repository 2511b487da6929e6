package dcm.quickadd;

import dcm.guild.value.Due;
import dcm.quickadd.Phrase.Clock;
import dcm.quickadd.Phrase.Match;
import dcm.quickadd.Phrase.Strength;
import dcm.quickadd.QuickAddResult.Code;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Phrases of times of day. An hour from 7 on that is typed without more means the 24-hour clock; an
 * earlier one may as well lie 12 hours later and is asked about. With minutes it is the 24-hour
 * clock. "half 8" is 7:30 in Dutch and asked about in English.
 */
final class TimePhrases {
  private static final int FIRST_CLEAR_HOUR = 7;
  private static final Set<String> AT =
      Set.of("at", "om", "@", "around", "rond", "by", "uiterlijk om", "before", "voor", "vóór");
  private static final Set<String> LIST_SEPARATORS = Set.of(",", "and", "en", "&", "+");
  private static final Set<String> RANGE_STARTS =
      Set.of("from", "van", "vanaf", "between", "tussen");
  private static final Set<String> RANGES = Set.of("-", "\u2013", "to", "tot", "until", "till");
  private static final Map<String, LocalTime> WORDS =
      Map.of(
          "noon", LocalTime.NOON,
          "midday", LocalTime.NOON,
          "12 noon", LocalTime.NOON);
  private static final Set<String> MIDNIGHT = Set.of("midnight", "middernacht");
  private static final Set<String> NIGHT = Set.of("'s nachts", "s nachts", "'snachts");
  private static final Set<String> ALL_DAY =
      Set.of("all day", "whole day", "hele dag", "de hele dag");

  private final Tokens t;
  private final QuickAddContext context;
  private final PhraseWords words;
  private final boolean whole;

  TimePhrases(Tokens tokens, QuickAddContext context, boolean whole) {
    this.t = tokens;
    this.context = context;
    this.words = new PhraseWords(context.language());
    this.whole = whole;
  }

  @Nullable Match read(int i) {
    int allDay = t.skip(ALL_DAY, i);
    if (allDay > i && t.ends(allDay)) {
      return Match.strong(new Phrase.AllDay(), allDay);
    }
    Match exact = iso(i);
    if (exact != null) {
      return exact;
    }
    Match range = range(i);
    if (range != null) {
      return range;
    }
    var part = t.longest(Vocabulary.CLEAR_PARTS, i);
    if (part != null) {
      return Match.strong(new Phrase.Part(part.value()), part.end());
    }
    Match times = times(i);
    if (times != null) {
      return times;
    }
    var weak = Vocabulary.PARTS.get(t.at(i));
    if (whole && t.size() == 1 && t.is(i, "middag")) {
      return Match.strong(new Phrase.Times(List.of(Clock.sure(LocalTime.NOON))), 1);
    }
    return weak != null && !t.is(i, "morgen") && t.ends(i + 1)
        ? new Match(new Phrase.Part(weak), i + 1, Strength.WEAK)
        : null;
  }

  private @Nullable Match times(int i) {
    Read first = withPreposition(i, false);
    if (first == null) {
      return null;
    }
    if (first.clock == null) {
      return Match.strong(first.trouble(), first.end);
    }
    var clocks = new ArrayList<Clock>();
    clocks.add(first.clock);
    int end = first.end;
    while (clocks.size() < 24 && t.isOneOf(end, LIST_SEPARATORS)) {
      Read next = withPreposition(end + 1, whole && first.end > i + 1 && t.isOneOf(i, AT));
      if (next == null || next.clock == null) {
        break;
      }
      clocks.add(next.clock);
      end = next.end;
    }
    return new Match(
        new Phrase.Times(List.copyOf(clocks)),
        end,
        clocks.size() == 1 && isDecimal(i, end) ? Strength.ASKED : Strength.STRONG);
  }

  /** "3.14" may be a number. */
  private boolean isDecimal(int i, int end) {
    return !whole && t.isNumber(i) && t.is(i + 1, ".") && end == i + 3;
  }

  /** A clock time, or why there is none. */
  private record Read(@Nullable Clock clock, int end, Code code, List<String> alternatives) {
    static Read of(Clock clock, int end) {
      return new Read(clock, end, Code.NO_SUCH_TIME, List.of());
    }

    static Read trouble(Code code, int end, List<String> alternatives) {
      return new Read(null, end, code, alternatives);
    }

    Phrase.Trouble trouble() {
      return new Phrase.Trouble(code, alternatives);
    }
  }

  private @Nullable Read withPreposition(int i, boolean bare) {
    int start = t.skip(AT, i);
    Read read =
        clock(start, bare || (start > i && !t.isOneOf(i, Set.of("by", "before", "voor", "vóór"))));
    if (read == null || !t.ends(read.end)) {
      return null;
    }
    int night = t.skip(NIGHT, read.end);
    return night > read.end && read.clock != null && read.clock.time().getHour() < FIRST_CLEAR_HOUR
        ? Read.of(Clock.sure(read.clock.time()), night)
        : read;
  }

  private @Nullable Read clock(int i, boolean at) {
    var word = t.longest(WORDS, i);
    if (word != null) {
      return Read.of(Clock.sure(word.value()), word.end());
    }
    if (t.isOneOf(i, MIDNIGHT)) {
      return Read.trouble(
          Code.UNCLEAR_TIME,
          i + 1,
          List.of(words.at(LocalTime.MIDNIGHT), words.at(LocalTime.of(23, 59))));
    }
    Read spoken = spoken(i, at || whole);
    if (spoken != null) {
      return spoken;
    }
    Integer hour = t.digits(i, 2);
    if (hour != null && (t.is(i + 1, ":") || t.is(i + 1, ".")) && !t.spaced(i + 1)) {
      return written(i, hour);
    }
    Integer number = hour == null ? t.isWord(i) ? t.number(i) : null : hour;
    if (number == null || (hour == null && Set.of("a", "an").contains(t.at(i)))) {
      return null;
    }
    int amPm = amPm(i + 1);
    if (amPm != 0) {
      return twelveHour(number, 0, amPm > 0, i + Math.abs(amPm));
    }
    if (t.is(i + 1, "o'clock")) {
      return hour(number, 0, i + 2, 0);
    }
    boolean shortUnit = t.is(i + 1, "u") || t.is(i + 1, "h");
    if (hour != null && (shortUnit || t.is(i + 1, "uur"))) {
      return withUnit(i, hour, at, shortUnit);
    }
    if (hour == null && t.is(i + 1, "uur") && (at || number >= FIRST_CLEAR_HOUR)) {
      return hour(number, 0, i + 2, 0);
    }
    return at ? hour(number, 0, i + 1, 0) : null;
  }

  /** 19u, 19u30, 11h, 11 uur. Attached to less than 7 it is an effort rather than a time. */
  private @Nullable Read withUnit(int i, int hour, boolean at, boolean shortUnit) {
    boolean minutes = shortUnit && !t.spaced(i + 1) && !t.spaced(i + 2) && t.isNumber(i + 2);
    int end = minutes ? i + 3 : i + 2;
    if (minutes && t.at(i + 2).length() != 2) {
      return null;
    }
    int minute = minutes ? Integer.parseInt(t.at(i + 2)) : 0;
    boolean clear = at || whole || hour == 0 || hour >= FIRST_CLEAR_HOUR;
    boolean inPart = t.longest(Vocabulary.CLEAR_PARTS, end) != null;
    if (shortUnit && !clear && !inPart) {
      return null;
    }
    if (t.is(end, "uur") && minutes) {
      end++;
    }
    return minutes
        ? valid(hour, minute, end)
        : hour(hour, 0, end, at || inPart || whole ? 0 : hour * 60);
  }

  private @Nullable Read written(int i, int hour) {
    String minutes = t.isNumber(i + 2) && !t.spaced(i + 2) ? t.at(i + 2) : "";
    if (minutes.length() != 2) {
      return null;
    }
    int minute = Integer.parseInt(minutes);
    int end = i + 3;
    if (t.is(end, ":") && !t.spaced(end) && t.isNumber(end + 1) && t.at(end + 1).length() == 2) {
      int second = Integer.parseInt(t.at(end + 1));
      return hour > 23 || minute > 59 || second > 59
          ? Read.trouble(Code.NO_SUCH_TIME, end + 2, List.of())
          : Read.of(Clock.sure(LocalTime.of(hour, minute, second)), end + 2);
    }
    if (t.is(i + 1, ".")) {
      boolean isTime = hour <= 23 && minute <= 59;
      boolean isDate = hour >= 1 && hour <= 31 && minute >= 1 && minute <= 12;
      if (!isTime) {
        return null; // a date, or a number with decimals
      }
      if (isDate && !t.is(end, "uur")) {
        return t.ends(end)
            ? Read.trouble(
                Code.UNCLEAR_TIME,
                end,
                List.of(words.at(LocalTime.of(hour, minute)), date(hour, minute)))
            : null;
      }
    }
    int amPm = amPm(end);
    if (amPm != 0) {
      return twelveHour(hour, minute, amPm > 0, end + Math.abs(amPm) - 1);
    }
    return valid(hour, minute, t.is(end, "uur") || t.is(end, "u") ? end + 1 : end);
  }

  private String date(int day, int month) {
    LocalDate date = DatePhrases.resolve(null, month, day, context.today());
    return date == null ? day + "-" + month : words.on(date);
  }

  private static Read valid(int hour, int minute, int end) {
    return hour > 23 || minute > 59
        ? Read.trouble(Code.NO_SUCH_TIME, end, List.of())
        : Read.of(Clock.sure(LocalTime.of(hour, minute)), end);
  }

  /** An hour that may be 12 hours later, unless it is late enough. */
  private static Read hour(int hour, int shift, int end, int effort) {
    if (hour > 23) {
      return Read.trouble(Code.NO_SUCH_TIME, end, List.of());
    }
    boolean sure = hour == 0 || hour >= FIRST_CLEAR_HOUR;
    return Read.of(
        new Clock(LocalTime.of(hour, 0).plusMinutes(shift), sure, sure ? 0 : effort), end);
  }

  /**
   * The number of tokens up to the end of am or pm, negative for am; 0: there is none. Counted from
   * the token before.
   */
  private int amPm(int i) {
    String word = t.at(i);
    if (word.equals("am") || word.equals("pm")) {
      return (word.equals("pm") ? 1 : -1) * 2;
    }
    boolean dotted =
        (word.equals("a") || word.equals("p"))
            && t.is(i + 1, ".")
            && t.is(i + 2, "m")
            && !t.spaced(i + 2);
    if (!dotted) {
      return 0;
    }
    int length = t.is(i + 3, ".") && !t.spaced(i + 3) ? 5 : 4;
    return word.equals("p") ? length : -length;
  }

  /** 12 am is midnight, 12 pm is noon. */
  private static Read twelveHour(int hour, int minute, boolean afternoon, int end) {
    return hour < 1 || hour > 12 || minute > 59
        ? Read.trouble(Code.NO_SUCH_TIME, end, List.of())
        : Read.of(Clock.sure(LocalTime.of(hour % 12 + (afternoon ? 12 : 0), minute)), end);
  }

  /** half 8, half past 8, kwart over 7, quarter to 9, 10 voor 8, 5 over half 8. */
  private @Nullable Read spoken(int i, boolean at) {
    if (t.is(i, "half")) {
      return half(i);
    }
    if (t.at(i).startsWith("half")) {
      Integer hour = Vocabulary.NUMBERS.get(t.at(i).substring(4));
      return hour == null || hour > 12 ? null : hour(hour, -30, i + 1, 0);
    }
    int article = t.is(i, "a") && t.is(i + 1, "quarter") ? i + 1 : i;
    boolean quarter = t.is(article, "kwart") || t.is(article, "quarter");
    Integer minutes = quarter ? Integer.valueOf(15) : t.number(i);
    int unit =
        !quarter && t.isOneOf(i + 1, Set.of("minuten", "minutes", "min")) ? i + 2 : article + 1;
    boolean after = t.is(unit, "over") || t.is(unit, "past");
    boolean before = t.is(unit, "voor") || t.is(unit, "to");
    // "3 to 5 people" is no time
    if (minutes == null
        || minutes < 1
        || minutes > 29
        || (!quarter && !at)
        || (!after && !before)) {
      return null;
    }
    int sign = after ? minutes : -minutes;
    if (t.is(unit + 1, "half")) {
      Integer halfHour = hourNumber(unit + 2);
      return halfHour == null ? null : hour(halfHour, sign - 30, unit + 3, 0);
    }
    Integer hour = hourNumber(unit + 1);
    if (hour == null) {
      return null;
    }
    int end = t.is(unit + 2, "uur") ? unit + 3 : unit + 2;
    int amPm = amPm(unit + 2);
    if (amPm != 0) {
      Read exact = twelveHour(hour, 0, amPm > 0, unit + 1 + Math.abs(amPm));
      return exact.clock == null
          ? exact
          : Read.of(Clock.sure(exact.clock.time().plusMinutes(sign)), exact.end);
    }
    return hour(hour, sign, end, 0);
  }

  private @Nullable Integer hourNumber(int i) {
    Integer number = t.number(i);
    return number == null || number > 23 || Set.of("a", "an").contains(t.at(i)) ? null : number;
  }

  private @Nullable Read half(int i) {
    boolean past = t.is(i + 1, "past");
    int at = past ? i + 2 : i + 1;
    Integer hour = hourNumber(at);
    if (hour == null || hour > 12) {
      return null;
    }
    if ((t.is(at, "een") || t.is(at, "1")) && t.isOneOf(at + 1, Set.of("uur", "hour"))) {
      return null;
    }
    int end = t.is(at + 1, "uur") ? at + 2 : at + 1;
    int amPm = amPm(at + 1);
    if (past && amPm != 0) {
      return twelveHour(hour, 30, amPm > 0, at + Math.abs(amPm));
    }
    if (past) {
      return hour(hour, 30, end, 0);
    }
    boolean english =
        Set.of(
                "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
                "twelve", "one")
            .contains(t.at(at));
    boolean dutch = t.isWord(at) ? !english : context.language() == QuickAddLanguage.NL;
    if (english) {
      return hour(hour, 30, end, 0);
    }
    if (dutch) {
      return hour(hour, -30, end, 0);
    }
    LocalTime stated = LocalTime.of(hour, 0);
    return Read.trouble(
        Code.UNCLEAR_TIME,
        end,
        List.of(words.at(stated.minusMinutes(30)), words.at(stated.plusMinutes(30))));
  }

  /** A begin and an end of a task, which has neither. */
  private @Nullable Match range(int i) {
    int start = t.skip(RANGE_STARTS, i);
    Read first = clock(start, start > i);
    if (first == null) {
      boolean until = t.isOneOf(i, Set.of("until", "till", "tot", "til"));
      Read end = until ? clock(i + 1, true) : null;
      return end == null || end.clock == null || !t.ends(end.end) || isDateWord(end.end)
          ? null
          : Match.strong(Phrase.Trouble.of(Code.TIME_RANGE, words.at(end.clock.time())), end.end);
    }
    if (!t.isOneOf(first.end, RANGES)
        && !(start > i && t.isOneOf(first.end, Set.of("en", "and")))) {
      return null;
    }
    Read second = clock(first.end + 1, true);
    if (first.clock == null || second == null || second.clock == null || !t.ends(second.end)) {
      return null;
    }
    if (isDateWord(second.end)) {
      return null;
    }
    return Match.strong(
        Phrase.Trouble.of(
            Code.TIME_RANGE, words.at(first.clock.time()), words.at(second.clock.time())),
        second.end);
  }

  private boolean isDateWord(int i) {
    return Vocabulary.MONTHS.containsKey(t.at(i)) || Vocabulary.SPANS.containsKey(t.at(i));
  }

  /** A date and a time in ISO 8601. */
  private @Nullable Match iso(int i) {
    if (!t.isNumber(i) || t.at(i).length() != 4 || !t.is(i + 1, "-") || !t.is(i + 5, "t")) {
      return null;
    }
    int end = i + 6;
    while (end < t.size() && !t.ends(end)) {
      end++;
    }
    String text = t.text(i, end).toUpperCase(Locale.ROOT);
    try {
      boolean local = text.indexOf('Z') < 0 && text.indexOf('+') < 0 && text.lastIndexOf('-') < 10;
      Due due =
          local
              ? new Due.AtTime(LocalDateTime.parse(text), context.zone())
              : at(OffsetDateTime.parse(text).toInstant(), context.zone());
      return Match.strong(new Phrase.Exact(due), end);
    } catch (DateTimeException e) {
      return Match.strong(Phrase.Trouble.of(Code.NO_SUCH_DATE), end);
    }
  }

  /** An instant in the repeated hour of a clock change has no unique local time. */
  static Due at(Instant instant, ZoneId zone) {
    var due = new Due.AtTime(instant.atZone(zone).toLocalDateTime(), zone);
    return due.instant().equals(instant)
        ? due
        : new Due.AtTime(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), ZoneId.of("UTC"));
  }
}
