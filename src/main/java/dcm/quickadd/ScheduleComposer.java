package dcm.quickadd;

import dcm.guild.recurrence.Recurrences;
import dcm.guild.rules.DueChange;
import dcm.guild.value.Due;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.Schedule;
import dcm.quickadd.QuickAddResult.Code;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts the phrases of a schedule together. A weekday or a time of day that has passed today means
 * the next one; a day that is stated with a time that has passed is in the past, and reported.
 */
final class ScheduleComposer {
  /** Reports a problem of an element. */
  interface Reporter {
    void report(Element element, Code code, List<String> alternatives);
  }

  private final QuickAddContext context;
  private final PhraseWords words;
  private final Reporter reporter;
  private final boolean whole;
  private final LocalDate today;

  private @Nullable Element day;
  private @Nullable Element times;
  private @Nullable Element part;
  private @Nullable Element allDay;
  private @Nullable Element exact;
  private @Nullable Element repeat;
  private @Nullable Element start;
  private @Nullable Element end;
  private @Nullable Element count;
  private @Nullable Element floating;
  private Phrase.@Nullable Repeat rule;
  private List<LocalTime> clock = List.of();

  /** Whether a phrase that names days has a problem: then a time of day alone is no due. */
  private boolean dayUnclear;

  /**
   * @param whole whether several times of a day may belong to a repetition that is stated elsewhere
   */
  ScheduleComposer(QuickAddContext context, boolean whole, Reporter reporter) {
    this.whole = whole;
    this.context = context;
    this.words = new PhraseWords(context.language());
    this.reporter = reporter;
    this.today = context.today();
  }

  /** Takes a phrase in; another one of its kind that means something else is reported. */
  void add(Element element) {
    switch (element.phrase()) {
      case Phrase.Day _ -> day = day(element);
      case Phrase.Times _ -> times = only(times, element);
      case Phrase.Part _ -> part = only(part, element);
      case Phrase.AllDay _ -> allDay = only(allDay, element);
      case Phrase.Exact _ -> exact = only(exact, element);
      case Phrase.Repeat _ -> repeat = only(repeat, element);
      case Phrase.Start _ -> start = only(start, element);
      case Phrase.End _ -> end = only(end, element);
      case Phrase.Count _ -> count = only(count, element);
      case Phrase.Floating(var of) -> {
        floating = only(floating, element);
        repeat = of == null ? repeat : only(repeat, element);
      }
      case Phrase.Never _,
          Phrase.NoRepeat _,
          Phrase.Effort _,
          Phrase.Priority _,
          Phrase.Category _,
          Phrase.Label _,
          Phrase.Assignees _,
          Phrase.Sharing _,
          Phrase.Literal _ -> {}
      case Phrase.Trouble(var code, _) -> dayUnclear |= concernsDays(element, code);
    }
  }

  private static boolean concernsDays(Element element, Code code) {
    boolean time =
        code == Code.UNCLEAR_TIME || code == Code.NO_SUCH_TIME || code == Code.TIME_RANGE;
    return !time && (element.isSchedule() || code == Code.UNCLEAR_WORD);
  }

  private Element only(@Nullable Element former, Element element) {
    if (former != null && !former.phrase().equals(element.phrase())) {
      reporter.report(element, Code.CONTRADICTION, List.of());
      return former;
    }
    return former == null ? element : former;
  }

  /** A weekday beside its date is the same day. */
  private Element day(Element element) {
    if (!(day != null
        && day.phrase() instanceof Phrase.Day former
        && element.phrase() instanceof Phrase.Day added
        && (former.date() == null) != (added.date() == null))) {
      return only(day, element);
    }
    Element dated = added.date() == null ? day : element;
    Element named = added.date() == null ? element : day;
    LocalDate date = added.date() == null ? former.date() : added.date();
    if (date.getDayOfWeek() != (added.date() == null ? added : former).weekday()) {
      reporter.report(named, Code.WRONG_WEEKDAY, List.of(words.weekday(date.getDayOfWeek())));
    }
    return dated;
  }

  /** What is stated of a due: {@link DuePhrase.Specified}. */
  boolean hasTime() {
    return !clock.isEmpty();
  }

  boolean hasDay() {
    return day != null || start != null;
  }

  boolean isExact() {
    return exact != null || allDay != null;
  }

  /** All stated times of a day, in order. */
  List<LocalTime> clock() {
    return clock;
  }

