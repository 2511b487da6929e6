package dcm.quickadd;

import dcm.guild.value.Assignment;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.RoleId;
import dcm.guild.value.Schedule;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Understood fields as a line that means the same. */
public final class QuickAddText {
  private final QuickAddContext context;
  private final PhraseWords words;
  private final NamePhrases names;

  private QuickAddText(QuickAddContext context) {
    this.context = context;
    this.words = new PhraseWords(context.language());
    this.names = new NamePhrases(new Tokens(""), context);
  }

  /**
   * The canonical line, in the language of the context. Parsed again in this context it has the
   * same fields. The title is quoted where it would be read as something else.
   *
   * @param fields as {@link QuickAdd#parse} gave them
   */
  public static String echo(QuickAddResult.Fields fields, QuickAddContext context) {
    var text = new QuickAddText(context);
    String quoted = "";
    for (boolean ids : new boolean[] {false, true}) {
      for (boolean quotes : new boolean[] {false, true}) {
        if (quotes && fields.title().isEmpty()) {
          continue;
        }
        quoted = text.line(fields, quotes, ids);
        if (QuickAdd.parse(quoted, context).fields().equals(fields)) {
          return quoted;
        }
      }
    }
    return quoted;
  }

  private String line(QuickAddResult.Fields fields, boolean quotes, boolean ids) {
    var parts = new ArrayList<String>();
    parts.add(quotes ? quote(fields.title()) : fields.title());
    parts.add(schedule(fields.schedule()));
    if (fields.minutes() != null) {
      parts.add(PhraseWords.effort(fields.minutes()));
    }
    if (fields.priority() != null) {
      parts.add(words.priority(fields.priority()));
    }
    if (fields.category() != null) {
      parts.add(
          ids
              ? words.language().choose("category:", "categorie:") + fields.category()
              : names.categoryTag(fields.category()));
    }
    fields.labels().forEach(label -> parts.add(ids ? "label:" + label : names.labelTag(label)));
    if (fields.assignment() != null) {
      parts.add(assignment(fields.assignment(), ids));
    }
    return String.join(" ", parts.stream().filter(part -> !part.isEmpty()).toList());
  }

  private static String quote(String title) {
    return "\"" + title.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private String schedule(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Once(var due) -> PhraseDescriber.due(due, context, words);
      case Schedule.Recurring recurring -> recurring(recurring);
    };
  }

  private String recurring(Schedule.Recurring schedule) {
    Recurrence rule = schedule.recurrence();
    String count = part(rule.rrule(), "COUNT=");
    String until = part(rule.rrule(), "UNTIL=");
    var parts = new ArrayList<String>();
    parts.add(words.repeat(repeat(rule)));
    if (schedule.anchor() == Schedule.Anchor.FROM_COMPLETION) {
      parts.add(words.floating());
    }
    if (!rule.timesOfDay().isEmpty()) {
      parts.add(words.at(rule.timesOfDay()));
    }
    parts.add(words.from(rule.start()));
    if (until != null) {
      parts.add(words.until(LocalDate.parse(until, DateTimeFormatter.BASIC_ISO_DATE)));
    }
    if (count != null) {
      parts.add(words.times(Integer.parseInt(count)));
    }
    return String.join(" ", parts);
  }

  private static @Nullable String part(String rrule, String name) {
    return Stream.of(rrule.split(";", -1))
        .filter(part -> part.startsWith(name))
        .map(part -> part.substring(name.length()))
        .findAny()
        .orElse(null);
  }

  private static Phrase.Repeat repeat(Recurrence rule) {
    String unlimited =
        String.join(
            ";",
            Stream.of(rule.rrule().split(";", -1))
                .filter(part -> !part.startsWith("COUNT=") && !part.startsWith("UNTIL="))
                .toList());
    return switch (RecurrencePreset.of(unlimited)) {
      case RecurrencePreset.Daily(int interval) -> Phrase.Repeat.of(Phrase.Unit.DAY, interval);
      case RecurrencePreset.Weekly(int interval, var days) ->
          Phrase.Repeat.weekly(
              interval, days.isEmpty() ? Set.of(rule.start().getDayOfWeek()) : days);
      case RecurrencePreset.Monthly(int interval, int day) ->
          Phrase.Repeat.of(Phrase.Unit.MONTH, interval).onDay(day);
      case RecurrencePreset.MonthlyByWeekday(int interval, int ordinal, var day) ->
          Phrase.Repeat.nth(interval, ordinal, day);
      case RecurrencePreset.Yearly(int interval, var month, int day) ->
          Phrase.Repeat.of(Phrase.Unit.YEAR, interval).onDate(MonthDay.of(month, day));
      case null -> throw new IllegalArgumentException("no words for " + rule.rrule());
    };
  }

  private String assignment(Assignment assignment, boolean ids) {
    RoleId role = assignment.role();
    List<String> people =
        role == null
            ? assignment.order().stream()
                .map(member -> ids ? "<@" + member + ">" : names.mention(member))
                .toList()
            : List.of(ids ? "<@&" + role + ">" : names.mention(role));
    if (assignment.strategy() == Assignment.Strategy.ROUND_ROBIN) {
      String turns = words.mode(Phrase.Mode.TURNS);
      return people.isEmpty()
          ? words.everyone() + " " + turns
          : String.join(", ", people) + " " + turns;
    }
    Assignment.Criteria criteria = assignment.criteria();
    String joined = String.join(", ", people);
    if (criteria == Assignment.Criteria.ALL_TOGETHER) {
      return joined + " " + words.mode(Phrase.Mode.TOGETHER);
    }
    if (criteria == Assignment.Criteria.EACH) {
      return joined + " " + words.mode(Phrase.Mode.EACH);
    }
    return people.size() > 1 ? joined + " " + words.mode(Phrase.Mode.ANY) : joined;
  }
}
