package dcm.quickadd;

import dcm.guild.value.Assignment;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.quickadd.QuickAddResult.Code;
import dcm.quickadd.QuickAddResult.Fields;
import dcm.quickadd.QuickAddResult.Problem;
import dcm.quickadd.QuickAddResult.Range;
import dcm.quickadd.QuickAddResult.Understood;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parser of a task that is typed as a line: {@code Afwas morgen 19:00 @Sanne elke dinsdag !hoog
 * #keuken 20m}. Never fails. Every character of the text is white space or belongs to the title, an
 * understood part or a problem.
 */
public final class QuickAdd {
  /** Characters that a typed line may have. */
  public static final int MAX_LENGTH = 500;

  /** What {@link QuickAddText#echo} may need for the longest line. */
  private static final int MAX_PARSED = 4_000;

  private static final int MAX_TITLE = 200;

  /** Punctuation between a phrase and what is beside it. */
  static final Set<String> GLUE =
      Set.of(",", ";", "-", "\u2013", "\u2014", "\u00b7", "|", ":", "(", ")", ".", "\u2026");

  /** Words that join two phrases, when nothing else stands between them. */
  private static final Set<String> JOINERS = Set.of("and", "en", "or", "of", "&", "+");

  private final Tokens t;
  private final QuickAddContext context;
  private final PhraseWords words;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Understood> understood = new ArrayList<>();
  private final List<Element> troubled = new ArrayList<>();
  private List<Element> elements = List.of();

  private QuickAdd(String text, QuickAddContext context) {
    this.t = new Tokens(text);
    this.context = context;
    this.words = new PhraseWords(context.language());
  }

  public static QuickAddResult parse(String text, QuickAddContext context) {
    if (text.length() > MAX_PARSED) {
      var problem = new Problem(Code.TOO_LONG, 0, text.length(), text, List.of());
      return new QuickAddResult(
          new Fields(
              "",
              new Schedule.Once(new dcm.guild.value.Due.Never()),
              null,
              null,
              null,
              null,
              List.of()),
          List.of(),
          List.of(),
          List.of(problem));
    }
    return new QuickAdd(text, context).parse();
  }

  private QuickAddResult parse() {
    elements = new PhraseReader(t, context, false).read();
    var composer = new ScheduleComposer(context, false, this::report);
    var assignment = new AssignmentComposer(t, words, this::report);
    Element priority = null;
    Element effort = null;
    Element category = null;
    var labels = new ArrayList<GroupingId>();
    for (Element element : elements) {
      switch (element.phrase()) {
        case Phrase.Trouble(Code code, List<String> alternatives) -> {
          report(element, code, alternatives);
          composer.add(element);
          assignment.add(element);
        }
        case Phrase.Priority _ -> priority = only(priority, element);
        case Phrase.Effort _ -> effort = only(effort, element);
        case Phrase.Category _ -> category = only(category, element);
        case Phrase.Label(var id) -> labels.add(id);
        case Phrase.Assignees _, Phrase.Sharing _ -> assignment.add(element);
        case Phrase.Literal _ -> {}
        case Phrase.Day _,
            Phrase.Exact _,
            Phrase.Times _,
            Phrase.Part _,
            Phrase.AllDay _,
            Phrase.Never _,
            Phrase.Repeat _,
            Phrase.NoRepeat _,
            Phrase.Start _,
            Phrase.End _,
            Phrase.Count _,
            Phrase.Floating _ ->
            composer.add(element);
      }
    }
    Schedule schedule = composer.compose();
    Assignment assigned = assignment.compose();
    var titles = titleRanges();
    String title = title(titles);
    checkTitle(title, titles);
    var describer = new PhraseDescriber(context, t, schedule);
    for (Element element : elements) {
      describe(element, describer);
    }
    problems.sort(Comparator.comparingInt(Problem::from));
    return new QuickAddResult(
        new Fields(
            title,
            schedule,
            assigned,
            priority != null && priority.phrase() instanceof Phrase.Priority(Task.Priority stated)
                ? stated
                : null,
            effort != null && effort.phrase() instanceof Phrase.Effort(int minutes, boolean _)
                ? Integer.valueOf(minutes)
                : null,
            category != null && category.phrase() instanceof Phrase.Category(GroupingId id)
                ? id
                : null,
            labels),
        titles,
        understood,
        problems);
  }

  private @Nullable Element only(@Nullable Element former, Element element) {
    if (former != null && !former.phrase().equals(element.phrase())) {
      report(element, Code.CONTRADICTION, List.of());
    }
    return former == null ? element : former;
  }

  private void report(Element element, Code code, List<String> alternatives) {
    troubled.add(element);
    Range range = range(element);
    problems.add(
        new Problem(
            code,
            range.from(),
            range.to(),
            t.source.substring(range.from(), range.to()),
            alternatives.stream().distinct().toList()));
  }

  private void describe(Element element, PhraseDescriber describer) {
    if (troubled.contains(element) || element.phrase() instanceof Phrase.Literal) {
      return;
    }
    Range range = range(element);
    understood.add(
        new Understood(
            describer.kind(element.phrase()),
            range.from(),
            range.to(),
            t.source.substring(range.from(), range.to()),
            describer.words(element.phrase())));
  }

  private Range range(Element element) {
    return new Range(t.token(element.start()).from(), t.token(element.end() - 1).to());
  }

  /** The runs of tokens that are no phrase, without punctuation that only separates phrases. */
  private List<Range> titleRanges() {
    var ranges = new ArrayList<Range>();
    int from = 0;
    for (int i = 0; i <= elements.size(); i++) {
      Element element = i < elements.size() ? elements.get(i) : null;
      if (element != null && element.phrase() instanceof Phrase.Literal) {
        continue;
      }
      int to = element == null ? t.size() : element.start();
      if (to > from) {
        ranges.add(new Range(t.token(from).from(), t.token(to - 1).to()));
      }
      from = element == null ? to : element.end();
    }
    return ranges;
  }

  private String title(List<Range> ranges) {
    var literals =
        elements.stream().filter(element -> element.phrase() instanceof Phrase.Literal).toList();
    if (ranges.size() == 1
        && literals.size() == 1
        && range(literals.getFirst()).equals(ranges.getFirst())
        && literals.getFirst().phrase() instanceof Phrase.Literal(String content)) {
      return normalized(content);
    }
    var parts = new ArrayList<String>();
    for (int i = 0; i < ranges.size(); i++) {
      String part = trimmed(ranges.get(i));
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return String.join(" ", parts);
  }

  /** A part of the title without the punctuation between it and a phrase. */
  private String trimmed(Range range) {
    String text = normalized(t.source.substring(range.from(), range.to()));
    boolean first = t.size() > 0 && t.token(0).from() == range.from();
    boolean last = t.size() > 0 && t.token(t.size() - 1).to() == range.to();
    int from = 0;
    int to = text.length();
    while (!first && from < to && isGlue(text, from, from + 1)) {
      from++;
    }
    while (!last && to > from && isGlue(text, to - 1, to - 2)) {
      to--;
    }
    String trimmed = text.substring(from, to).strip();
    return !first && !last && JOINERS.contains(trimmed) ? "" : trimmed;
  }

  /**
   * @param beside index of the character that decides whether a dash or a bracket stands alone
   */
  private static boolean isGlue(String text, int i, int beside) {
    char glue = text.charAt(i);
    boolean alone =
        beside < 0
            || beside >= text.length()
            || text.charAt(beside) == ' '
            || GLUE.contains(String.valueOf(text.charAt(beside)));
    return glue == ' '
        || ",;:".indexOf(glue) >= 0
        || (alone && GLUE.contains(String.valueOf(glue)));
  }

  private static String normalized(String text) {
    var plain = new StringBuilder();
    text.codePoints()
        .forEach(codePoint -> {
          if (!Tokenizer.isSpace(codePoint)) {
            plain.appendCodePoint(codePoint);
          } else if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != ' ') {
            plain.append(' ');
          }
        });
    return Normalizer.normalize(plain, Normalizer.Form.NFC).strip();
  }

  private void checkTitle(String title, List<Range> ranges) {
    if (title.isEmpty()) {
      problems.add(new Problem(Code.NO_TITLE, 0, 0, "", List.of()));
    } else if (title.codePointCount(0, title.length()) > MAX_TITLE) {
      problems.add(
          new Problem(
              Code.TITLE_TOO_LONG,
              ranges.getFirst().from(),
              ranges.getLast().to(),
              title,
              List.of()));
    }
  }
}
