package dcm.quickadd;

import static java.util.Map.entry;

import dcm.guild.value.Task;
import dcm.quickadd.Phrase.Match;
import dcm.quickadd.QuickAddResult.Code;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Phrases of effort and priority: {@code 20m}, {@code 1u30}, {@code half an hour}, {@code !hoog}.
 */
final class EffortPhrases {
  private static final int MAX_MINUTES = 1_440;
  private static final Map<String, Integer> WORDS =
      Map.ofEntries(
          entry("half an hour", 30),
          entry("a half hour", 30),
          entry("half hour", 30),
          entry("een half uur", 30),
          entry("een half uurtje", 30),
          entry("half uur", 30),
          entry("half uurtje", 30),
          entry("halfuur", 30),
          entry("een halfuur", 30),
          entry("an hour", 60),
          entry("een uur", 60),
          entry("een uurtje", 60),
          entry("uurtje", 60),
          entry("an hour and a half", 90),
          entry("anderhalf uur", 90),
          entry("a quarter of an hour", 15),
          entry("quarter of an hour", 15),
          entry("kwartier", 15),
          entry("kwartiertje", 15),
          entry("een kwartier", 15),
          entry("een kwartiertje", 15),
          entry("drie kwartier", 45),
          entry("three quarters of an hour", 45));
  private static final Set<String> LEADING =
      Set.of("~", "takes", "duurt", "ca", "ca.", "about", "ongeveer", "~ ");
  private static final Map<String, Task.Priority> PRIORITIES =
      Map.ofEntries(
          entry("!low", Task.Priority.LOW),
          entry("!laag", Task.Priority.LOW),
          entry("!normal", Task.Priority.NORMAL),
          entry("!normaal", Task.Priority.NORMAL),
          entry("!high", Task.Priority.HIGH),
          entry("!hoog", Task.Priority.HIGH),
          entry("!important", Task.Priority.HIGH),
          entry("!belangrijk", Task.Priority.HIGH),
          entry("!!", Task.Priority.HIGH),
          entry("!!!", Task.Priority.URGENT),
          entry("!urgent", Task.Priority.URGENT),
          entry("!dringend", Task.Priority.URGENT),
          entry("!spoed", Task.Priority.URGENT),
          entry("urgent", Task.Priority.URGENT),
          entry("dringend", Task.Priority.URGENT),
          entry("low priority", Task.Priority.LOW),
          entry("lage prioriteit", Task.Priority.LOW),
          entry("high priority", Task.Priority.HIGH),
          entry("hoge prioriteit", Task.Priority.HIGH));

  private final Tokens t;
  private final PhraseWords words;

  EffortPhrases(Tokens tokens, QuickAddContext context) {
    this.t = tokens;
    this.words = new PhraseWords(context.language());
  }

  @Nullable Match read(int i) {
    Match priority = priority(i);
    if (priority != null) {
      return priority;
    }
    Match effort = effort(t.skip(LEADING, i));
    return effort != null && t.ends(effort.end()) ? effort : null;
  }

  private @Nullable Match priority(int i) {
    var entry = t.longest(PRIORITIES, i);
    if (entry != null) {
      return Match.strong(new Phrase.Priority(entry.value()), entry.end());
    }
    if (!t.is(i, "!")
        || t.spaced(i + 1)
        || (!t.isWord(i + 1) && !t.isNumber(i + 1))
        || !t.ends(i + 2)) {
      return null;
    }
    List<String> all = List.of(Task.Priority.values()).stream().map(words::priority).toList();
    return Match.strong(new Phrase.Trouble(Code.UNKNOWN_PRIORITY, all), i + 2);
  }

  private @Nullable Match effort(int i) {
    var word = t.longest(WORDS, i);
    if (word != null) {
      return Match.strong(new Phrase.Effort(word.value(), false), word.end());
    }
    Integer count = t.digits(i, 4);
    if (count == null) {
      return null;
    }
    if ((t.is(i + 1, ",") || t.is(i + 1, ".")) && !t.spaced(i + 1)) {
      return decimal(i, count);
    }
    String unit = t.at(i + 1);
    if (unit.equals("m") || minuteWord(unit)) {
      return minutes(count, i + 2, false);
    }
    boolean shortHour = unit.equals("u") || unit.equals("h");
    if (shortHour && !t.spaced(i + 1)) {
      Integer minutes = t.spaced(i + 2) ? null : t.digits(i + 2, 2);
      if (minutes == null) {
        return minutes(count * 60, i + 2, count < 24);
      }
      int end = t.is(i + 3, "m") ? i + 4 : i + 3;
      return minutes > 59 ? null : minutes(count * 60 + minutes, end, end == i + 3);
    }
    return Set.of("hour", "hours", "hr", "hrs", "uren", "uurtjes").contains(unit)
        ? minutes(count * 60, i + 2, false)
        : null;
  }

  private static boolean minuteWord(String unit) {
    return Vocabulary.SPANS.get(unit) == Vocabulary.Span.MINUTE;
  }

  /** 1.5h, 1,5 uur. */
  private @Nullable Match decimal(int i, int whole) {
    boolean half = t.is(i + 2, "5") && !t.spaced(i + 2);
    boolean hours =
        t.isOneOf(i + 3, Set.of("u", "h"))
            || Vocabulary.SPANS.get(t.at(i + 3)) == Vocabulary.Span.HOUR;
    return half && hours ? minutes(whole * 60 + 30, i + 4, false) : null;
  }

  private static Match minutes(int minutes, int end, boolean hourLike) {
    return minutes > MAX_MINUTES || minutes < 1
        ? Match.strong(Phrase.Trouble.of(Code.OUT_OF_RANGE), end)
        : Match.strong(new Phrase.Effort(minutes, hourLike), end);
  }
}
