package dcm.quickadd;

import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import dcm.guild.value.Schedule;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A guild of the tests, and results as one line of text. */
final class QuickAddExamples {
  static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");

  /** Monday 23 November 2026, 10:00 in Amsterdam. */
  static final Instant MONDAY = Instant.parse("2026-11-23T09:00:00Z");

  static final GroupingId KITCHEN = GroupingId.of("00000000-0000-7000-8000-000000000001");
  static final GroupingId BATHROOM = GroupingId.of("00000000-0000-7000-8000-000000000002");
  static final GroupingId GARDEN = GroupingId.of("00000000-0000-7000-8000-000000000003");
  static final GroupingId WET = GroupingId.of("00000000-0000-7000-8000-000000000004");
  static final GroupingId GARDEN_LABEL = GroupingId.of("00000000-0000-7000-8000-000000000005");

  static final QuickAddNames NAMES =
      new QuickAddNames(
          Map.of(
              new MemberId(1), "Sanne",
              new MemberId(2), "Milan",
              new MemberId(3), "Noor",
              new MemberId(4), "Daan",
              new MemberId(5), "Eva de Vries",
              new MemberId(6), "Tom Bakker",
              new MemberId(7), "Tom Smit",
              new MemberId(8), "Mei"),
          Map.of(new RoleId(11), "Bewoners", new RoleId(12), "Cleaning crew"),
          Map.of(KITCHEN, "Keuken", BATHROOM, "Badkamer boven", GARDEN, "Tuin"),
          Map.of(WET, "nat", GARDEN_LABEL, "tuin"));

  private QuickAddExamples() {}

  static QuickAddContext context(QuickAddLanguage language) {
    return new QuickAddContext(language, AMSTERDAM, DayOfWeek.MONDAY, MONDAY, NAMES);
  }

  /** {@code title | when | what else | !problem(alternatives)}. */
  static String text(QuickAddResult result) {
    var fields = result.fields();
    var parts = new ArrayList<String>();
    parts.add(fields.title());
    parts.add(when(fields.schedule()));
    if (fields.assignment() != null) {
      parts.add(who(fields.assignment()));
    }
    if (fields.priority() != null) {
      parts.add(fields.priority().name());
    }
    if (fields.minutes() != null) {
      parts.add(fields.minutes() + "m");
    }
    if (fields.category() != null) {
      parts.add("category " + NAMES.categories().get(fields.category()));
    }
    fields.labels().forEach(label -> parts.add("label " + NAMES.labels().get(label)));
    result
        .problems()
        .forEach(problem ->
            parts.add(
                "!"
                    + problem.code().tag()
                    + (problem.alternatives().isEmpty()
                        ? ""
                        : problem.alternatives().stream()
                            .collect(Collectors.joining("; ", "(", ")")))));
    return String.join(" | ", parts);
  }

  static String when(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Once(Due.Never _) -> "-";
      case Schedule.Once(Due.AtTime time) ->
          time.local() + (time.zone().equals(AMSTERDAM) ? "" : " " + time.zone());
      case Schedule.Once(Due.AllDay day) -> day.date().toString();
      case Schedule.Recurring(var rule, var anchor, _, _, _) ->
          rule.rrule().replace("FREQ=", "")
              + " from "
              + rule.start()
              + (rule.timesOfDay().isEmpty()
                  ? ""
                  : " at "
                      + rule.timesOfDay().stream()
                          .map(Object::toString)
                          .collect(Collectors.joining(",")))
              + (anchor == Schedule.Anchor.FROM_DUE ? "" : " floating");
    };
  }

  private static String who(Assignment assignment) {
    List<String> people = new ArrayList<>();
    assignment.order().forEach(member -> people.add(NAMES.members().get(member)));
    if (assignment.role() != null) {
      people.add("@" + NAMES.roles().get(assignment.role()));
    }
    return assignment.strategy()
        + (assignment.criteria() == null ? "" : " " + assignment.criteria())
        + " ["
        + String.join(",", people)
        + "]";
  }
}
