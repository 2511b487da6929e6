package dcm.guild.rules;

import static dcm.guild.GuildFixture.AMSTERDAM;
import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.DORA;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.instant;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static dcm.guild.GuildFixture.taskFields;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.PointsEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Refusal;
import dcm.guild.state.MemberScore;
import dcm.guild.value.Assignment;
import dcm.guild.value.LateEffect;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.PointsReason;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.Standing;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PointsRulesTest {
  private static final LateEffect PENALTY = new LateEffect(LateEffect.Kind.PENALTY, 3);
  private final GuildFixture fixture = GuildFixture.withMembers();

  static SettingsPatch points(boolean points, boolean leaderboard) {
    return new SettingsPatch(
        null, null, null, null, null, false, null, null, null, points, leaderboard, null, false);
  }

  private void settings(boolean points, boolean leaderboard) {
    fixture.execute(ANNA, new SettingsCommand.Change(null, points(points, leaderboard)));
  }

  @BeforeEach
  void switchOn() {
    settings(true, true);
  }

  /** 30 minutes of difficulty 2, due on Saturday at 11:00: 4 points. */
  private static TaskFields bathroom(Assignment assignment, TaskPolicy policy) {
    return once("bathroom", "2026-11-28T11:00")
        .withAssignment(assignment)
        .withPolicy(policy)
        .withEffort(new Task.Effort(30, 2));
  }

  private TaskId task(Assignment assignment, TaskPolicy policy) {
    return fixture.create(ANNA, bathroom(assignment, policy));
  }

  private TaskId daily(Assignment assignment, TaskPolicy policy) {
    Recurrence daily =
        new Recurrence(
            "FREQ=DAILY",
            LocalDate.of(2026, 11, 23),
            LocalTime.of(19, 0),
            AMSTERDAM,
            Recurrence.MonthEnd.CLAMP);
    return fixture.create(
        ANNA,
        taskFields("dishes", new Schedule.Recurring(daily, Schedule.Anchor.FROM_DUE), assignment)
            .withPolicy(policy));
  }

  private void done(MemberId who, TaskId task) {
    fixture.execute(who, new TaskCommand.Complete(ref(task), null, null, null, null));
  }

  private void undo(TaskId task) {
    fixture.execute(ANNA, new TaskCommand.Reopen(ref(task), null));
  }

  private MemberScore score(MemberId member) {
    return fixture.guild.snapshot().state().scores().of(member);
  }

  private List<PointsEvent.Recorded> ledger() {
    return fixture.journal.stream()
        .map(recorded -> recorded.event())
        .filter(PointsEvent.Recorded.class::isInstance)
        .map(PointsEvent.Recorded.class::cast)
        .toList();
  }

  private List<Integer> deltas(MemberId member) {
    return ledger().stream()
        .filter(event -> event.member().equals(member))
        .map(PointsEvent.Recorded::delta)
        .toList();
  }

  @Test
  void points_are_the_difficulty_for_each_quarter_of_an_hour_begun_and_at_least_one() {
    assertThat(TaskPolicy.DEFAULT.pointsOf(new Task.Effort(0, 1))).isEqualTo(1);
    assertThat(TaskPolicy.DEFAULT.pointsOf(new Task.Effort(15, 2))).isEqualTo(2);
    assertThat(TaskPolicy.DEFAULT.pointsOf(new Task.Effort(16, 2))).isEqualTo(4);
    assertThat(TaskPolicy.DEFAULT.withPoints(0).pointsOf(new Task.Effort(16, 2))).isZero();
  }

  @Test
  void a_completion_is_recorded_with_its_source_and_the_streak() {
    TaskId task = task(fixed(BEN), TaskPolicy.DEFAULT);
    done(BEN, task);
    assertThat(ledger())
        .containsExactly(
            new PointsEvent.Recorded(
                BEN, 4, PointsReason.COMPLETED, "1.1.completed.2", task, 1, 1, null, null));
  }

  @Test
  void trap_5_a_skip_gives_no_points_and_leaves_the_streak() {
    TaskId task = daily(fixed(BEN), TaskPolicy.DEFAULT);
    done(BEN, task);
    MemberScore before = score(BEN);
    fixture.execute(BEN, new TaskCommand.Skip(ref(task), null, "away", true));
    assertThat(score(BEN)).isEqualTo(before);
    assertThat(ledger()).hasSize(1);
    done(BEN, task);
    assertThat(score(BEN).streak()).as("a skip does not end it either").isEqualTo(2);
  }

  @Test
  void trap_10_an_occurrence_is_never_paid_twice() {
    TaskId task = task(fixed(BEN), TaskPolicy.DEFAULT);
    for (int i = 0; i < 4; i++) {
      done(BEN, task);
      assertThat(score(BEN).balance()).isEqualTo(4);
      undo(task);
      assertThat(score(BEN)).isEqualTo(MemberScore.none(BEN));
    }
    done(BEN, task);
    assertThat(deltas(BEN)).containsExactly(4, -4, 4, -4, 4, -4, 4, -4, 4);
    assertThat(ledger()).extracting(PointsEvent.Recorded::source).doesNotHaveDuplicates();
  }

  @Test
  void trap_10_what_was_paid_before_points_were_switched_off_is_not_paid_again() {
    TaskId task = task(fixed(BEN), TaskPolicy.DEFAULT);
    done(BEN, task);
    settings(false, false);
    undo(task);
    settings(true, true);
    done(BEN, task);
    assertThat(deltas(BEN)).containsExactly(4);
    undo(task);
    assertThat(deltas(BEN)).containsExactly(4, -4);
  }

  @Test
  void trap_10_only_a_penalty_takes_a_balance_below_zero() {
    TaskPolicy missed =
        TaskPolicy.DEFAULT
            .withDeadline(
                new TaskPolicy.Deadline(TaskPolicy.Deadline.Action.MISSED, Duration.ofHours(1)))
            .withLate(PENALTY);
    task(fixed(BEN), missed);
    fixture.now = instant("2026-11-28T13:00");
    fixture.asSystem(new NotificationCommand.WakeUp());
    assertThat(score(BEN).balance()).isEqualTo(-3);
    assertThat(fixture.invalid(ANNA, new MemberCommand.AdjustPoints(CAS, -1, "broken mop")))
        .extracting(Refusal.FieldError::code)
        .containsExactly("below-zero");
    TaskId late = task(fixed(CAS), TaskPolicy.DEFAULT.withPoints(2).withLate(PENALTY));
    done(CAS, late);
    assertThat(score(CAS).balance()).as("late is never worse than missed").isZero();
  }

  @Test
  void a_miss_that_is_undone_returns_the_penalty_and_the_streak() {
    TaskPolicy missed =
        TaskPolicy.DEFAULT
            .withDeadline(
                new TaskPolicy.Deadline(TaskPolicy.Deadline.Action.MISSED, Duration.ofHours(1)))
            .withLate(PENALTY);
    done(BEN, task(fixed(BEN), TaskPolicy.DEFAULT));
    MemberScore before = score(BEN);
    TaskId task = task(fixed(BEN), missed);
    fixture.now = instant("2026-11-28T13:00");
    fixture.asSystem(new NotificationCommand.WakeUp());
    assertThat(score(BEN).streak()).isZero();
    assertThat(score(BEN).bestStreak()).isEqualTo(1);
    undo(task);
    assertThat(score(BEN)).isEqualTo(before);
  }

  @Test
  void late_completions_end_the_streak_and_cost_what_the_policy_says() {
    TaskId full = task(fixed(BEN), TaskPolicy.DEFAULT);
    TaskId none =
        task(fixed(BEN), TaskPolicy.DEFAULT.withLate(new LateEffect(LateEffect.Kind.NONE, 0)));
    TaskId penalty = task(fixed(BEN), TaskPolicy.DEFAULT.withLate(PENALTY));
    TaskId inTime = task(fixed(BEN), TaskPolicy.DEFAULT);
    fixture.now = instant("2026-11-28T11:01");
    done(BEN, full);
    done(BEN, none);
    done(BEN, penalty);
    assertThat(deltas(BEN)).containsExactly(4, 0, 1);
    assertThat(ledger())
        .allSatisfy(event -> {
          assertThat(event.reason()).isEqualTo(PointsReason.LATE);
          assertThat(event.streak()).isZero();
        });
    fixture.execute(
        BEN, new TaskCommand.Complete(ref(inTime), null, null, instant("2026-11-28T11:00"), null));
    assertThat(score(BEN).streak()).as("what counts is when it was done").isEqualTo(1);
  }

  @Test
  void each_gets_the_points_of_their_own_part_and_together_all_of_them() {
    TaskId each = task(fixed(BEN, CAS).withCriteria(Assignment.Criteria.EACH), TaskPolicy.DEFAULT);
    done(BEN, each);
    assertThat(deltas(BEN)).containsExactly(4);
    assertThat(deltas(CAS)).isEmpty();
    done(CAS, each);
    assertThat(deltas(CAS)).containsExactly(4);
    undo(each);
    assertThat(deltas(CAS)).as("the part that completed it").containsExactly(4, -4);
    assertThat(deltas(BEN)).as("the part that is still done").containsExactly(4);
    done(CAS, each);
    assertThat(deltas(CAS)).containsExactly(4, -4, 4);

    TaskId together =
        task(fixed(BEN, CAS).withCriteria(Assignment.Criteria.ALL_TOGETHER), TaskPolicy.DEFAULT);
    done(BEN, together);
    assertThat(score(BEN).balance()).isEqualTo(8);
    assertThat(score(CAS).balance()).isEqualTo(8);
    undo(together);
    assertThat(score(BEN).balance()).isEqualTo(4);
    assertThat(score(CAS).balance()).isEqualTo(4);
  }

  @Test
  void with_approval_points_are_paid_when_it_is_approved() {
    TaskId task =
        task(
            fixed(BEN),
            TaskPolicy.DEFAULT.withRequirements(Set.of(TaskPolicy.Requirement.APPROVAL)));
    done(BEN, task);
    fixture.execute(ANNA, new TaskCommand.Reject(ref(task), null, "the corners"));
    done(BEN, task);
    assertThat(ledger()).isEmpty();
    fixture.execute(ANNA, new TaskCommand.Approve(ref(task), null));
    assertThat(deltas(BEN)).containsExactly(4);
    undo(task);
    assertThat(deltas(BEN)).containsExactly(4, -4);
    fixture.execute(ANNA, new TaskCommand.Approve(ref(task), null));
    assertThat(deltas(BEN)).containsExactly(4, -4, 4);
  }

  @Test
  void a_rejected_part_has_to_be_done_again() {
    TaskId each =
        task(
            fixed(BEN, CAS).withCriteria(Assignment.Criteria.EACH),
            TaskPolicy.DEFAULT.withRequirements(Set.of(TaskPolicy.Requirement.APPROVAL)));
    done(BEN, each);
    done(CAS, each);
    fixture.execute(ANNA, new TaskCommand.Reject(ref(each), null, "the corners"));
    assertThat(fixture.open(each).missingParts()).containsExactly(BEN, CAS);
    done(BEN, each);
    done(CAS, each);
    fixture.execute(ANNA, new TaskCommand.Approve(ref(each), null));
    assertThat(deltas(BEN)).containsExactly(4);
    assertThat(deltas(CAS)).containsExactly(4);
  }

  @Test
  void a_milestone_is_rewarded_once_even_after_undo_and_redo() {
    for (int i = 0; i < 2; i++) {
      done(BEN, task(fixed(BEN), TaskPolicy.DEFAULT));
    }
    TaskId third = task(fixed(BEN), TaskPolicy.DEFAULT);
    done(BEN, third);
    assertThat(score(BEN).balance()).isEqualTo(12 + 5);
    undo(third);
    assertThat(score(BEN).balance()).isEqualTo(8);
    done(BEN, third);
    assertThat(score(BEN).balance()).isEqualTo(12 + 5);
    assertThat(ledger()).extracting(PointsEvent.Recorded::source).doesNotHaveDuplicates();

    TaskId late = task(fixed(BEN), TaskPolicy.DEFAULT.withPoints(0));
    fixture.now = instant("2026-11-28T12:00");
    done(BEN, late);
    for (int i = 0; i < 3; i++) {
      done(BEN, fixture.create(ANNA, once("windows").withAssignment(fixed(BEN))));
    }
    assertThat(score(BEN).streak()).isEqualTo(3);
    assertThat(score(BEN).balance()).as("not rewarded again").isEqualTo(17 + 3);
  }

  @Test
  void undoing_what_is_not_the_last_leaves_the_streak_of_the_others() {
    TaskId first = task(fixed(BEN), TaskPolicy.DEFAULT);
    TaskId late = task(fixed(BEN), TaskPolicy.DEFAULT);
    done(BEN, first);
    done(BEN, fixture.create(ANNA, once("windows").withAssignment(fixed(BEN))));
    fixture.now = instant("2026-11-28T12:00");
    done(BEN, late);
    done(BEN, fixture.create(ANNA, once("windows").withAssignment(fixed(BEN))));
    assertThat(score(BEN).streak()).isEqualTo(1);
    undo(late);
    assertThat(score(BEN).streak()).as("as if it had not been late").isEqualTo(3);
    undo(first);
    assertThat(score(BEN).streak()).isEqualTo(2);
  }

  @Test
  void to_help_gives_points_and_leaves_both_streaks() {
    fixture.everybodyMay(
        Permission.TASK_VIEW_ALL, Permission.TASK_COMPLETE, Permission.TASK_COMPLETE_ANY);
    done(CAS, task(fixed(CAS), TaskPolicy.DEFAULT));
    TaskId task = task(fixed(BEN), TaskPolicy.DEFAULT);
    fixture.now = instant("2026-11-28T12:00");
    done(CAS, task);
    assertThat(score(CAS).balance()).isEqualTo(8);
    assertThat(score(CAS).streak()).isEqualTo(1);
    assertThat(score(BEN)).isEqualTo(MemberScore.none(BEN));
  }

  @Test
  void nothing_is_recorded_or_answered_while_points_are_off() {
    settings(false, true);
    done(BEN, task(fixed(BEN), TaskPolicy.DEFAULT));
    assertThat(ledger()).isEmpty();
    assertThat(fixture.query(BEN, new GuildQuery.Leaderboard()))
        .isEqualTo(new GuildReply.Refused(new Refusal.PointsOff()));
    assertThat(fixture.query(BEN, new GuildQuery.MemberPoints(BEN)))
        .isEqualTo(new GuildReply.Refused(new Refusal.PointsOff()));
    assertThat(fixture.refused(ANNA, new MemberCommand.AdjustPoints(BEN, 5, "windows")))
        .isEqualTo(new Refusal.PointsOff());
    settings(true, false);
    assertThat(fixture.query(BEN, new GuildQuery.Leaderboard()))
        .isEqualTo(new GuildReply.Refused(new Refusal.LeaderboardOff()));
  }

  @Test
  void a_member_who_opted_out_sees_themselves_and_others_do_not() {
    done(BEN, task(fixed(BEN), TaskPolicy.DEFAULT));
    done(CAS, task(fixed(CAS), TaskPolicy.DEFAULT));
    fixture.execute(BEN, new MemberCommand.EditProfile(BEN, null, null, null, false));
    assertThat(leaderboard(BEN)).extracting(Standing::member).containsExactly(BEN, CAS);
    assertThat(leaderboard(CAS)).extracting(Standing::member).containsExactly(CAS);
    fixture.execute(BEN, new MemberCommand.EditProfile(BEN, null, null, null, true));
    assertThat(leaderboard(CAS)).extracting(Standing::member).containsExactly(BEN, CAS);
    assertThat(fixture.query(CAS, new GuildQuery.MemberPoints(BEN)))
        .isEqualTo(new GuildReply.Refused(new Refusal.Forbidden(Permission.MEMBER_MANAGE)));
  }

  private List<Standing> leaderboard(MemberId who) {
    return ((QueryResult.Leaderboard) fixture.queryResult(who, new GuildQuery.Leaderboard()))
        .standings();
  }

  @Test
  void an_adjustment_by_hand_needs_permission_and_a_reason() {
    assertThat(fixture.refused(BEN, new MemberCommand.AdjustPoints(BEN, 5, "windows")))
        .isEqualTo(new Refusal.Forbidden(Permission.MEMBER_MANAGE));
    assertThat(fixture.refused(ANNA, new MemberCommand.AdjustPoints(DORA, 5, "windows")))
        .isEqualTo(new Refusal.UnknownMember(DORA));
    assertThat(fixture.invalid(ANNA, new MemberCommand.AdjustPoints(BEN, 0, " ")))
        .extracting(Refusal.FieldError::field)
        .containsExactly("reason", "delta");
    fixture.execute(ANNA, new MemberCommand.AdjustPoints(BEN, 5, "windows"));
    fixture.execute(ANNA, new MemberCommand.AdjustPoints(BEN, -2, "not all of them"));
    assertThat(score(BEN).balance()).isEqualTo(3);
    assertThat(score(BEN).streak()).isZero();
    assertThat(ledger()).extracting(PointsEvent.Recorded::source).doesNotHaveDuplicates();
  }

  @Test
  void the_settings_of_points_outlive_what_discord_tells_of_the_guild() {
    fixture.asSystem(new SettingsCommand.ObserveGuild("Huize Ben", Map.of(), "nl", null));
    assertThat(fixture.guild.snapshot().profile().settings().givesPoints()).isTrue();
  }

  @Test
  void points_and_lateness_of_a_policy_are_validated() {
    TaskFields fields = bathroom(fixed(BEN), TaskPolicy.DEFAULT);
    TaskPolicy bad =
        TaskPolicy.DEFAULT.withPoints(1_001).withLate(new LateEffect(LateEffect.Kind.PENALTY, 0));
    assertThat(
            fixture.invalid(
                ANNA,
                new TaskCommand.Create(
                    TaskId.of("01939a52-0000-7000-8000-000000000001"), fields.withPolicy(bad))))
        .extracting(Refusal.FieldError::field)
        .containsExactly("policy.points", "policy.late.penalty");
  }
}
