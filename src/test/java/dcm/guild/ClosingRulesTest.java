package dcm.guild;

import static dcm.guild.GuildFixture.AMSTERDAM;
import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.at;
import static dcm.guild.GuildFixture.draft;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.instant;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static dcm.guild.GuildFixture.turns;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingRulesTest {
  private final GuildFixture house = GuildFixture.house();

  private static Schedule saturdays(Schedule.Anchor anchor) {
    return recurring("FREQ=WEEKLY;BYDAY=SA", LocalTime.of(11, 0), anchor);
  }

  private static Schedule recurring(String rrule, LocalTime time, Schedule.Anchor anchor) {
    return new Schedule.Recurring(
        new Recurrence(
            rrule, LocalDate.of(2026, 11, 23), time, AMSTERDAM, Recurrence.MonthEnd.CLAMP),
        anchor);
  }

  private TaskId bathroom(Assignment assignment) {
    return house.create(ANNA, draft("bathroom", saturdays(Schedule.Anchor.FROM_DUE), assignment));
  }

  private static TaskCommand.Complete complete(TaskId task) {
    return new TaskCommand.Complete(ref(task), null, null, null, null);
  }

  @Test
  void completing_a_one_off_leaves_nothing_open() {
    TaskId task = house.create(ANNA, once("dishes"));
    house.does(BEN, new TaskCommand.Complete(ref(task), 1, null, null, " all of them \n"));
    assertThat(house.task(task).open()).isNull();
    assertThat(house.task(task).closed().completion())
        .isEqualTo(new Completion(BEN, BEN, house.now, house.now, "all of them"));
    assertThat(house.refused(BEN, complete(task))).isEqualTo(new Refusal.WrongState(null));
    assertThat(house.refused(BEN, new TaskCommand.Complete(ref(task), 1, null, null, null)))
        .isEqualTo(new Refusal.WrongState(Occurrence.State.DONE));
  }

  @Test
  void what_is_done_early_is_not_due_on_the_same_day_again() {
    TaskId task = bathroom(Assignment.OPEN);
    assertThat(house.open(task).due()).isEqualTo(at("2026-11-28T11:00"));
    house.does(BEN, complete(task));
    assertThat(house.open(task).due()).isEqualTo(at("2026-12-05T11:00"));
    assertThat(house.open(task).ordinal()).isEqualTo(2);
  }

  @Test
  void what_is_done_late_is_not_overdue_at_once() {
    TaskId task = bathroom(Assignment.OPEN);
    house.now = instant("2026-12-13T10:00");
    house.does(BEN, complete(task));
    assertThat(house.open(task).due()).isEqualTo(at("2026-12-19T11:00"));
  }

  @Test
  void a_floating_rule_counts_from_the_local_day_of_the_completion() {
    TaskId task =
        house.create(
            ANNA,
            draft(
                "plants",
                recurring(
                    "FREQ=DAILY;INTERVAL=3", LocalTime.of(23, 0), Schedule.Anchor.FROM_COMPLETION),
                Assignment.OPEN));
    // 23:30 UTC on the 24th is the 25th in Amsterdam
    house.now = Instant.parse("2026-11-24T23:30:00Z");
    house.does(BEN, complete(task));
    assertThat(house.open(task).due()).isEqualTo(at("2026-11-28T23:00"));
  }

  @Test
  void a_floating_rule_that_is_skipped_counts_from_what_was_skipped() {
    TaskId task =
        house.create(
            ANNA,
            draft(
                "plants",
                recurring(
                    "FREQ=DAILY;INTERVAL=3", LocalTime.of(23, 0), Schedule.Anchor.FROM_COMPLETION),
                Assignment.OPEN));
    house.does(BEN, complete(task));
    assertThat(house.open(task).due()).isEqualTo(at("2026-11-26T23:00"));
    house.does(BEN, new TaskCommand.Skip(ref(task), null, null, true));
    assertThat(house.open(task).due()).isEqualTo(at("2026-11-29T23:00"));
  }

  @Test
  void a_rule_that_ends_leaves_nothing_open() {
    TaskId task =
        house.create(
            ANNA,
            draft(
                "twice",
                recurring("FREQ=DAILY;COUNT=2", LocalTime.of(20, 0), Schedule.Anchor.FROM_DUE),
                Assignment.OPEN));
    house.does(BEN, complete(task));
    house.does(BEN, complete(task));
    assertThat(house.task(task).open()).isNull();
    assertThat(house.task(task).closed().ordinal()).isEqualTo(2);
  }

  @Test
  void the_turn_goes_round_in_order_whoever_does_it() {
    TaskId task = bathroom(turns(CAS, ANNA, BEN));
    List<MemberId> holders = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      holders.addAll(house.open(task).assignees());
      house.does(ANNA, complete(task));
      house.later(Duration.ofDays(7));
    }
    assertThat(holders).containsExactly(CAS, ANNA, BEN, CAS, ANNA, BEN);
  }

  @Test
  void without_an_order_the_turn_goes_round_in_the_order_of_joining() {
    TaskId task = bathroom(turns());
    List<MemberId> holders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      holders.addAll(house.open(task).assignees());
      house.does(ANNA, complete(task));
    }
    assertThat(holders).containsExactly(ANNA, BEN, CAS, ANNA);
  }

  @Test
  void a_favour_does_not_change_whose_turn_is_next() {
    TaskId task = bathroom(turns(ANNA, BEN, CAS));
    house.does(ANNA, new TaskCommand.Assign(ref(task), null, List.of(CAS)));
    assertThat(house.open(task).assignees()).containsExactly(CAS);
    house.does(CAS, complete(task));
    assertThat(house.open(task).assignees()).containsExactly(BEN);
  }

  @Test
  void a_skip_is_no_completion_and_passes_the_turn_on_only_when_asked() {
    TaskId task = bathroom(turns(ANNA, BEN));
    house.does(ANNA, new TaskCommand.Skip(ref(task), 1, "ill", false));
    assertThat(house.open(task).assignees()).containsExactly(ANNA);
    assertThat(house.task(task).closed().state()).isEqualTo(Occurrence.State.SKIPPED);
    assertThat(house.task(task).closed().completion()).isNull();
    house.does(ANNA, new TaskCommand.Skip(ref(task), 2, null, true));
    assertThat(house.open(task).assignees()).containsExactly(BEN);
  }

  @Test
  void what_is_somebody_elses_needs_the_right_to_complete_for_all() {
    TaskId task = bathroom(fixed(ANNA));
    Refusal annas = new Refusal.HeldByOthers(List.of(ANNA), false, Permission.TASK_COMPLETE_ANY);
    assertThat(house.refused(BEN, complete(task))).isEqualTo(annas);
    assertThat(house.refused(BEN, new TaskCommand.Skip(ref(task), null, null, true)))
        .isEqualTo(annas);
    TaskId round = bathroom(turns(CAS, BEN));
    assertThat(house.refused(BEN, complete(round)))
        .isEqualTo(new Refusal.HeldByOthers(List.of(CAS), true, Permission.TASK_COMPLETE_ANY));
    TaskId free = bathroom(Assignment.OPEN);
    assertThat(house.refused(BEN, new TaskCommand.Complete(ref(free), null, ANNA, null, null)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_COMPLETE_ANY));
  }

  @Test
  void what_was_done_a_moment_ago_is_told_until_something_happens_to_the_next_one() {
    TaskId task = bathroom(Assignment.OPEN);
    assertThat(house.task(task).doneAMomentAgo(house.now)).isNull();
    house.does(BEN, complete(task));
    assertThat(house.task(task).doneAMomentAgo(house.now))
        .isEqualTo(new Completion(BEN, BEN, house.now, house.now, null));
    assertThat(house.task(task).doneAMomentAgo(house.now.plus(Duration.ofMinutes(10)))).isNull();
    house.does(CAS, new TaskCommand.Claim(ref(task), null));
    assertThat(house.task(task).doneAMomentAgo(house.now)).as("the next is meant").isNull();
    TaskId once = house.create(ANNA, once("dishes"));
    house.does(BEN, complete(once));
    assertThat(house.task(once).doneAMomentAgo(house.now)).as("nothing comes next").isNull();
  }

  @Test
  void a_floating_interval_is_counted_whole_when_it_is_done_late() {
    TaskId task =
        house.create(
            ANNA,
            draft(
                "windows",
                recurring(
                    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
                    LocalTime.of(11, 0),
                    Schedule.Anchor.FROM_COMPLETION),
                Assignment.OPEN));
    assertThat(house.open(task).due()).isEqualTo(at("2026-11-28T11:00"));
    house.now = instant("2026-11-30T15:00");
    house.does(BEN, complete(task));
    assertThat(house.open(task).due()).isEqualTo(at("2026-12-12T11:00"));
  }

  @Test
  void who_logs_for_another_is_named_too() {
    TaskId task = bathroom(fixed(BEN));
    Instant doneAt = house.now.minus(Duration.ofHours(3));
    house.does(ANNA, new TaskCommand.Complete(ref(task), null, BEN, doneAt, null));
    assertThat(house.task(task).closed().completion())
        .isEqualTo(new Completion(BEN, ANNA, doneAt, house.now, null));
    assertThat(
            house.refused(
                ANNA, new TaskCommand.Complete(ref(task), null, new MemberId(99), null, null)))
        .isEqualTo(new Refusal.UnknownMember(new MemberId(99)));
  }

  @Test
  void nobody_did_it_in_the_future_or_long_before_there_was_a_task() {
    TaskId task = bathroom(Assignment.OPEN);
    Instant tomorrow = house.now.plus(Duration.ofDays(1));
    Instant longAgo = house.now.minus(Duration.ofDays(400));
    assertThat(house.invalid(ANNA, new TaskCommand.Complete(ref(task), null, null, tomorrow, "\0")))
        .extracting(FieldError::field)
        .containsExactly("doneAt", "note");
    assertThat(house.invalid(ANNA, new TaskCommand.Complete(ref(task), null, null, longAgo, null)))
        .extracting(FieldError::code)
        .containsExactly("too-early");
  }

  @Test
  void an_undo_brings_turn_due_and_holder_back() {
    TaskId task = bathroom(turns(ANNA, BEN, CAS));
    house.does(ANNA, complete(task));
    house.does(BEN, new TaskCommand.Claim(ref(task), null));
    Task before = house.task(task);
    house.does(BEN, complete(task));
    assertThat(house.does(BEN, new TaskCommand.Reopen(ref(task), null)))
        .extracting(GuildEvent::kind)
        .containsExactly("occurrence.withdrawn", "occurrence.reopened");
    assertThat(house.task(task).open()).isEqualTo(before.open());
    assertThat(house.task(task).closed()).isEqualTo(before.closed());
    house.does(BEN, complete(task));
    assertThat(house.open(task).assignees()).containsExactly(CAS);
    assertThat(house.open(task).ordinal()).as("never given twice").isEqualTo(4);
  }

  @Test
  void the_doer_may_undo_for_a_while_and_who_completes_for_all_at_any_time() {
    TaskId task = bathroom(Assignment.OPEN);
    house.does(BEN, complete(task));
    assertThat(house.refused(CAS, new TaskCommand.Reopen(ref(task), null)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_COMPLETE_ANY));
    house.later(Duration.ofMinutes(10).plusSeconds(1));
    assertThat(house.refused(BEN, new TaskCommand.Reopen(ref(task), null)))
        .isEqualTo(new Refusal.TooLateToUndo());
    house.later(Duration.ofDays(30));
    house.does(ANNA, new TaskCommand.Reopen(ref(task), 1));
    assertThat(house.open(task).due()).isEqualTo(at("2026-11-28T11:00"));
  }

  @Test
  void a_skip_is_undone_likewise() {
    TaskId task = bathroom(turns(BEN, CAS));
    house.does(BEN, new TaskCommand.Skip(ref(task), null, null, true));
    house.does(BEN, new TaskCommand.Reopen(ref(task), null));
    assertThat(house.open(task).assignees()).containsExactly(BEN);
    assertThat(house.task(task).closed()).isNull();
  }

  @Test
  void an_undo_never_destroys_what_somebody_did_since() {
    TaskId task = bathroom(Assignment.OPEN);
    house.does(BEN, complete(task));
    house.does(CAS, new TaskCommand.Claim(ref(task), null));
    assertThat(house.refused(BEN, new TaskCommand.Reopen(ref(task), null)))
        .isEqualTo(new Refusal.NextAlreadyActedUpon());
    house.does(CAS, complete(task));
    assertThat(house.refused(BEN, new TaskCommand.Reopen(ref(task), 1)))
        .isEqualTo(new Refusal.NextAlreadyActedUpon());
  }

  @Test
  void only_what_was_closed_can_be_reopened() {
    TaskId task = bathroom(Assignment.OPEN);
    assertThat(house.refused(ANNA, new TaskCommand.Reopen(ref(task), null)))
        .isEqualTo(new Refusal.WrongState(Occurrence.State.OPEN));
    assertThat(house.refused(ANNA, new TaskCommand.Reopen(ref(task), 1)))
        .isEqualTo(new Refusal.WrongState(Occurrence.State.OPEN));
    assertThat(house.refused(ANNA, new TaskCommand.Reopen(ref(task), 7)))
        .isEqualTo(new Refusal.UnknownOccurrence(7));
    house.does(ANNA, complete(task));
    assertThat(house.refused(ANNA, new TaskCommand.Reopen(ref(task), 7)))
        .isEqualTo(new Refusal.UnknownOccurrence(7));
  }

  @Test
  void an_old_button_does_not_complete_the_next_occurrence() {
    TaskId task = bathroom(Assignment.OPEN);
    house.does(BEN, complete(task));
    assertThat(house.refused(BEN, new TaskCommand.Complete(ref(task), 1, null, null, null)))
        .isEqualTo(new Refusal.WrongState(Occurrence.State.DONE));
    assertThat(house.refused(BEN, new TaskCommand.Complete(ref(task), 5, null, null, null)))
        .isEqualTo(new Refusal.UnknownOccurrence(5));
  }

  @Test
  void whose_holder_left_meanwhile_is_reopened_for_the_next() {
    TaskId task = bathroom(turns(BEN, CAS, ANNA));
    house.does(BEN, complete(task));
    house.clockwork(new MemberCommand.Leave(BEN));
    house.does(ANNA, new TaskCommand.Reopen(ref(task), null));
    assertThat(house.open(task).assignees()).containsExactly(CAS);
  }
}
