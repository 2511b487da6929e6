package dcm.quickadd;

import dcm.guild.value.Task;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Meanings written as phrases that the grammar understands again. */
record PhraseWords(QuickAddLanguage language) {
  private static final Map<Integer, String> ENGLISH_ORDINALS =
      Map.of(1, "first", 2, "second", 3, "third", 4, "fourth", 5, "fifth", -1, "last");
  private static final Map<Integer, String> DUTCH_ORDINALS =
      Map.of(1, "eerste", 2, "tweede", 3, "derde", 4, "vierde", 5, "vijfde", -1, "laatste");

  String date(LocalDate date) {
    return DateTimeFormatter.ofPattern("d MMMM uuuu", language.locale()).format(date);
  }

  String on(LocalDate date) {
    return language.choose("on ", "op ") + weekday(date.getDayOfWeek()) + " " + date(date);
  }

  String weekday(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, language.locale());
  }

  static String time(LocalTime time) {
    return time.getSecond() == 0 ? "%tR".formatted(time) : "%tT".formatted(time);
  }

  String at(LocalTime time) {
    return at(List.of(time));
  }

  String at(Collection<LocalTime> times) {
    return language.choose("at ", "om ") + list(times.stream().map(PhraseWords::time).toList());
  }

  String list(List<String> items) {
    int last = items.size() - 1;
    return last <= 0
        ? String.join("", items)
        : String.join(", ", items.subList(0, last))
            + language.choose(" and ", " en ")
            + items.get(last);
  }

  String from(LocalDate date) {
    return language.choose("from ", "vanaf ") + date(date);
  }

  String until(LocalDate date) {
    return language.choose("until ", "tot en met ") + date(date);
  }

  String times(int count) {
    return count + language.choose(" times", " keer");
  }

  String allDay() {
    return language.choose("all day", "hele dag");
  }

  String never() {
    return language.choose("never", "nooit");
  }

  String floating() {
    return language.choose("after done", "na afloop");
  }

  String repeat(Phrase.Repeat repeat) {
    String every = every(repeat.unit(), repeat.every());
    String day = day(repeat);
    return day.isEmpty() ? every : every + language.choose(" on ", " op ") + day;
  }

  private String every(Phrase.Unit unit, int interval) {
    boolean one = interval == 1;
    String english = "every " + (one ? "" : interval + " ");
    String dutch =
        (unit == Phrase.Unit.YEAR && one ? "elk " : "elke ") + (one ? "" : interval + " ");
    return switch (unit) {
      case DAY ->
          language.choose(english + (one ? "day" : "days"), dutch + (one ? "dag" : "dagen"));
      case WEEK ->
          language.choose(english + (one ? "week" : "weeks"), dutch + (one ? "week" : "weken"));
      case MONTH ->
          language.choose(
              english + (one ? "month" : "months"), dutch + (one ? "maand" : "maanden"));
      case YEAR -> language.choose(english + (one ? "year" : "years"), dutch + "jaar");
    };
  }

  private String day(Phrase.Repeat repeat) {
    return switch (repeat.unit()) {
      case DAY -> "";
      case WEEK -> list(repeat.days().stream().sorted().map(this::weekday).toList());
      case MONTH -> {
        if (repeat.ordinal() != 0) {
          yield language.choose("the ", "de ")
              + language.choose(
                  ENGLISH_ORDINALS.getOrDefault(repeat.ordinal(), ""),
                  DUTCH_ORDINALS.getOrDefault(repeat.ordinal(), ""))
              + " "
              + weekday(repeat.days().iterator().next());
        }
        yield repeat.monthDay() == 0
            ? ""
            : repeat.monthDay() == 31
                ? language.choose("the last day", "de laatste dag")
                : language.choose(
                    "the " + repeat.monthDay() + ending(repeat.monthDay()),
                    "de " + repeat.monthDay() + "e");
      }
      case YEAR -> repeat.date() == null ? "" : inYear(repeat.date());
    };
  }

  private String inYear(MonthDay date) {
    return DateTimeFormatter.ofPattern("d MMMM", language.locale()).format(date);
  }

  private static String ending(int number) {
    if (number >= 11 && number <= 13) {
      return "th";
    }
    return switch (number % 10) {
      case 1 -> "st";
      case 2 -> "nd";
      case 3 -> "rd";
      default -> "th";
    };
  }

  String priority(Task.Priority priority) {
    return switch (priority) {
      case LOW -> language.choose("!low", "!laag");
      case NORMAL -> language.choose("!normal", "!normaal");
      case HIGH -> language.choose("!high", "!hoog");
      case URGENT -> "!urgent";
    };
  }

  static String effort(int minutes) {
    return minutes + "m";
  }

  String mode(Phrase.Mode mode) {
    return switch (mode) {
      case TURNS -> language.choose("in turns", "om de beurt");
      case TOGETHER -> language.choose("together", "samen");
      case EACH -> language.choose("each of them", "ieder apart");
      case ANY -> language.choose("any of them", "een van hen");
    };
  }

  String everyone() {
    return language.choose("everyone", "iedereen");
  }

  List<String> both(LocalTime time) {
    var alternatives = new ArrayList<String>();
    alternatives.add(at(time));
    alternatives.add(at(time.plusHours(12)));
    return alternatives;
  }
}
