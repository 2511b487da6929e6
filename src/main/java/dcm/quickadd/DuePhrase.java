package dcm.quickadd;

import dcm.guild.value.Due;
import dcm.guild.value.Schedule;
import dcm.quickadd.QuickAddResult.Code;
import dcm.quickadd.QuickAddResult.Problem;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text that says when and nothing else: {@code vrijdag 19:00}, {@code never}, {@code every other
 * friday at 9}. The grammar is that of {@link QuickAdd}, but short forms of weekdays need no
 * company.
 *
 * @param due {@link Due.Never} when none is stated, or there are problems
 * @param specified the parts of the due that the text states; the caller may keep the other one
 * @param repeat null: it says nothing of a repetition
 * @param otherTimes the times of a day after that of the due
 * @param limited whether it states an end or a number of the repetition, or counts from completions
 * @param problems empty: everything was understood
 */
public record DuePhrase(
    Due due,
    Specified specified,
    @Nullable RepeatPhrase repeat,
    List<LocalTime> otherTimes,
    boolean limited,
    List<Problem> problems) {
  /** Longer texts are not understood. */
  public static final int MAX_LENGTH = 200;

  public DuePhrase {
    otherTimes = List.copyOf(otherTimes);
    problems = List.copyOf(problems);
  }

  /** What a text states of a due. */
  public enum Specified {
    /** The day, and either a time of day or that there is none. */
    ALL,
    DAY,
    TIME,
    /** Only a repetition. */
    NOTHING
  }

  /** Whether the whole text was understood. */
  public boolean isClear() {
    return problems.isEmpty();
  }

  public static DuePhrase parse(String text, QuickAddContext context) {
    var tokens = new Tokens(text.length() > MAX_LENGTH ? "" : text);
    var problems = new ArrayList<Problem>();
    ScheduleComposer.Reporter reporter =
        (element, code, alternatives) -> problems.add(problem(tokens, element, code, alternatives));
    List<Element> elements = new PhraseReader(tokens, context, true).read();
    boolean nothing = false;
    boolean never = false;
    var composer = new ScheduleComposer(context, true, reporter);
    int end = 0;
    for (Element element : elements) {
      nothing |= !isGlue(tokens, end, element.start());
      end = element.end();
      never |= element.phrase() instanceof Phrase.Never;
      if (element.phrase() instanceof Phrase.Trouble(Code code, List<String> alternatives)) {
        reporter.report(element, code, alternatives);
      } else {
        composer.add(element);
      }
    }
    nothing |= elements.isEmpty() || !isGlue(tokens, end, tokens.size());
    Schedule schedule = composer.compose();
    boolean unclear = problems.isEmpty() && nothing;
    if (unclear) {
      problems.add(new Problem(Code.UNCLEAR_DAY, 0, text.length(), text, List.of()));
    }
    boolean noRepeat =
        never || elements.stream().anyMatch(element -> element.phrase() instanceof Phrase.NoRepeat);
    return new DuePhrase(
        problems.isEmpty() ? due(schedule, composer, context) : new Due.Never(),
        never ? Specified.ALL : specified(composer),
        noRepeat ? RepeatPhrase.never() : RepeatPhrase.of(composer),
        composer.clock().stream().skip(1).toList(),
        composer.isLimited(),
        problems);
  }

  private static Problem problem(
      Tokens tokens, Element element, Code code, List<String> alternatives) {
    return new Problem(
        code,
        tokens.token(element.start()).from(),
        tokens.token(element.end() - 1).to(),
        tokens.text(element.start(), element.end()),
        alternatives);
  }

  private static boolean isGlue(Tokens tokens, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!tokens.is(i, ",") && !tokens.is(i, ".") && !tokens.is(i, ";")) {
        return false;
      }
    }
    return true;
  }

  private static Specified specified(ScheduleComposer composer) {
    if (composer.isExact() || (composer.hasDay() && composer.hasTime())) {
      return Specified.ALL;
    }
    return composer.hasDay()
        ? Specified.DAY
        : composer.hasTime() ? Specified.TIME : Specified.NOTHING;
  }

  /** The due; of a repetition its first day and time, as far as they are stated. */
  private static Due due(Schedule schedule, ScheduleComposer composer, QuickAddContext context) {
    return switch (schedule) {
      case Schedule.Once(Due due) -> due;
      case Schedule.Recurring recurring -> {
        var rule = recurring.recurrence();
        if (!composer.hasDay() && rule.time() == null) {
          yield new Due.Never();
        }
        LocalDate day = rule.start();
        if (rule.time() == null) {
          yield new Due.AllDay(day, rule.zone());
        }
        boolean passed = !composer.hasDay() && !rule.time().isAfter(context.local().toLocalTime());
        yield new Due.AtTime((passed ? day.plusDays(1) : day).atTime(rule.time()), rule.zone());
      }
    };
  }

  /**
   * A repetition as a text states it.
   *
   * @param unit null: it does not repeat
   * @param interval null: not stated, which means 1
   * @param days weekdays; empty when none are stated
   * @param ordinal which one of the month {@code days} is, -1 for the last; null: each
   * @param dayOfMonth null: not stated
   * @param date of a yearly one; null: not stated
   */
  public record RepeatPhrase(
      @Nullable Unit unit,
      @Nullable Integer interval,
      Set<DayOfWeek> days,
      @Nullable Integer ordinal,
      @Nullable Integer dayOfMonth,
      @Nullable MonthDay date) {
    public RepeatPhrase {
      days = Set.copyOf(days);
    }

    /** The unit of a repetition. */
    public enum Unit {
      DAY,
      WEEK,
      MONTH,
      YEAR
    }

    private static RepeatPhrase never() {
      return new RepeatPhrase(null, null, Set.of(), null, null, null);
    }

    private static @Nullable RepeatPhrase of(ScheduleComposer composer) {
      Phrase.Repeat rule = composer.rule();
      return rule == null
          ? null
          : new RepeatPhrase(
              Unit.valueOf(rule.unit().name()),
              rule.interval(),
              rule.days(),
              rule.ordinal() == 0 ? null : Integer.valueOf(rule.ordinal()),
              rule.monthDay() == 0 ? null : Integer.valueOf(rule.monthDay()),
              rule.date());
    }
  }

  /** Repetitions, weekdays and hours are read without a clock. */
  private static final QuickAddContext ANY =
      new QuickAddContext(
          QuickAddLanguage.EN, ZoneOffset.UTC, DayOfWeek.MONDAY, Instant.EPOCH, QuickAddNames.NONE);

  /** The repetition of a text that says nothing else; null: it is none, or has a problem. */
  public static @Nullable RepeatPhrase repetition(String text) {
    RepeatPhrase repeat = ofWhole(text);
    if (repeat != null) {
      return repeat;
    }
    // "first monday" can only mean a repetition where one is asked for
    RepeatPhrase monthly = ofWhole("every month on the " + text);
    return monthly != null && monthly.ordinal != null ? monthly : null;
  }

  private static @Nullable RepeatPhrase ofWhole(String text) {
    DuePhrase phrase = parse(text, ANY);
    boolean alone = phrase.specified == Specified.NOTHING || phrase.repeat == null;
    boolean never = phrase.repeat != null && phrase.repeat.unit == null;
    return phrase.isClear() && !phrase.limited && (alone || never) ? phrase.repeat : null;
  }

  /**
   * The weekdays of a text that names nothing else: {@code ma, do}, {@code mon-fri}, {@code sat}.
   */
  public static @Nullable Set<DayOfWeek> weekdays(String text) {
    Set<DayOfWeek> days = text.length() > MAX_LENGTH ? null : oneList(text);
    if (days != null) {
      return days;
    }
    // "ma do"
    var all = EnumSet.noneOf(DayOfWeek.class);
    for (String word : text.strip().split("[\\s,;]+", -1)) {
      Set<DayOfWeek> day = text.length() > MAX_LENGTH || word.equals(text) ? null : oneList(word);
      if (day == null) {
        return null;
      }
      all.addAll(day);
    }
    return all;
  }

  private static @Nullable Set<DayOfWeek> oneList(String text) {
    var tokens = new Tokens(text);
    if (tokens.size() == 1 && tokens.is(0, "weekend")) {
      return EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
    }
    List<Element> elements = new PhraseReader(tokens, ANY, true).read();
    boolean one =
        elements.size() == 1
            && elements.getFirst().start() == 0
            && isGlue(tokens, elements.getFirst().end(), tokens.size());
    if (!one) {
      return null;
    }
    return switch (elements.getFirst().phrase()) {
      case Phrase.Repeat repeat
          when repeat.unit() == Phrase.Unit.WEEK
              && repeat.interval() == null
              && repeat.part() == null
              && !repeat.days().isEmpty() ->
          EnumSet.copyOf(repeat.days());
      case Phrase.Day(LocalDate date, DayOfWeek day, PartOfDay part)
          when date == null && part == null ->
          EnumSet.of(day);
      case Phrase _ -> null;
    };
  }

  /** The times of a text that names nothing else, in order; null: it is unclear. */
  public static @Nullable List<LocalTime> times(String text, QuickAddContext context) {
    for (String each : List.of(text, "at " + text)) {
      DuePhrase phrase = parse(each, context);
      boolean timesOnly =
          phrase.isClear() && phrase.specified == Specified.TIME && phrase.repeat == null;
      if (timesOnly && phrase.due instanceof Due.AtTime time) {
        var times = new ArrayList<LocalTime>();
        times.add(time.local().toLocalTime());
        times.addAll(phrase.otherTimes);
        return times;
      }
    }
    return null;
  }

  /** The month of a word; null: it is none. */
  public static @Nullable Month month(String word) {
    return Vocabulary.MONTHS.get(word);
  }
}
