package dcm.quickadd;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists and ranges of weekdays: {@code ma en do}, {@code mon-fri}, {@code weekdays}, {@code
 * vrijdagavond}.
 */
final class WeekdayLists {
  static final Set<DayOfWeek> WORKING_DAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  static final Set<String> WORKING_DAY_WORDS =
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
  static final Set<String> WEEKEND_DAYS =
      Set.of("weekends", "weekenden", "weekend days", "in weekends", "weekenddagen");
  static final Set<String> RANGES =
      Set.of("-", "\u2013", "t/m", "tot en met", "tot", "to", "through", "thru", "until");
  static final Set<String> SEPARATORS =
      Set.of(",", "and", "en", "&", "+", "/", ";", ", and", ", en");

  private final Tokens t;
  private final DayPhrases days;

  WeekdayLists(Tokens tokens, DayPhrases days) {
    this.t = tokens;
    this.days = days;
  }

  /** Weekdays in a list. */
  record Listed(Set<DayOfWeek> days, int end, boolean plural, @Nullable PartOfDay part) {}

  /**
   * @param prepared whether a preposition or "every" precedes, so that short forms count
   */
  @Nullable Listed read(int i, boolean prepared) {
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
  @Nullable Listed item(int i, boolean prepared) {
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
  @Nullable Listed joined(int i) {
    String word = t.at(i);
    int dag = word.indexOf("dag");
    if (dag < 0 || word.length() <= dag + 3 || !t.ends(i + 1)) {
      return null;
    }
    DayOfWeek day = Vocabulary.WEEKDAYS.get(word.substring(0, dag + 3));
    PartOfDay part = Vocabulary.PARTS.get(word.substring(dag + 3));
    return day == null || part == null ? null : new Listed(Set.of(day), i + 1, false, part);
  }
}
