package dcm.discord.text;

import java.time.LocalTime;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A part of a day, with the time that it means when none is typed. */
enum DayPart {
  MORNING(LocalTime.of(9, 0), "morning", "ochtend|morgen"),
  AFTERNOON(LocalTime.of(14, 0), "afternoon", "middag"),
  EVENING(LocalTime.of(20, 0), "evening|night", "avond");

  private static final String DUTCH_DAYS =
      "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|morgen";

  /** Words for a part of today. */
  private static final List<Word> WORDS =
      List.of(
          new Word("tonight", "today", EVENING),
          new Word("vanavond", "vandaag", EVENING),
          new Word("vanmiddag", "vandaag", AFTERNOON),
          new Word("vanochtend", "vandaag", MORNING),
          new Word("vanmorgen", "vandaag", MORNING),
          new Word("this morning", "today", MORNING),
          new Word("this afternoon", "today", AFTERNOON),
          new Word("this evening", "today", EVENING));

  /** The part's time when only the part is typed. */
  final LocalTime time;

  private final Pattern separate;
  private final Pattern joined;

  DayPart(LocalTime time, String english, String dutch) {
    this.time = time;
    this.separate =
        Pattern.compile(
            "(?<day>.+?) (?:(?:in the |in de )?(?:%s|%s)|'?s (?:%s)s|'s(?:%s)s)"
                .formatted(english, dutch, dutch, dutch));
    this.joined = Pattern.compile("(?<day>.*(?:%s))(?:%s)".formatted(DUTCH_DAYS, dutch));
  }

  private record Word(String text, String day, DayPart part) {}

  /**
   * A text without its part of the day.
   *
   * @param day the text that is left, for example {@code tomorrow}
   */
  record DayWithPart(String day, DayPart part) {}

  /**
   * The part of the day at the end of a text.
   *
   * @param text in lower case
   * @return null when it does not end in one
   */
  static @Nullable DayWithPart find(String text) {
    for (var word : WORDS) {
      if (text.equals(word.text()) || text.endsWith(" " + word.text())) {
        String before = text.substring(0, text.length() - word.text().length());
        return new DayWithPart(before + word.day(), word.part());
      }
    }
    for (var part : values()) {
      for (var pattern : List.of(part.separate, part.joined)) {
        Matcher matcher = pattern.matcher(text);
        if (matcher.matches()) {
          return new DayWithPart(matcher.group("day"), part);
        }
      }
    }
    return null;
  }

  /** The time of day in this part: 8 in the evening is 20:00. */
  LocalTime resolve(LocalTime typed) {
    boolean laterHalf = this != MORNING && typed.getHour() >= 1 && typed.getHour() < 12;
    return laterHalf ? typed.plusHours(12) : typed;
  }
}
