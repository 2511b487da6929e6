package dcm.guild.rules;

import static dcm.guild.GuildFixture.AMSTERDAM;
import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.at;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.instant;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static dcm.guild.GuildFixture.taskFields;
import static dcm.guild.GuildFixture.turns;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.GuildEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Assignment;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionRulesTest {
  private final GuildFixture fixture = GuildFixture.withMembers();

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
    return fixture.create(
        ANNA, taskFields("bathroom", saturdays(Schedule.Anchor.FROM_DUE), assignment));
  }

  private static TaskCommand.Complete complete(TaskId task) {
    return new TaskCommand.Complete(ref(task), null, null, null, null);
  }

  @Test
  void completing_a_one_off_leaves_nothing_open() {
    TaskId task = fixture.create(ANNA, once("dishes"));
    fixture.execute(BEN, new TaskCommand.Complete(ref(task), 1, null, null, " all of them \n"));
    assertThat(fixture.task(task).open()).isNull();
    assertThat(fixture.task(task).closed().completion())
        .isEqualTo(new Occurrence.Completion(BEN, BEN, fixture.now, fixture.now, "all of them"));
    assertThat(fixture.refused(BEN, complete(task))).isEqualTo(new Refusal.WrongState(null));
    assertThat(fixture.refused(BEN, new TaskCommand.Complete(ref(task), 1, null, null, null)))
        .isEqualTo(new Refusal.WrongState(Occurrence.State.DONE));
  }

  @Test
  void an_early_completion_is_not_due_on_the_same_day_again() {
    TaskId task = bathroom(Assignment.OPEN);
    assertThat(fixture.open(task).due()).isEqualTo(at("2026-11-28T11:00"));
    fixture.execute(BEN, complete(task));
    assertThat(fixture.open(task).due()).isEqualTo(at("2026-12-05T11:00"));
    assertThat(fixture.open(task).ordinal()).isEqualTo(2);
  }

  @Test
  void a_late_completion_does_not_open_an_overdue_occurrence() {
    TaskId task = bathroom(Assignment.OPEN);
    fixture.now = instant("2026-12-13T10:00");
    fixture.execute(BEN, complete(task));
    assertThat(fixture.open(task).due()).isEqualTo(at("2026-12-19T11:00"));
  }

  @Test
  void a_floating_rule_counts_from_the_local_day_of_the_completion() {
    TaskId task =
        fixture.create(
            ANNA,
            taskFields(
                "plants",
                recurring(
                    "FREQ=DAILY;INTERVAL=3", LocalTime.of(23, 0), Schedule.Anchor.FROM_COMPLETION),
                Assignment.OPEN));
    // 23:30 UTC on the 24th is the 25th in Amsterdam
    fixture.now = Instant.parse("2026-11-24T23:30:00Z");
    fixture.execute(BEN, complete(task));
    assertThat(fixture.open(task).due()).isEqualTo(at("2026-11-28T23:00"));
  }

  @Test
  void a_skipped_floating_rule_counts_from_the_skipped_due() {
    TaskId task =
        fixture.create(
            ANNA,
            taskFields(
                "plants",
                recurring(
                    "FREQ=DAILY;INTERVAL=3", LocalTime.of(23, 0), Schedule.Anchor.FROM_COMPLETION),
                Assignment.OPEN));
    fixture.execute(BEN, complete(task));
    assertThat(fixture.open(task).due()).isEqualTo(at("2026-11-26T23:00"));
    fixture.execute(BEN, new TaskCommand.Skip(ref(task), null, null, true));
    assertThat(fixture.open(task).due()).isEqualTo(at("2026-11-29T23:00"));
  }

  @Test
  void a_rule_that_ends_leaves_nothing_open() {
    TaskId task =
        fixture.create(
            ANNA,
            taskFields(
                "twice",
                recurring("FREQ=DAILY;COUNT=2", LocalTime.of(20, 0), Schedule.Anchor.FROM_DUE),
                Assignment.OPEN));
    fixture.execute(BEN, complete(task));
    fixture.execute(BEN, complete(task));
    assertThat(fixture.task(task).open()).isNull();
    assertThat(fixture.task(task).closed().ordinal()).isEqualTo(2);
  }

  @Test
  void the_turn_rotates_in_order_whoever_completes() {
    TaskId task = bathroom(turns(CAS, ANNA, BEN));
    List<MemberId> holders = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      holders.addAll(fixture.open(task).assignees());
      fixture.execute(ANNA, complete(task));
      fixture.advance(Duration.ofDays(7));
    }
    assertThat(holders).containsExactly(CAS, ANNA, BEN, CAS, ANNA, BEN);
  }

  @Test
  void without_an_order_the_turn_rotates_in_the_order_of_joining() {
    TaskId task = bathroom(turns());
    List<MemberId> holders = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      holders.addAll(fixture.open(task).assignees());
      fixture.execute(ANNA, complete(task));
    }
    assertThat(holders).containsExactly(ANNA, BEN, CAS, ANNA);
  }

  @Test
  void a_favour_does_not_change_whose_turn_is_next() {
    TaskId task = bathroom(turns(ANNA, BEN, CAS));
    fixture.execute(ANNA, new TaskCommand.Assign(ref(task), null, List.of(CAS)));
    assertThat(fixture.open(task).assignees()).containsExactly(CAS);
    fixture.execute(CAS, complete(task));
    assertThat(fixture.open(task).assignees()).containsExactly(BEN);
  }

  @Test
  void a_skip_is_no_completion_and_passes_the_turn_on_only_when_asked() {
    TaskId task = bathroom(turns(ANNA, BEN));
    fixture.execute(ANNA, new TaskCommand.Skip(ref(task), 1, "ill", false));
    assertThat(fixture.open(task).assignees()).containsExactly(ANNA);
    assertThat(fixture.task(task).closed().state()).isEqualTo(Occurrence.State.SKIPPED);
    assertThat(fixture.task(task).closed().completion()).isNull();
    fixture.execute(ANNA, new TaskCommand.Skip(ref(task), 2, null, true));
    assertThat(fixture.open(task).assignees()).containsExactly(BEN);
  }

  @Test
  void completing_for_others_needs_the_permission_to_complete_any() {
    TaskId task = bathroom(fixed(ANNA));
    Refusal annas = new Refusal.HeldByOthers(List.of(ANNA), false, Permission.TASK_COMPLETE_ANY);
    assertThat(fixture.refused(BEN, complete(task))).isEqualTo(annas);
    assertThat(fixture.refused(BEN, new TaskCommand.Skip(ref(task), null, null, true)))
        .isEqualTo(annas);
    TaskId round = bathroom(turns(CAS, BEN));
    assertThat(fixture.refused(BEN, complete(round)))
        .isEqualTo(new Refusal.HeldByOthers(List.of(CAS), true, Permission.TASK_COMPLETE_ANY));
    TaskId free = bathroom(Assignment.OPEN);
    assertThat(fixture.refused(BEN, new TaskCommand.Complete(ref(free), null, ANNA, null, null)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_COMPLETE_ANY));
  }

  @Test
  void a_recent_completion_is_reported_until_the_next_occurrence_changes() {
    TaskId task = bathroom(Assignment.OPEN);
    assertThat(fixture.task(task).recentCompletion(fixture.now)).isNull();
    fixture.execute(BEN, complete(task));
    assertThat(fixture.task(task).recentCompletion(fixture.now))
        .isEqualTo(new Occurrence.Completion(BEN, BEN, fixture.now, fixture.now, null));
    assertThat(fixture.task(task).recentCompletion(fixture.now.plus(Duration.ofMinutes(10))))
        .isNull();
    fixture.execute(CAS, new TaskCommand.Claim(ref(task), null));
    assertThat(fixture.task(task).recentCompletion(fixture.now)).as("the next is meant").isNull();
    TaskId once = fixture.create(ANNA, once("dishes"));
    fixture.execute(BEN, complete(once));
    assertThat(fixture.task(once).recentCompletion(fixture.now)).as("nothing comes next").isNull();
  }

  @Test
  void a_floating_interval_counts_in_full_when_done_late() {
    TaskId task =
        fixture.create(
            ANNA,
            taskFields(
                "windows",
                recurring(
                    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA",
                    LocalTime.of(11, 0),
                    Schedule.Anchor.FROM_COMPLETION),
                Assignment.OPEN));
    assertThat(fixture.open(task).due()).isEqualTo(at("2026-11-28T11:00"));
    fixture.now = instant("2026-11-30T15:00");
    fixture.execute(BEN, complete(task));
    assertThat(fixture.open(task).due()).isEqualTo(at("2026-12-12T11:00"));
  }

  @Test
  void a_completion_records_who_logged_it() {
    TaskId task = bathroom(fixed(BEN));
    Instant doneAt = fixture.now.minus(Duration.ofHours(3));
    fixture.execute(ANNA, new TaskCommand.Complete(ref(task), null, BEN, doneAt, null));
    assertThat(fixture.task(task).closed().completion())
        .isEqualTo(new Occurrence.Completion(BEN, ANNA, doneAt, fixture.now, null));
    assertThat(
            fixture.refused(
                ANNA, new TaskCommand.Complete(ref(task), null, new MemberId(99), null, null)))
        .isEqualTo(new Refusal.UnknownMember(new MemberId(99)));
  }

  @Test
  void a_completion_lies_neither_in_the_future_nor_long_before_the_task() {
    TaskId task = bathroom(Assignment.OPEN);
    Instant tomorrow = fixture.now.plus(Duration.ofDays(1));
    Instant longAgo = fixture.now.minus(Duration.ofDays(400));
    assertThat(
            fixture.invalid(ANNA, new TaskCommand.Complete(ref(task), null, null, tomorrow, "\0")))
        .extracting(Refusal.FieldError::field)
        .containsExactly("doneAt", "note");
    assertThat(
            fixture.invalid(ANNA, new TaskCommand.Complete(ref(task), null, null, longAgo, null)))
        .extracting(Refusal.FieldError::code)
        .containsExactly("too-early");
  }

  @Test
  void an_undo_restores_turn_due_and_holder() {
    TaskId task = bathroom(turns(ANNA, BEN, CAS));
    fixture.execute(ANNA, complete(task));
    fixture.execute(BEN, new TaskCommand.Claim(ref(task), null));
    Task before = fixture.task(task);
    fixture.execute(BEN, complete(task));
    assertThat(fixture.execute(BEN, new TaskCommand.Reopen(ref(task), null)))
        .extracting(GuildEvent::kind)
        .containsExactly("occurrence.withdrawn", "occurrence.reopened");
    assertThat(fixture.task(task).open()).isEqualTo(before.open());
    assertThat(fixture.task(task).closed()).isEqualTo(before.closed());
    fixture.execute(BEN, complete(task));
    assertThat(fixture.open(task).assignees()).containsExactly(CAS);
    assertThat(fixture.open(task).ordinal()).as("never given twice").isEqualTo(4);
  }

  @Test
  void own_completions_are_undone_within_the_window_others_with_permission_at_any_time() {
    TaskId task = bathroom(Assignment.OPEN);
    fixture.execute(BEN, complete(task));
    assertThat(fixture.refused(CAS, new TaskCommand.Reopen(ref(task), null)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_COMPLETE_ANY));
    fixture.advance(Duration.ofMinutes(10).plusSeconds(1));
    assertThat(fixture.refused(BEN, new TaskCommand.Reopen(ref(task), null)))
        .isEqualTo(new Refusal.TooLateToUndo());
    fixture.advance(Duration.ofDays(30));
    fixture.execute(ANNA, new TaskCommand.Reopen(ref(task), 1));
    assertThat(fixture.open(task).due()).isEqualTo(at("2026-11-28T11:00"));
  }

  @Test
  void a_skip_is_undone_likewise() {
    TaskId task = bathroom(turns(BEN, CAS));
    fixture.execute(BEN, new TaskCommand.Skip(ref(task), null, null, true));
    fixture.execute(BEN, new TaskCommand.Reopen(ref(task), null));
    assertThat(fixture.open(task).assignees()).containsExactly(BEN);
    assertThat(fixture.task(task).closed()).isNull();
  }

  @Test
  void an_undo_is_refused_after_later_actions() {
    TaskId task = bathroom(Assignment.OPEN);
    fixture.execute(BEN, complete(task));
    fixture.execute(CAS, new TaskCommand.Claim(ref(task), null));
    assertThat(fixture.refused(BEN, new TaskCommand.Reopen(ref(task), null)))
        .isEqualTo(new Refusal.NextAlreadyActedUpon());
    fixture.execute(CAS, complete(task));
    assertThat(fixture.refused(BEN, new TaskCommand.Reopen(ref(task), 1)))
        .isEqualTo(new Refusal.NextAlreadyActedUpon());
  }

  @Test
  void only_what_was_closed_can_be_reopened() {
    TaskId task = bathroom(Assignment.OPEN);
    assertThat(fixture.refused(ANNA, new TaskCommand.Reopen(ref(task), null)))
        .isEqualTo(new Refusal.WrongState(Occurrence.State.OPEN));
    assertThat(fixture.refused(ANNA, new TaskCommand.Reopen(ref(task), 1)))
        .isEqualTo(new Refusal.WrongState(Occurrence.State.OPEN));
    assertThat(fixture.refused(ANNA, new TaskCommand.Reopen(ref(task), 7)))
        .isEqualTo(new Refusal.UnknownOccurrence(7));
    fixture.execute(ANNA, complete(task));
    assertThat(fixture.refused(ANNA, new TaskCommand.Reopen(ref(task), 7)))
        .isEqualTo(new Refusal.UnknownOccurrence(7));
  }

  @Test
  void an_old_button_does_not_complete_the_next_occurrence() {
    TaskId task = bathroom(Assignment.OPEN);
    fixture.execute(BEN, complete(task));
    assertThat(fixture.refused(BEN, new TaskCommand.Complete(ref(task), 1, null, null, null)))
        .isEqualTo(new Refusal.WrongState(Occurrence.State.DONE));
    assertThat(fixture.refused(BEN, new TaskCommand.Complete(ref(task), 5, null, null, null)))
        .isEqualTo(new Refusal.UnknownOccurrence(5));
  }

  @Test
  void an_occurrence_whose_holder_left_is_reopened_for_the_next_member() {
    TaskId task = bathroom(turns(BEN, CAS, ANNA));
    fixture.execute(BEN, complete(task));
    fixture.asSystem(new MemberCommand.Leave(BEN));
    fixture.execute(ANNA, new TaskCommand.Reopen(ref(task), null));
    assertThat(fixture.open(task).assignees()).containsExactly(CAS);
  }
}