  /** Whether a beginning, an end, a number or the completion is stated. */
  boolean isLimited() {
    return end != null || count != null || floating != null;
  }

  Phrase.@Nullable Repeat rule() {
    return rule;
  }

  Schedule compose() {
    rule = ruleOf(repeat);
    clock = readClock();
    return rule == null ? once() : recurring(rule);
  }

  private static Phrase.@Nullable Repeat ruleOf(@Nullable Element element) {
    if (element == null) {
      return null;
    }
    return element.phrase() instanceof Phrase.Floating(var stated)
        ? stated
        : (Phrase.Repeat) element.phrase();
  }

  private @Nullable PartOfDay partOfDay() {
    if (part != null && part.phrase() instanceof Phrase.Part(PartOfDay stated)) {
      return stated;
    }
    if (day != null && day.phrase() instanceof Phrase.Day(_, _, PartOfDay ofDay) && ofDay != null) {
      return ofDay;
    }
    return rule == null ? null : rule.part();
  }

  private List<LocalTime> readClock() {
    PartOfDay stated = partOfDay();
    if (!(times != null && times.phrase() instanceof Phrase.Times(var clocks))) {
      return stated == null || allDay != null ? List.of() : List.of(stated.time);
    }
    if (allDay != null) {
      reporter.report(times, Code.CONTRADICTION, List.of(words.allDay()));
      return List.of();
    }
    var resolved = new TreeSet<LocalTime>();
    for (Phrase.Clock each : clocks) {
      if (!each.sure() && stated == null) {
        var alternatives = new ArrayList<>(words.both(each.time()));
        if (each.effort() > 0) {
          alternatives.add(PhraseWords.effort(each.effort()));
        }
        reporter.report(times, Code.UNCLEAR_TIME, clocks.size() == 1 ? alternatives : List.of());
        return List.of();
      }
      resolved.add(stated == null ? each.time() : stated.resolve(each.time()));
    }
    if (floating != null && resolved.size() > 1) {
      reporter.report(times, Code.CONTRADICTION, resolved.stream().map(words::at).toList());
      return List.of();
    }
    return List.copyOf(resolved);
  }

  private Schedule once() {
    for (Element needing : new Element[] {start, end, count, floating}) {
      if (needing != null) {
        reporter.report(
            needing,
            Code.NEEDS_REPEAT,
            needing.phrase() instanceof Phrase.Start(var from)
                ? List.of(words.on(from.onOrAfter(today)))
                : List.of());
      }
    }
    if (clock.size() > 1 && times != null && !whole) {
      reporter.report(times, Code.CONTRADICTION, clock.stream().map(words::at).toList());
      return new Schedule.Once(new Due.Never());
    }
    Due due = exact == null ? due() : exactDue();
    return new Schedule.Once(due);
  }

  private Due exactDue() {
    Due due = ((Phrase.Exact) exact.phrase()).due();
    if (day != null || times != null) {
      reporter.report(exact, Code.CONTRADICTION, List.of());
      return new Due.Never();
    }
    if (due.start().isBefore(context.now())) {
      reporter.report(exact, Code.PAST, List.of());
      return new Due.Never();
    }
    return due;
  }

  private Due due() {
    LocalTime time = clock.isEmpty() ? null : clock.getFirst();
    if (day == null) {
      if (allDay != null) {
        reporter.report(allDay, Code.UNCLEAR_DAY, List.of(words.on(today)));
      }
      return time == null || dayUnclear
          ? new Due.Never()
          : new Due.AtTime(earliest(time).atTime(time), context.zone());
    }
    LocalDate date = ((Phrase.Day) day.phrase()).onOrAfter(earliest(time));
    Due due =
        time == null
            ? new Due.AllDay(date, context.zone())
            : new Due.AtTime(date.atTime(time), context.zone());
    boolean past =
        due instanceof Due.AtTime at ? at.instant().isBefore(context.now()) : date.isBefore(today);
    if (past) {
      LocalDate next =
          date.equals(today)
              ? today.plusDays(1)
              : DatePhrases.resolve(
                  null, date.getMonthValue(), date.getDayOfMonth(), today.plusDays(1));
      reporter.report(day, Code.PAST, next == null ? List.of() : List.of(words.on(next)));
      return new Due.Never();
    }
    return due;
  }

