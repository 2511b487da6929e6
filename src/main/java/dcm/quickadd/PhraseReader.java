package dcm.quickadd;

import dcm.quickadd.Phrase.Match;
import dcm.quickadd.Phrase.Strength;
import dcm.quickadd.QuickAddResult.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the phrases of a line: at each word the longest one. What is left is the title. A text in
 * double quotes is left alone.
 */
final class PhraseReader {
  private static final Set<String> ARTICLES =
      Set.of("the", "a", "an", "my", "de", "het", "een", "mijn", "to", "te", "in the", "of");
  private static final Set<String> OPENING_QUOTES = Set.of("\"", "\u201c", "\u201e");
  private static final Set<String> CLOSING_QUOTES = Set.of("\"", "\u201d", "\u201c");

  private final Tokens t;
  private final PhraseWords words;
  private final boolean whole;
  private final DayPhrases days;
  private final TimePhrases times;
  private final RepeatPhrases repeats;
  private final EffortPhrases efforts;
  private final NamePhrases names;

  PhraseReader(Tokens tokens, QuickAddContext context, boolean whole) {
    this.t = tokens;
    this.words = new PhraseWords(context.language());
    this.whole = whole;
    this.days = new DayPhrases(tokens, context, whole);
    this.times = new TimePhrases(tokens, context, whole);
    this.repeats = new RepeatPhrases(tokens, context, days, whole);
    this.efforts = new EffortPhrases(tokens, context);
    this.names = new NamePhrases(tokens, context);
  }

  /** The phrases in the order of the text. */
  List<Element> read() {
    var found = new ArrayList<Element>();
    int i = 0;
    while (i < t.size()) {
      Match match = t.begins(i) ? longest(i) : null;
      if (match == null) {
        i++;
      } else {
        found.add(new Element(match.phrase(), i, match.end(), match.strength()));
        i = match.end();
      }
    }
    return settled(hourLikeBesideDays(found));
  }

  private @Nullable Match longest(int i) {
    Match quoted = quoted(i);
    if (quoted != null) {
      return quoted;
    }
    Match best = null;
    for (Match match :
        whole
            ? new Match[] {repeats.read(i), days.read(i), times.read(i)}
            : new Match[] {
              repeats.read(i), days.read(i), times.read(i), efforts.read(i), names.read(i),
            }) {
      boolean longer =
          match != null && t.ends(match.end()) && (best == null || match.end() > best.end());
      if (longer) {
        best = match;
      }
    }
    return best;
  }

  /** A text in quotes, with {@code \"} and {@code \\} for a quote and a backslash. */
  private @Nullable Match quoted(int i) {
    if (whole || !t.isOneOf(i, OPENING_QUOTES)) {
      return null;
    }
    var content = new StringBuilder();
    int from = t.token(i).to();
    for (int end = i + 1; end < t.size(); end++) {
      Token token = t.token(end);
      boolean escape = t.is(end, "\\") && end + 1 < t.size() && !t.spaced(end + 1);
      if (escape && (t.is(end + 1, "\\") || t.is(end + 1, "\""))) {
        content.append(t.source, from, token.from());
        from = token.to();
        end++;
      } else if (t.isOneOf(end, CLOSING_QUOTES) && t.ends(end + 1)) {
        content.append(t.source, from, token.from());
        return content.toString().isBlank()
            ? null
            : Match.strong(new Phrase.Literal(content.toString()), end + 1);
      }
    }
    return null;
  }

  /** "friday 3u" may be 3 o'clock, as well as three hours of work. */
  private List<Element> hourLikeBesideDays(List<Element> found) {
    var result = new ArrayList<Element>();
    boolean timed = found.stream().anyMatch(element -> element.phrase() instanceof Phrase.Times);
    for (Element element : found) {
      Element before = result.isEmpty() ? null : result.getLast();
      boolean besideDay =
          before != null
              && before.end() == element.start()
              && before.phrase() instanceof Phrase.Day;
      if (!timed
          && besideDay
          && element.phrase() instanceof Phrase.Effort(int minutes, boolean hourLike)
          && hourLike) {
        var alternatives =
            new ArrayList<>(words.both(java.time.LocalTime.of(minutes / 60, minutes % 60)));
        alternatives.add(PhraseWords.effort(minutes));
        result.add(
            new Element(
                new Phrase.Trouble(Code.UNCLEAR_TIME, alternatives),
                element.start(),
                element.end(),
                Strength.STRONG));
      } else {
        result.add(element);
      }
    }
    return result;
  }

  /** Without the phrases that lack the company they need. */
  private List<Element> settled(List<Element> found) {
    var settled = new ArrayList<Element>();
    for (int i = 0; i < found.size(); i++) {
      Element element = found.get(i);
      Element before = settled.isEmpty() ? null : settled.getLast();
      Element after = i + 1 < found.size() ? found.get(i + 1) : null;
      boolean accompanied =
          whole
              || element.strength() == Strength.STRONG
              || (before != null && touches(before, element) && befriends(before, element))
              || (after != null
                  && after.strength() == Strength.STRONG
                  && touches(element, after)
                  && befriends(after, element));
      boolean last = isLast(found, i);
      Element kept =
          accompanied
              ? element
              : switch (element.strength()) {
                case STRONG -> element;
                case TRAILING -> last ? element : null;
                case ASKED_INSIDE -> last ? element : asked(element);
                case ASKED -> asked(element);
                case UNSURE -> last ? unclearWord(element) : null;
                case WEAK -> null;
              };
      if (kept != null) {
        settled.add(kept);
      }
    }
    return settled;
  }

  /** What may be a mere number is asked about. */
  private Element asked(Element element) {
    return switch (element.phrase()) {
      case Phrase.Day day when day.date() != null ->
          trouble(element, Code.UNCLEAR_DAY, words.on(day.date()));
      case Phrase.Times(var clocks) ->
          trouble(element, Code.UNCLEAR_TIME, words.at(clocks.getFirst().time()));
      case Phrase _ -> element;
    };
  }

  /** An everyday word at the end of a line; null: an article shows that it is one. */
  private @Nullable Element unclearWord(Element element) {
    boolean beside = element.start() > 0 && !ARTICLES.contains(t.at(element.start() - 1));
    return beside && element.phrase() instanceof Phrase.Day day && day.weekday() != null
        ? trouble(
            element,
            Code.UNCLEAR_WORD,
            words.language().choose("on ", "op ") + words.weekday(day.weekday()))
        : null;
  }

  private static Element trouble(Element element, Code code, String... alternatives) {
    return new Element(
        Phrase.Trouble.of(code, alternatives), element.start(), element.end(), Strength.STRONG);
  }

  private static boolean befriends(Element friend, Element element) {
    return element.phrase() instanceof Phrase.Sharing
        ? friend.phrase() instanceof Phrase.Assignees
        : friend.isSchedule();
  }

  private boolean touches(Element first, Element second) {
    return first.end() == second.start()
        || (first.end() + 1 == second.start() && t.is(first.end(), ","));
  }

  /** Whether no word of the title follows. */
  private boolean isLast(List<Element> found, int i) {
    int end = found.get(i).end();
    for (Element next : found.subList(i + 1, found.size())) {
      if (next.start() > end && !isGlue(end, next.start())) {
        return false;
      }
      end = next.end();
    }
    return isGlue(end, t.size());
  }

  private boolean isGlue(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!QuickAdd.GLUE.contains(t.at(i))) {
        return false;
      }
    }
    return true;
  }
}
