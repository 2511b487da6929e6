package dcm.guild.assignment;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.CLEANERS;
import static dcm.guild.GuildFixture.DORA;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dcm.guild.GuildFixture;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Refusal;
import dcm.guild.value.AbsenceId;
import dcm.guild.value.Assignment;
import dcm.guild.value.Assignment.Strategy;
import dcm.guild.value.DutyPeriod;
import dcm.guild.value.MemberId;
import dcm.guild.value.MemberLoad;
import dcm.guild.value.Permission;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RoleId;
import dcm.guild.value.Roster;
import dcm.guild.value.RosterEntry;
import dcm.guild.value.Schedule;
import dcm.guild.value.SelectionReason;
import dcm.guild.value.Standby;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskGroup;
import dcm.guild.value.TaskId;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AssigneeSelectionTest {
  /** A Monday. */
  private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);

  private final GuildFixture fixture = GuildFixture.withMembers();

  private static Assignment by(Strategy strategy, MemberId... order) {
    return new Assignment(strategy, List.of(order));
  }

  private static TaskFields daily(String title, int minutes, Assignment assignment) {
    return new TaskFields(
        title,
        "",
        null,
        List.of(),
        new Task.Effort(minutes, 1),
        Task.Priority.NORMAL,
        new Schedule.Recurring(
            new Recurrence(
                "FREQ=DAILY",
                MONDAY,
                LocalTime.of(19, 0),
                GuildFixture.AMSTERDAM,
                Recurrence.MonthEnd.CLAMP),
            Schedule.Anchor.FROM_DUE),
        assignment);
  }

  private TaskId create(String title, int minutes, Assignment assignment) {
    return fixture.create(ANNA, daily(title, minutes, assignment));
  }

  private List<MemberId> holders(TaskId task) {
    return fixture.open(task).assignees();
  }

  private void complete(TaskId task, MemberId by) {
    fixture.execute(ANNA, new TaskCommand.Complete(ref(task), null, by, null, null));
  }

  /** Who has the task on each of the following days, if its holder does it. */
  private List<MemberId> holdersOf(TaskId task, int days) {
    List<MemberId> all = new ArrayList<>();
    for (int i = 0; i < days; i++) {
      List<MemberId> holders = holders(task);
      all.add(holders.isEmpty() ? DORA : holders.getFirst());
      complete(task, holders.isEmpty() ? ANNA : holders.getFirst());
    }
    return all;
  }

  private long balance(MemberId member) {
    return fixture.guild.snapshot().state().workload().balance(member);
  }

  private void away(MemberId member) {
    fixture.execute(
        member,
        new MemberCommand.AddAbsence(
            new AbsenceId(new UUID(9, member.value())), member, null, null, List.of(), null));
  }

  @Test
  void who_finishes_early_does_not_get_more_work_for_the_same_day() {
    fixture.execute(
        ANNA, new MemberCommand.EditProfile(ANNA, null, null, Map.of(DayOfWeek.MONDAY, 60)));
    TaskId windows = create("windows", 45, by(Strategy.ROUND_ROBIN, ANNA, BEN));
    assertThat(holders(windows)).containsExactly(ANNA);
    complete(windows, ANNA);
    TaskId bins = create("bins", 30, by(Strategy.ROUND_ROBIN, ANNA, BEN));
    assertThat(holders(bins)).as("15 minutes are left").containsExactly(BEN);
    complete(bins, BEN);
    assertThat(holders(bins)).as("Tuesday has no limit").containsExactly(ANNA);
    assertThat(holders(create("plants", 15, by(Strategy.ROUND_ROBIN, ANNA, BEN))))
        .containsExactly(ANNA);
  }

  @Test
  void what_is_skipped_or_done_by_another_leaves_the_day_free() {
    fixture.execute(
        ANNA, new MemberCommand.EditProfile(ANNA, null, null, Map.of(DayOfWeek.MONDAY, 60)));
    TaskId windows = create("windows", 45, by(Strategy.ROUND_ROBIN, ANNA, BEN));
    complete(windows, CAS);
    TaskId floor = create("floor", 45, by(Strategy.ROUND_ROBIN, ANNA, BEN));
    assertThat(holders(floor)).containsExactly(ANNA);
    fixture.execute(ANNA, new TaskCommand.Skip(ref(floor), null, null, true));
    assertThat(holders(create("bins", 60, by(Strategy.ROUND_ROBIN, ANNA, BEN))))
        .containsExactly(ANNA);
  }

  @Test
  void tasks_of_everybody_do_not_all_begin_with_the_same_member() {
    var first =
        List.of("bathroom", "kitchen", "bins").stream()
            .map(title -> holders(create(title, 30, by(Strategy.ROUND_ROBIN))).getFirst())
            .toList();
    assertThat(first).doesNotHaveDuplicates();
    TaskId task = create("windows", 30, by(Strategy.ROUND_ROBIN, BEN, ANNA));
    assertThat(holders(task)).as("who begins is stated").containsExactly(BEN);
  }

  /** The field case "Undone executions still counted". */
  @Test
  void undone_completions_do_not_count_for_least_completed() {
    TaskId task = create("dishes", 10, by(Strategy.LEAST_COMPLETED, ANNA, BEN));
    for (int i = 0; i < 5; i++) {
      fixture.execute(ANNA, new TaskCommand.Assign(ref(task), null, List.of(ANNA)));
      complete(task, ANNA);
      fixture.execute(ANNA, new TaskCommand.Reopen(ref(task), null));
    }
    var workload = fixture.guild.snapshot().state().workload();
    assertThat(workload.completed(task, ANNA, fixture.now)).isZero();
    complete(task, BEN);
    assertThat(holders(task)).as("Anna has completed it 0 times, Ben once").containsExactly(ANNA);
  }

  @Test
  void least_completed_and_least_assigned_count_what_they_say() {
    TaskId completed = create("bins", 10, by(Strategy.LEAST_COMPLETED, ANNA, BEN));
    assertThat(holders(completed)).containsExactly(ANNA);
    complete(completed, BEN);
    assertThat(holders(completed)).as("Ben did what Anna was to do").containsExactly(ANNA);
    TaskId assigned = create("plants", 10, by(Strategy.LEAST_ASSIGNED, ANNA, BEN, CAS));
    assertThat(holdersOf(assigned, 6)).containsExactly(ANNA, BEN, CAS, ANNA, BEN, CAS);
  }

  @Test
  void a_skip_is_no_completion_and_counts_for_nobody() {
    TaskId task = create("bins", 60, by(Strategy.LEAST_COMPLETED, ANNA, BEN));
    long before = balance(BEN);
    fixture.execute(ANNA, new TaskCommand.Skip(ref(task), null, null, true));
    assertThat(fixture.guild.snapshot().state().workload().completed(task, ANNA, fixture.now))
        .isZero();
    assertThat(holders(task)).as("none has completed it; Anna skipped it").hasSize(1);
    fixture.execute(ANNA, new TaskCommand.Reopen(ref(task), null));
    assertThat(balance(BEN)).isEqualTo(before);
  }

  @Test
  void new_members_begin_at_the_median_of_the_others() {
    TaskId task = create("dishes", 10, by(Strategy.LEAST_ASSIGNED));
    holdersOf(task, 9);
    fixture.join(DORA, "Dora", false);
    List<MemberId> next = holdersOf(task, 8);
    assertThat(next.stream().filter(DORA::equals).count()).isBetween(1L, 3L);
  }

  @Test
  void balanced_counts_all_tasks_of_the_guild() {
    create("cooking", 90, by(Strategy.FIXED, ANNA));
    TaskId dishes = create("dishes", 30, by(Strategy.BALANCED));
    assertThat(holders(dishes)).as("Anna cooks already").containsExactly(BEN);
    TaskId bins = create("bins", 30, by(Strategy.BALANCED));
    assertThat(holders(bins)).containsExactly(CAS);
    TaskId windows = create("windows", 30, by(Strategy.BALANCED));
    assertThat(holders(windows)).isNotEqualTo(List.of(ANNA));
    assertThat(balance(ANNA) + balance(BEN) + balance(CAS)).isZero();
  }

  /** Trap 6: ties that depend on the order of a map. */
  @Test
  void among_equals_the_least_recent_then_the_order_decides() {
    TaskId task = create("dishes", 30, by(Strategy.BALANCED, CAS, ANNA, BEN));
    assertThat(holdersOf(task, 6)).containsExactly(CAS, ANNA, BEN, CAS, ANNA, BEN);
  }

  @Test
  void work_that_others_did_is_credited_to_them() {
    TaskId task = create("dishes", 30, by(Strategy.POOL));
    assertThat(balance(BEN)).isZero();
    complete(task, BEN);
    assertThat(balance(BEN)).isEqualTo(20_000);
    assertThat(balance(ANNA)).isEqualTo(-10_000);
    fixture.execute(ANNA, new TaskCommand.Reopen(ref(task), null));
    assertThat(balance(BEN)).isZero();
    assertThat(balance(ANNA)).isZero();
  }

  @Test
  void random_gives_the_same_again_and_not_last_never_twice() {
    TaskId task = create("dishes", 10, by(Strategy.RANDOM));
    List<MemberId> first = holdersOf(task, 12);
    assertThat(new HashSet<>(first)).hasSizeGreaterThan(1);
    TaskId never = create("bins", 10, by(Strategy.RANDOM_NOT_LAST));
    List<MemberId> others = holdersOf(never, 12);
    for (int i = 1; i < others.size(); i++) {
      assertThat(others.get(i)).isNotEqualTo(others.get(i - 1));
    }
    GuildFixture again = GuildFixture.withMembers();
    TaskId same = again.create(ANNA, daily("dishes", 10, by(Strategy.RANDOM)));
    assertThat(same).isEqualTo(task);
    assertThat(again.open(same).assignees()).containsExactly(first.getFirst());
  }

  @Test
  void a_roster_names_the_member_of_each_weekday_in_a_cycle_of_weeks() {
    Roster roster =
        new Roster(
            MONDAY,
            List.of(
                Map.of(DayOfWeek.MONDAY, BEN, DayOfWeek.WEDNESDAY, CAS),
                Map.of(DayOfWeek.MONDAY, CAS)));
    TaskId task = create("bins", 10, by(Strategy.ROSTER).withRoster(roster));
    List<MemberId> days = holdersOf(task, 15);
    assertThat(days.subList(0, 4)).containsExactly(BEN, DORA, CAS, DORA);
    assertThat(days.get(7)).isEqualTo(CAS);
    assertThat(days.get(9)).isEqualTo(DORA);
    assertThat(days.get(14)).isEqualTo(BEN);
  }

  @Test
  void a_duty_period_rotates_by_the_week_although_the_task_repeats_daily() {
    Assignment weekly =
        by(Strategy.DUTY_PERIOD, ANNA, BEN)
            .withDutyPeriod(new DutyPeriod(1, DutyPeriod.Unit.WEEK, MONDAY));
    TaskId task = create("bins", 10, weekly);
    List<MemberId> days = holdersOf(task, 15);
    assertThat(days.subList(0, 7)).containsOnly(ANNA);
    assertThat(days.subList(7, 14)).containsOnly(BEN);
    assertThat(days.get(14)).isEqualTo(ANNA);
    away(ANNA);
    assertThat(holders(task)).as("Ben stands in").containsExactly(BEN);
    for (int i = 0; i < 6; i++) {
      complete(task, BEN);
    }
    assertThat(holders(task)).as("his own week follows").containsExactly(BEN);
  }

  @Test
  void months_of_duty_begin_on_the_last_day_of_short_months() {
    DutyPeriod period = new DutyPeriod(1, DutyPeriod.Unit.MONTH, LocalDate.of(2027, 1, 31));
    assertThat(period.indexOf(LocalDate.of(2027, 2, 27))).isZero();
    assertThat(period.indexOf(LocalDate.of(2027, 2, 28))).isEqualTo(1);
    assertThat(period.indexOf(LocalDate.of(2027, 1, 30))).isEqualTo(-1);
  }

  @Test
  void whoever_has_the_role_gets_it_and_who_gets_the_role_later_may_claim() {
    fixture.join(DORA, "Dora", false, CLEANERS);
    TaskId task = create("stairs", 10, by(Strategy.FIXED).withRole(CLEANERS));
    assertThat(holders(task)).containsExactly(DORA);
    fixture.everybodyMay(Permission.TASK_VIEW_ALL, Permission.TASK_CLAIM);
    assertThat(fixture.refused(BEN, new TaskCommand.Claim(ref(task), null)))
        .isInstanceOf(Refusal.HeldByOthers.class);
    fixture.join(BEN, "Ben", false, CLEANERS);
    fixture.execute(BEN, new TaskCommand.Claim(ref(task), null));
    assertThat(fixture.open(task).claimedBy()).isEqualTo(BEN);
    assertThat(
            fixture.invalid(
                ANNA,
                new TaskCommand.Create(
                    new TaskId(new UUID(7, 999)),
                    daily("x", 1, by(Strategy.FIXED).withRole(new RoleId(4))))))
        .extracting(Refusal.FieldError::code)
        .containsExactly("unknown-role");
  }

  @Test
  void members_on_standby_may_take_it_when_the_task_says_so() {
    Assignment standby =
        by(Strategy.FIXED, BEN)
            .with(changed ->
                changed
                    .criteria(Assignment.Criteria.PRIMARY_STANDBY)
                    .standby(new Standby(List.of(CAS), Standby.When.WHEN_OVERDUE)));
    TaskId task = create("bins", 10, standby);
    fixture.everybodyMay(Permission.TASK_VIEW_ALL, Permission.TASK_CLAIM);
    assertThat(fixture.refused(CAS, new TaskCommand.Claim(ref(task), null)))
        .isInstanceOf(Refusal.HeldByOthers.class);
    fixture.advance(Duration.ofDays(2));
    fixture.execute(CAS, new TaskCommand.Claim(ref(task), null));
    fixture.execute(CAS, new TaskCommand.Release(ref(task), null));
    fixture.execute(BEN, new TaskCommand.Assign(ref(task), null, List.of(CAS)));
    assertThat(holders(task)).as("asked by the assignee").containsExactly(CAS);
    TaskId other = create("plants", 10, standby);
    away(BEN);
    assertThat(holders(other)).as("the assignee is away").containsExactly(CAS);
  }

  @Test
  void who_has_no_time_left_on_that_day_is_passed_over() {
    fixture.execute(
        ANNA,
        new MemberCommand.EditProfile(
            ANNA, null, null, Map.of(DayOfWeek.MONDAY, 40, DayOfWeek.TUESDAY, 40)));
    create("cooking", 30, by(Strategy.FIXED, ANNA));
    TaskId task = create("dishes", 20, by(Strategy.ROUND_ROBIN, ANNA, BEN));
    assertThat(holders(task)).containsExactly(BEN);
    TaskId only = create("plants", 20, by(Strategy.ROUND_ROBIN, ANNA));
    assertThat(holders(only)).as("all others are passed over too").containsExactly(ANNA);
  }

  @Test
  void tasks_of_a_group_go_to_the_same_or_to_different_members() {
    TaskGroup same = new TaskGroup("bathroom", TaskGroup.Mode.SAME_MEMBER, TaskGroup.Period.WEEK);
    create("sink", 10, by(Strategy.FIXED, CAS).withGroup(same));
    TaskId tub = create("tub", 10, by(Strategy.ROUND_ROBIN).withGroup(same));
    assertThat(holders(tub)).containsExactly(CAS);
    TaskGroup different =
        new TaskGroup("kitchen", TaskGroup.Mode.DIFFERENT_MEMBERS, TaskGroup.Period.DAY);
    create("oven", 10, by(Strategy.FIXED, ANNA).withGroup(different));
    TaskId floor = create("floor", 10, by(Strategy.ROUND_ROBIN).withGroup(different));
    assertThat(holders(floor)).containsExactly(BEN);
  }

  @Test
  void a_suggestion_shows_who_and_why_before_anything_is_assigned() {
    create("cooking", 90, by(Strategy.FIXED, ANNA));
    TaskId task = create("dishes", 30, by(Strategy.POOL));
    away(BEN);
    QueryResult.SuggestedAssignee suggestion =
        (QueryResult.SuggestedAssignee)
            fixture.queryResult(CAS, new GuildQuery.SuggestAssignee(ref(task)));
    assertThat(suggestion.members()).containsExactly(CAS);
    assertThat(suggestion.reason()).isEqualTo(SelectionReason.LOWEST_BALANCE);
    assertThat(suggestion.loads())
        .extracting(MemberLoad::member, MemberLoad::present)
        .containsExactly(tuple(ANNA, true), tuple(BEN, false), tuple(CAS, true));
    assertThat(holders(task)).isEmpty();
  }

  @Test
  void the_roster_shows_open_turns_and_forecasts_the_following_ones() {
    TaskId task = create("bins", 10, by(Strategy.ROUND_ROBIN, ANNA, BEN, CAS));
    QueryResult.Roster roster =
        (QueryResult.Roster) fixture.queryResult(CAS, new GuildQuery.Roster(1));
    assertThat(roster.complete()).isTrue();
    assertThat(roster.entries()).hasSize(7);
    assertThat(roster.entries().getFirst().ordinal()).isEqualTo(1);
    assertThat(roster.entries().subList(1, 7)).extracting(RosterEntry::ordinal).containsOnlyNulls();
    assertThat(roster.entries())
        .extracting(entry -> entry.members().getFirst())
        .containsExactly(ANNA, BEN, CAS, ANNA, BEN, CAS, ANNA);
    assertThat(holdersOf(task, 7))
        .as("the forecast is what happens")
        .isEqualTo(roster.entries().stream().map(entry -> entry.members().getFirst()).toList());
  }
}
