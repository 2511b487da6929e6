package dcm.guild;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.turns;

import dcm.guild.value.Assignment;
import dcm.guild.value.DutyPeriod;
import dcm.guild.value.MemberId;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy;
import dcm.guild.value.TaskPolicy.Backlog;
import dcm.guild.value.TaskPolicy.Deadline.Action;
import dcm.guild.value.TaskPolicy.Requirement;
import dcm.guild.value.TaskPolicy.TurnAdvance;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;

/** Tasks that cover the schedules, criteria and policies. */
final class RandomTasks {
  static final int VARIANTS = 15;

  private RandomTasks() {}

  /**
   * The fields of a task.
   *
   * @param n variant, from 0 to {@link #VARIANTS}
   * @param tasks tasks that others may wait for
   */
  static TaskFields fields(int n, List<TaskId> tasks) {
    TaskPolicy policy = TaskPolicy.DEFAULT;
    return switch (n) {
      case 0 ->
          GuildFixture.once("once", "2026-11-26T11:00")
              .withPolicy(deadline(policy, Action.MISSED, 24));
      case 1 ->
          daily("turns that stack", false, turns(CAS, BEN, ANNA))
              .withPolicy(policy.withBacklog(Backlog.STACK));
      case 2 ->
          daily("missed turns", false, turns())
              .withPolicy(
                  policy
                      .withBacklog(Backlog.MARK_MISSED)
                      .withTurnAdvance(TurnAdvance.HOLDER_COMPLETION));
      case 3 ->
          weekly("each with approval", each(BEN, CAS))
              .withPolicy(policy.withRequirements(Set.of(Requirement.APPROVAL, Requirement.NOTE)));
      case 4 ->
          daily("reassigned", false, turns(ANNA, BEN))
              .withPolicy(
                  deadline(
                      policy
                          .withBacklog(Backlog.STACK)
                          .withRequirements(Set.of(Requirement.APPROVAL))
                          .withTurnAdvance(TurnAdvance.ALWAYS),
                      Action.REASSIGN,
                      2));
      case 5 ->
          daily("checklist", false, fixed(BEN, CAS))
              .withPolicy(
                  deadline(
                      policy
                          .withChecklist(List.of("floor", "window"))
                          .withRequirements(Set.of(Requirement.CHECKLIST))
                          .withBacklog(Backlog.MARK_MISSED),
                      Action.OPEN_TO_ALL,
                      1));
      case 6 -> daily("floats", true, turns());
      case 7 ->
          daily("pool", false, Assignment.OPEN)
              .withPolicy(deadline(policy.withBacklog(Backlog.STACK), Action.EXPIRE, 30));
      case 8 -> weekly("merged", each(ANNA, BEN, CAS));
      case 9 ->
          daily(
                  "all together",
                  false,
                  new Assignment(
                      Assignment.Strategy.FIXED,
                      List.of(ANNA, CAS),
                      Assignment.Criteria.ALL_TOGETHER))
              .withPolicy(
                  deadline(
                      policy
                          .withDependsOn(Set.of(tasks.get(1)))
                          .withTurnAdvance(TurnAdvance.ALWAYS),
                      Action.MISSED,
                      0));
      case 10 -> daily("balanced", false, rotation(Assignment.Strategy.BALANCED));
      case 11 ->
          daily("counted", true, rotation(Assignment.Strategy.LEAST_ASSIGNED, CAS, ANNA))
              .withPolicy(policy.withBacklog(Backlog.STACK));
      case 12 -> daily("completed", false, rotation(Assignment.Strategy.LEAST_COMPLETED));
      case 13 ->
          daily(
              "periods",
              false,
              rotation(Assignment.Strategy.DUTY_PERIOD)
                  .withDutyPeriod(
                      new DutyPeriod(2, DutyPeriod.Unit.DAY, LocalDate.of(2026, 11, 23))));
      default -> GuildFixture.once("no due");
    };
  }

  private static Assignment rotation(Assignment.Strategy strategy, MemberId... order) {
    return new Assignment(strategy, List.of(order));
  }

  private static TaskPolicy deadline(TaskPolicy policy, Action action, int hours) {
    return policy.withDeadline(new TaskPolicy.Deadline(action, Duration.ofHours(hours)));
  }

  private static Assignment each(MemberId... members) {
    return new Assignment(Assignment.Strategy.FIXED, List.of(members), Assignment.Criteria.EACH);
  }

  private static TaskFields daily(String title, boolean floats, Assignment assignment) {
    return recurring(title, "FREQ=DAILY", LocalTime.of(19, 0), floats, assignment);
  }

  private static TaskFields weekly(String title, Assignment assignment) {
    return recurring(title, "FREQ=WEEKLY;BYDAY=MO,TH", null, false, assignment);
  }

  private static TaskFields recurring(
      String title, String rrule, LocalTime time, boolean floats, Assignment assignment) {
    Recurrence rule =
        new Recurrence(
            rrule,
            LocalDate.of(2026, 11, 23),
            time,
            GuildFixture.AMSTERDAM,
            Recurrence.MonthEnd.CLAMP);
    return GuildFixture.taskFields(
        title,
        new Schedule.Recurring(
            rule, floats ? Schedule.Anchor.FROM_COMPLETION : Schedule.Anchor.FROM_DUE),
        assignment);
  }
}
