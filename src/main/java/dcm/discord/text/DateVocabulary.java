package dcm.discord.text;

import static java.util.Map.entry;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Date and time words in English and Dutch, in lower case. Both languages are always accepted. */
final class DateVocabulary {
  static final Map<String, Integer> DAYS_AHEAD =
      Map.ofEntries(
          entry("today", 0),
          entry("vandaag", 0),
          entry("end of day", 0),
          entry("end of the day", 0),
          entry("eind van de dag", 0),
          entry("einde van de dag", 0),
          entry("tomorrow", 1),
          entry("tmrw", 1),
          entry("morgen", 1),
          entry("overmorgen", 2),
          entry("day after tomorrow", 2),
          entry("the day after tomorrow", 2));

  static final Set<String> NEVER = Set.of("never", "none", "no", "nooit", "geen", "-");
  static final Set<String> OFF = Set.of("off", "none", "never", "no", "uit", "geen", "nooit", "-");
  static final Set<String> AT_DUE_TIME =
      Set.of("0", "at the due time", "at the time itself", "op het moment zelf");

  static final Map<String, DayOfWeek> WEEKDAYS = weekdays();
  static final Map<String, Month> MONTHS = months();

  static final Map<String, ChronoUnit> UNITS =
      Map.ofEntries(
          entry("m", ChronoUnit.MINUTES),
          entry("min", ChronoUnit.MINUTES),
          entry("mins", ChronoUnit.MINUTES),
          entry("minute", ChronoUnit.MINUTES),
          entry("minutes", ChronoUnit.MINUTES),
          entry("minuut", ChronoUnit.MINUTES),
          entry("minuten", ChronoUnit.MINUTES),
          entry("h", ChronoUnit.HOURS),
          entry("u", ChronoUnit.HOURS),
          entry("hour", ChronoUnit.HOURS),
          entry("hours", ChronoUnit.HOURS),
          entry("uur", ChronoUnit.HOURS),
          entry("uren", ChronoUnit.HOURS),
          entry("d", ChronoUnit.DAYS),
          entry("day", ChronoUnit.DAYS),
          entry("days", ChronoUnit.DAYS),
          entry("dag", ChronoUnit.DAYS),
          entry("dagen", ChronoUnit.DAYS),
          entry("w", ChronoUnit.WEEKS),
          entry("week", ChronoUnit.WEEKS),
          entry("weeks", ChronoUnit.WEEKS),
          entry("weken", ChronoUnit.WEEKS),
          entry("month", ChronoUnit.MONTHS),
          entry("months", ChronoUnit.MONTHS),
          entry("maand", ChronoUnit.MONTHS),
          entry("maanden", ChronoUnit.MONTHS),
          entry("year", ChronoUnit.YEARS),
          entry("years", ChronoUnit.YEARS),
          entry("jaar", ChronoUnit.YEARS),
          entry("jaren", ChronoUnit.YEARS));

  private DateVocabulary() {}

  private static Map<String, DayOfWeek> weekdays() {
    String[] words = {
      "monday mon mo maandag ma",
      "tuesday tue tues tu dinsdag di",
      "wednesday wed we woensdag wo",
      "thursday thu thur thurs th donderdag do",
      "friday fri fr vrijdag vr",
      "saturday sat sa zaterdag za zat",
      "sunday sun su zondag zo",
    };
    var map = new HashMap<String, DayOfWeek>();
    for (var day : DayOfWeek.values()) {
      for (String word : words[day.getValue() - 1].split(" ", -1)) {
        map.put(word, day);
      }
    }
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
