package dcm.quickadd;

import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import dcm.guild.value.Schedule;
import dcm.quickadd.QuickAddResult.Kind;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/** Says what each phrase was taken to mean. */
final class PhraseDescriber {
  private final QuickAddContext context;
  private final PhraseWords words;
  private final NamePhrases names;
  private final Schedule schedule;

  PhraseDescriber(QuickAddContext context, Tokens tokens, Schedule schedule) {
    this.context = context;
    this.words = new PhraseWords(context.language());
    this.names = new NamePhrases(tokens, context);
    this.schedule = schedule;
  }

  Kind kind(Phrase phrase) {
    return switch (phrase) {
      case Phrase.Day _, Phrase.Exact _, Phrase.AllDay _, Phrase.Never _ -> Kind.DAY;
      case Phrase.Times _, Phrase.Part _ -> Kind.TIME;
      case Phrase.Repeat _, Phrase.NoRepeat _ -> Kind.REPEAT;
      case Phrase.Start _ -> Kind.START;
      case Phrase.End _ -> Kind.END;
      case Phrase.Count _ -> Kind.COUNT;
      case Phrase.Floating _ -> Kind.ANCHOR;
      case Phrase.Assignees _ -> Kind.ASSIGNEE;
      case Phrase.Sharing _ -> Kind.STRATEGY;
      case Phrase.Priority _ -> Kind.PRIORITY;
      case Phrase.Effort _ -> Kind.EFFORT;
      case Phrase.Category _ -> Kind.CATEGORY;
      case Phrase.Label _ -> Kind.LABEL;
      case Phrase.Literal _, Phrase.Trouble _ ->
          throw new IllegalArgumentException("not understood: " + phrase);
    };
  }

  String words(Phrase phrase) {
    return switch (phrase) {
      case Phrase.Day day -> day(day);
      case Phrase.Exact(var due) -> due(due);
      case Phrase.AllDay _ -> words.allDay();
      case Phrase.Never _, Phrase.NoRepeat _ -> words.never();
      case Phrase.Times(var clocks) -> words.at(resolved(clocks));
      case Phrase.Part(var part) -> words.at(resolved(part.time));
      case Phrase.Repeat repeat -> words.repeat(repeat);
      case Phrase.Start(var day) -> words.from(startDate(day));
      case Phrase.End(var day) -> words.until(day.onOrAfter(startDate(day)));
      case Phrase.Count(int times) -> words.times(times);
      case Phrase.Floating(var repeat) ->
          repeat == null ? words.floating() : words.repeat(repeat) + " " + words.floating();
      case Phrase.Assignees(var members, var roles, boolean either) ->
          people(members, roles, either);
      case Phrase.Sharing(var mode, boolean everyone) ->
          (everyone ? words.everyone() + " " : "") + words.mode(mode);
      case Phrase.Priority(var priority) -> words.priority(priority);
      case Phrase.Effort(int minutes, boolean _) -> PhraseWords.effort(minutes);
      case Phrase.Category(var id) -> names.categoryTag(id);
      case Phrase.Label(var id) -> names.labelTag(id);
      case Phrase.Literal(var content) -> content;
      case Phrase.Trouble(var code, var _) -> code.tag();
    };
  }

  private LocalDate startDate(Phrase.Day day) {
    return schedule instanceof Schedule.Recurring recurring
        ? recurring.recurrence().start()
        : day.onOrAfter(context.today());
  }

  private String day(Phrase.Day day) {
    LocalDate date =
        switch (schedule) {
          case Schedule.Once(Due due) -> due.day();
          case Schedule.Recurring recurring -> recurring.recurrence().start();
        };
    if (date == null || (day.date() != null && !date.equals(day.date()))) {
      date = day.onOrAfter(context.today());
    }
    return words.on(date);
  }

  private String due(Due due) {
    return due(due, context, words);
  }

  static String due(Due due, QuickAddContext context, PhraseWords words) {
    return switch (due) {
      case Due.Never _ -> "";
      case Due.AllDay all -> words.on(all.date());
      case Due.AtTime time ->
          time.zone().equals(context.zone())
              ? words.on(time.day()) + " " + words.at(time.local().toLocalTime())
              : time.instant().toString();
    };
  }

  /** The times as the schedule has them: 8 in the evening is 20:00. */
  private List<LocalTime> resolved(List<Phrase.Clock> clocks) {
    List<LocalTime> stated = scheduled();
    return stated.isEmpty() ? clocks.stream().map(Phrase.Clock::time).toList() : stated;
  }

  private List<LocalTime> resolved(LocalTime time) {
    List<LocalTime> stated = scheduled();
    return stated.isEmpty() ? List.of(time) : stated;
  }

  private List<LocalTime> scheduled() {
    return switch (schedule) {
      case Schedule.Once(Due.AtTime time) -> List.of(time.local().toLocalTime());
      case Schedule.Once _ -> List.of();
      case Schedule.Recurring recurring -> recurring.recurrence().timesOfDay();
    };
  }

  private String people(List<MemberId> members, List<RoleId> roles, boolean either) {
    var all = new ArrayList<String>();
    members.forEach(member -> all.add(names.mention(member)));
    roles.forEach(role -> all.add(names.mention(role)));
    return either
        ? String.join(words.language().choose(" or ", " of "), all)
        : String.join(", ", all);
  }
}
