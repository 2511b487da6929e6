package dcm.notify;

import dcm.guild.recurrence.RRule;
import dcm.guild.value.Due;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A schedule in words, for example {@code every 2 weeks on Tuesday and Saturday at 08:00, from
 * April to September}. The text contains nothing that people typed.
 */
public final class ScheduleText {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final int MAX_EXCEPTIONS = 3;

  private final MessageBundle messages;
  private final RuleText rules;

  private ScheduleText(MessageLanguage language) {
    this.messages = MessageBundle.of("recurrence", language);
    this.rules = new RuleText(messages);
  }

  public static ScheduleText in(MessageLanguage language) {
    return new ScheduleText(language);
  }

  /** The whole schedule. */
  public String of(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Once(var due) -> once(due);
      case Schedule.Recurring recurring -> recurring(recurring);
    };
  }

  /** The days of a schedule, without times and holidays: {@code every week on Saturday}. */
  public String ofDays(Schedule.Recurring schedule) {
    return withDays(ofRule(schedule.recurrence()), schedule);
  }

  private String ofRule(Recurrence recurrence) {
    return rules.of(RRule.Parser.parse(recurrence), recurrence);
  }

  private String once(Due due) {
    return switch (due) {
      case Due.Never _ -> messages.format("once.never");
      case Due.AtTime time ->
          messages.format(
              "once.time",
              rules.date(time.day(), "date.weekday"),
              TIME.format(time.local().toLocalTime()));
      case Due.AllDay day -> messages.format("once.day", rules.date(day.date(), "date.weekday"));
    };
  }

  private String recurring(Schedule.Recurring schedule) {
    List<LocalTime> times = schedule.recurrence().timesOfDay();
    String text = ofRule(schedule.recurrence());
    if (!times.isEmpty()) {
      text = messages.format("at", text, rules.list(times.stream().map(TIME::format).toList()));
    }
    text = withDays(text, schedule);
    if (schedule.holidays() != null) {
      text = messages.format("holidays." + schedule.holidays(), text);
    }
    return schedule.anchor() == Schedule.Anchor.FROM_COMPLETION
        ? messages.format("floating", text)
        : text;
  }

  /** With what takes days of the rule away. */
  private String withDays(String text, Schedule.Recurring schedule) {
    String inSeason = withSeason(text, schedule.season());
    return withEnd(
        withExceptions(inSeason, schedule.exceptedDays()),
        RRule.Parser.parse(schedule.recurrence()),
        schedule.recurrence());
  }

  private String withSeason(String text, @Nullable Set<Month> season) {
    if (season == null) {
      return text;
    }
    Month first = start(season);
    return first == null
        ? messages.format("season", text, ofSeason(season))
        : messages.format(
            "season.span", text, rules.name(first), rules.name(first.plus(season.size() - 1L)));
  }

  /** The months of a season: {@code April to September}, {@code June and July}. */
  public String ofSeason(Set<Month> season) {
    Month first = start(season);
    return first == null
        ? rules.list(season.stream().sorted().map(rules::name).toList())
        : messages.format("months", rules.name(first), rules.name(first.plus(season.size() - 1L)));
  }

  /** The first of three consecutive months or more; null when they are not, or all. */
  private static @Nullable Month start(Set<Month> season) {
    List<Month> starts = season.stream().filter(month -> !season.contains(month.minus(1))).toList();
    return season.size() > 2 && starts.size() == 1 ? starts.getFirst() : null;
  }

  private String withExceptions(String text, Set<LocalDate> days) {
    if (days.isEmpty()) {
      return text;
    }
    return days.size() > MAX_EXCEPTIONS
        ? messages.format("exceptions.many", text, days.size())
        : messages.format(
            "exceptions",
            text,
            rules.list(days.stream().map(day -> rules.date(day, "date")).toList()));
  }

  private String withEnd(String text, RRule rule, Recurrence recurrence) {
    String until = rule.get(RRule.Part.UNTIL);
    if (until != null) {
      LocalDate last = RRule.Until.lastDay(until, recurrence.time(), recurrence.zone());
      return messages.format("until", text, rules.date(last, "date"));
    }
    String count = rule.get(RRule.Part.COUNT);
    if (count == null) {
      return text;
    }
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("0", Integer.valueOf(count));
    arguments.put("text", text);
    return messages.format("count", arguments);
  }
}
