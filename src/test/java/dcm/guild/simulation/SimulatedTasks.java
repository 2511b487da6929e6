package dcm.guild.simulation;

import dcm.guild.GuildFixture;
import dcm.guild.value.Assignment;
import dcm.guild.value.Assignment.Criteria;
import dcm.guild.value.Assignment.Strategy;
import dcm.guild.value.DutyPeriod;
import dcm.guild.value.MemberId;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Roster;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskPolicy;
import dcm.guild.value.TaskPolicy.Backlog;
import dcm.guild.value.TaskPolicy.Deadline;
import dcm.guild.value.TaskPolicy.Requirement;
import dcm.guild.value.TaskPolicy.TurnAdvance;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The tasks of a simulated guild: most are daily, every strategy and policy occurs. */
final class SimulatedTasks {
  private static final LocalDate FIRST = LocalDate.of(2026, 11, 24);

  private SimulatedTasks() {}

  /** Tasks of every kind. */
  static List<TaskFields> ofEveryKind(int count, List<MemberId> members, Random random) {
    List<TaskFields> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Strategy strategy = nth(Strategy.values(), i);
      all.add(task(i, rule(i), assignment(strategy, i, members), policy(i), random));
    }
    return all;
  }

  /** Tasks of one strategy without policies, for figures of fairness. */
  static List<TaskFields> of(Strategy strategy, int count, Random random) {
    List<TaskFields> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String rule = "FREQ=DAILY;INTERVAL=" + (1 + random.nextInt(5));
      all.add(task(i, rule, new Assignment(strategy, List.of()), TaskPolicy.DEFAULT, random));
    }
    return all;
  }

  private static TaskFields task(
      int i, String rule, Assignment assignment, TaskPolicy policy, Random random) {
    boolean allDay = i % 9 == 8;
    Recurrence recurrence =
        new Recurrence(
            rule,
            FIRST,
            allDay ? null : LocalTime.of(8 + i % 13, 0),
            GuildFixture.AMSTERDAM,
            Recurrence.MonthEnd.CLAMP);
    boolean floats = i % 10 == 7 && policy.backlog() == Backlog.MERGE;
    return GuildFixture.taskFields(
            "task " + i,
            new Schedule.Recurring(
                i % 26 == 20
                    ? recurrence.withTimes(List.of(LocalTime.of(8, 0), LocalTime.of(18, 0)))
                    : recurrence,
                floats ? Schedule.Anchor.FROM_COMPLETION : Schedule.Anchor.FROM_DUE),
            assignment)
        .withEffort(new Task.Effort(5 + random.nextInt(116), 1 + i % 2))
        .withPolicy(policy);
  }

  private static String rule(int i) {
    return switch (i % 13) {
      case 3 -> "FREQ=WEEKLY;BYDAY=MO,TH";
      case 6 -> "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA";
      case 9 -> i % 2 == 0 ? "FREQ=MONTHLY;BYMONTHDAY=31" : "FREQ=MONTHLY;BYDAY=-1SU";
      default -> "FREQ=DAILY";
    };
  }

  private static TaskPolicy policy(int i) {
    Set<Requirement> requirements = EnumSet.noneOf(Requirement.class);
    if (i % 7 == 3) {
      requirements.add(Requirement.APPROVAL);
    }
    if (i % 5 == 4) {
      requirements.add(Requirement.CHECKLIST);
    }
    boolean pool = nth(Strategy.values(), i) == Strategy.POOL;
    Deadline.Action action = pool ? Deadline.Action.EXPIRE : nth(Deadline.Action.values(), i);
    return TaskPolicy.DEFAULT.with(policy ->
        policy
            .checklist(i % 5 == 4 ? List.of("floor", "table") : List.of())
            .requirements(requirements)
            .backlog(nth(Backlog.values(), i / 2))
            .deadline(new Deadline(action, Duration.ofHours(pool ? 1 : 20)))
            .turnAdvance(nth(TurnAdvance.values(), i / 3)));
  }

  private static Assignment assignment(Strategy strategy, int i, List<MemberId> members) {
    return switch (strategy) {
      case FIXED ->
          new Assignment(
              strategy,
              List.of(members.get(i % members.size()), members.get((i + 1) % members.size())),
              i % 20 == 0 ? Criteria.EACH : i % 30 == 10 ? Criteria.ALL_TOGETHER : null);
      case POOL -> Assignment.OPEN;
      case ROSTER -> new Assignment(strategy, List.of()).withRoster(roster(members));
      case DUTY_PERIOD ->
          new Assignment(strategy, List.of())
              .withDutyPeriod(new DutyPeriod(1, DutyPeriod.Unit.WEEK, FIRST));
      case ROUND_ROBIN, RANDOM, RANDOM_NOT_LAST, LEAST_COMPLETED, LEAST_ASSIGNED, BALANCED ->
          new Assignment(strategy, List.of());
    };
  }

  private static Roster roster(List<MemberId> members) {
    Map<DayOfWeek, MemberId> week = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      week.put(day, members.get((day.getValue() - 1) % members.size()));
    }
    return new Roster(FIRST, List.of(week));
  }

  /** One of the values, each in turn. */
  private static <T> T nth(T[] values, int index) {
    return List.of(values).get(index % values.length);
  }
}
