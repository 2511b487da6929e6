package dcm.quickadd;

import static java.util.Map.entry;

import java.time.DayOfWeek;
import java.time.Month;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Words of dates and times in English and Dutch, in lower case. */
final class Vocabulary {
  static final Map<String, Integer> NUMBERS = numbers();
  static final Map<String, DayOfWeek> WEEKDAYS =
      weekdays(
          "monday mon maandag",
          "tuesday tue tues dinsdag di",
          "wednesday wed woensdag wo",
          "thursday thu thur thurs donderdag",
          "friday fri vrijdag vr",
          "saturday zaterdag za zat",
          "sunday zondag");

  /** Short forms that are also everyday words in one of the languages. */
  static final Map<String, DayOfWeek> UNSURE_WEEKDAYS =
      weekdays("mo ma", "tu", "we", "th do", "fr", "sa sat", "su sun zo");

  static final Map<String, DayOfWeek> PLURAL_WEEKDAYS = plurals();
  static final Map<String, Month> MONTHS = months();

  /** Units of distances and repetitions. */
  enum Span {
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    YEAR
  }

  static final Map<String, Span> SPANS =
      Map.ofEntries(
          entry("min", Span.MINUTE),
          entry("mins", Span.MINUTE),
          entry("minute", Span.MINUTE),
          entry("minutes", Span.MINUTE),
          entry("minuut", Span.MINUTE),
          entry("minuten", Span.MINUTE),
          entry("minuutjes", Span.MINUTE),
          entry("hr", Span.HOUR),
          entry("hrs", Span.HOUR),
          entry("hour", Span.HOUR),
          entry("hours", Span.HOUR),
          entry("uur", Span.HOUR),
          entry("uren", Span.HOUR),
          entry("day", Span.DAY),
          entry("days", Span.DAY),
          entry("dag", Span.DAY),
          entry("dagen", Span.DAY),
          entry("week", Span.WEEK),
          entry("weeks", Span.WEEK),
          entry("weken", Span.WEEK),
          entry("month", Span.MONTH),
          entry("months", Span.MONTH),
          entry("maand", Span.MONTH),
          entry("maanden", Span.MONTH),
          entry("year", Span.YEAR),
          entry("years", Span.YEAR),
          entry("jaar", Span.YEAR),
          entry("jaren", Span.YEAR));

  static final Map<String, Integer> ORDINALS =
      Map.ofEntries(
          entry("first", 1),
          entry("second", 2),
          entry("third", 3),
          entry("fourth", 4),
          entry("fifth", 5),
          entry("last", -1),
          entry("eerste", 1),
          entry("tweede", 2),
          entry("derde", 3),
          entry("vierde", 4),
          entry("vijfde", 5),
          entry("laatste", -1));

  static final Set<String> ORDINAL_ENDINGS = Set.of("st", "nd", "rd", "th", "ste", "de", "e");

  static final Map<String, PartOfDay> PARTS =
      Map.ofEntries(
          entry("morning", PartOfDay.MORNING),
          entry("ochtend", PartOfDay.MORNING),
          entry("morgen", PartOfDay.MORNING),
          entry("afternoon", PartOfDay.AFTERNOON),
          entry("middag", PartOfDay.AFTERNOON),
          entry("evening", PartOfDay.EVENING),
          entry("night", PartOfDay.EVENING),
          entry("avond", PartOfDay.EVENING));

  /** Parts of a day that can mean nothing else. */
  static final Map<String, PartOfDay> CLEAR_PARTS =
      Map.ofEntries(
          entry("in the morning", PartOfDay.MORNING),
          entry("in the afternoon", PartOfDay.AFTERNOON),
          entry("in the evening", PartOfDay.EVENING),
          entry("at night", PartOfDay.EVENING),
          entry("in de ochtend", PartOfDay.MORNING),
          entry("in de middag", PartOfDay.AFTERNOON),
          entry("in de avond", PartOfDay.EVENING),
          entry("'s ochtends", PartOfDay.MORNING),
          entry("'s morgens", PartOfDay.MORNING),
          entry("'s middags", PartOfDay.AFTERNOON),
          entry("'s avonds", PartOfDay.EVENING),
          entry("s ochtends", PartOfDay.MORNING),
          entry("s morgens", PartOfDay.MORNING),
          entry("s middags", PartOfDay.AFTERNOON),
          entry("s avonds", PartOfDay.EVENING),
          entry("'sochtends", PartOfDay.MORNING),
          entry("'smorgens", PartOfDay.MORNING),
          entry("'smiddags", PartOfDay.AFTERNOON),
          entry("'savonds", PartOfDay.EVENING));

  static final Set<String> EVERY =
      Set.of("every", "each", "elke", "elk", "iedere", "ieder", "om de");

  static final Set<String> ON = Set.of("on", "op");
  static final Set<String> ON_THE =
      Set.of("on", "op", "the", "de", "het", "on the", "op de", "op het", "in the", "in de");

  private Vocabulary() {}

  private static Map<String, Integer> numbers() {
    String[] words = {
      "a an one een één eén",
      "two twee",
      "three drie",
      "four vier",
      "five vijf",
      "six zes",
      "seven zeven",
      "eight acht",
      "nine negen",
      "ten tien",
      "eleven elf",
      "twelve twaalf",
    };
    var map = new HashMap<String, Integer>();
    for (int i = 0; i < words.length; i++) {
      for (String word : words[i].split(" ", -1)) {
        map.put(word, i + 1);
      }
    }
    map.put("fifteen", 15);
    map.put("vijftien", 15);
    map.put("twenty", 20);
    map.put("twintig", 20);
    map.put("thirty", 30);
    map.put("dertig", 30);
    return Map.copyOf(map);
  }

  private static Map<String, DayOfWeek> weekdays(String... words) {
    var map = new HashMap<String, DayOfWeek>();
    for (var day : DayOfWeek.values()) {
      for (String word : words[day.getValue() - 1].split(" ", -1)) {
        map.put(word, day);
      }
    }
    return Map.copyOf(map);
  }

  private static Map<String, DayOfWeek> plurals() {
    var map = new HashMap<String, DayOfWeek>();
    WEEKDAYS.forEach((word, day) -> {
      if (word.length() > 4) {
        map.put(word + "s", day);
        map.put(word + "en", day);
      }
    });
    return Map.copyOf(map);
  }

  private static Map<String, Month> months() {
    String[] words = {
      "january januari jan",
      "february februari feb",
      "march maart mar mrt",
      "april apr",
      "may mei",
      "june juni jun",
      "july juli jul",
      "august augustus aug",
      "september sep sept",
      "october oktober oct okt",
      "november nov",
      "december dec",
    };
    var map = new HashMap<String, Month>();
    for (var month : Month.values()) {
      for (String word : words[month.getValue() - 1].split(" ", -1)) {
        map.put(word, month);
      }
    }
    return Map.copyOf(map);
  }
}