  /** The first day on which a time of day has not passed. */
  private LocalDate earliest(@Nullable LocalTime time) {
    return time == null || time.isAfter(context.local().toLocalTime()) ? today : today.plusDays(1);
  }

  private Schedule recurring(Phrase.Repeat stated) {
    LocalDate first = first();
    if (exact != null) {
      reporter.report(exact, Code.CONTRADICTION, List.of());
    }
    if (day != null && start != null) {
      reporter.report(day, Code.CONTRADICTION, List.of());
    }
    String rrule = preset(stated, first).rrule(context.weekStart());
    var schedule = schedule(rrule, first);
    boolean isDay = day != null && start == null;
    if (isDay && !DueChange.includes(schedule, dueOn(first))) {
      reporter.report(day, Code.NOT_IN_RULE, List.of(words.from(first)));
      first = today;
      rrule = preset(stated, first).rrule(context.weekStart());
    }
    var limited = schedule(rrule + limit(first), first);
    if (Recurrences.check(limited).isEmpty()) {
      return limited;
    }
    boolean ends = end != null && Recurrences.check(schedule(rrule, first)).isEmpty();
    reporter.report(ends ? end : repeat, ends ? Code.CONTRADICTION : Code.UNSUPPORTED, List.of());
    return ends ? schedule(rrule, first) : new Schedule.Once(new Due.Never());
  }

  private LocalDate first() {
    if (start != null && start.phrase() instanceof Phrase.Start(var from)) {
      return from.onOrAfter(today);
    }
    if (day == null) {
      return today;
    }
    LocalTime time = clock.isEmpty() ? null : clock.getLast();
    LocalDate date = ((Phrase.Day) day.phrase()).onOrAfter(earliest(time));
    if (date.isBefore(today)) {
      reporter.report(day, Code.PAST, List.of(words.from(date)));
    }
    return date;
  }

  private Due dueOn(LocalDate date) {
    return clock.isEmpty()
        ? new Due.AllDay(date, context.zone())
        : new Due.AtTime(date.atTime(clock.getFirst()), context.zone());
  }

  private Schedule.Recurring schedule(String rrule, LocalDate first) {
    return new Schedule.Recurring(
        new Recurrence(
            rrule,
            first,
            clock.isEmpty() ? null : clock.getFirst(),
            context.zone(),
            Recurrence.MonthEnd.CLAMP,
            clock.size() > 1 ? clock : null),
        floating == null ? Schedule.Anchor.FROM_DUE : Schedule.Anchor.FROM_COMPLETION);
  }

  static RecurrencePreset preset(Phrase.Repeat stated, LocalDate first) {
    int interval = stated.every();
    return switch (stated.unit()) {
      case DAY -> new RecurrencePreset.Daily(interval);
      case WEEK ->
          new RecurrencePreset.Weekly(
              interval, stated.days().isEmpty() ? Set.of(first.getDayOfWeek()) : stated.days());
      case MONTH ->
          stated.ordinal() != 0
              ? new RecurrencePreset.MonthlyByWeekday(
                  interval, stated.ordinal(), stated.days().iterator().next())
              : new RecurrencePreset.Monthly(
                  interval, stated.monthDay() == 0 ? first.getDayOfMonth() : stated.monthDay());
      case YEAR -> {
        MonthDay date = stated.date() == null ? MonthDay.from(first) : stated.date();
        yield new RecurrencePreset.Yearly(interval, date.getMonth(), date.getDayOfMonth());
      }
    };
  }

  private String limit(LocalDate first) {
    if (end != null && end.phrase() instanceof Phrase.End(var last)) {
      LocalDate until = last.onOrAfter(first);
      if (count != null) {
        reporter.report(count, Code.CONTRADICTION, List.of());
      }
      if (until.isBefore(first)) {
        LocalDate later =
            DatePhrases.resolve(null, until.getMonthValue(), until.getDayOfMonth(), first);
        reporter.report(
            end, Code.CONTRADICTION, later == null ? List.of() : List.of(words.until(later)));
        return "";
      }
      return ";UNTIL=" + until.format(DateTimeFormatter.BASIC_ISO_DATE);
    }
    if (count != null && floating != null) {
      // the rule restarts at each completion: there is nothing to count from
      reporter.report(count, Code.CONTRADICTION, List.of());
      return "";
    }
    return count != null && count.phrase() instanceof Phrase.Count(int times)
        ? ";COUNT=" + times
        : "";
  }
}
