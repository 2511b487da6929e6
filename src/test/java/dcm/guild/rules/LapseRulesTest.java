package dcm.guild.rules;

import static dcm.guild.GuildFixture.AMSTERDAM;
import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.at;
import static dcm.guild.GuildFixture.instant;
import static dcm.guild.GuildFixture.ref;
import static dcm.guild.GuildFixture.taskFields;
import static dcm.guild.GuildFixture.turns;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.Assignment;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy;
import dcm.guild.value.TaskPolicy.Backlog;
import dcm.guild.value.TaskPolicy.Deadline;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LapseRulesTest {
  private final GuildFixture fixture = GuildFixture.withMembers();

  private TaskId weekly(TaskPolicy policy, Assignment assignment) {
    Schedule saturdays =
        new Schedule.Recurring(
            new Recurrence(
                "FREQ=WEEKLY;BYDAY=SA",
                LocalDate.of(2026, 11, 28),
                LocalTime.of(11, 0),
                AMSTERDAM,
                Recurrence.MonthEnd.CLAMP),
            Schedule.Anchor.FROM_DUE);
    return fixture.create(ANNA, taskFields("bins", saturdays, assignment).withPolicy(policy));
  }

  private TaskId weekly(Backlog backlog) {
    return weekly(TaskPolicy.DEFAULT.withBacklog(backlog), turns(BEN, CAS));
  }

  private void wakeAt(String local) {
    fixture.now = instant(local);
    fixture.asSystem(new NotificationCommand.WakeUp());
  }

  /** Lets the guild act whenever it planned to, as its wake-ups do. */
  private void passUntil(String local) {
    while (fixture.planned() != null && fixture.planned().isBefore(instant(local))) {
      fixture.now = fixture.planned();
      fixture.asSystem(new NotificationCommand.WakeUp());
    }
    fixture.now = instant(local);
  }

  private List<String> dues(TaskId task) {
    return fixture.task(task).occurrences().stream()
        .map(open -> open.due().day().toString())
        .toList();
  }

  private long missed() {
    return fixture.journal.stream()
        .filter(recorded -> recorded.event() instanceof OccurrenceEvent.Missed)
        .count();
  }

  @Test
  void vacation_leaves_three_of_them_when_they_stack() {
    TaskId task = weekly(Backlog.STACK);
    passUntil("2026-12-14T09:00");
    assertThat(dues(task)).containsExactly("2026-11-28", "2026-12-05", "2026-12-12");
    assertThat(missed()).isZero();
    assertThat(fixture.task(task).occurrences())
        .extracting(Occurrence::assignees)
        .containsExactly(List.of(BEN), List.of(CAS), List.of(BEN));
  }

  @Test
  void vacation_leaves_the_oldest_when_they_merge() {
    TaskId task = weekly(Backlog.MERGE);
    passUntil("2026-12-14T09:00");
    assertThat(dues(task)).containsExactly("2026-11-28");
    assertThat(missed()).isZero();
  }

  @Test
  void vacation_leaves_two_missed_and_one_open_when_they_are_marked() {
    TaskId task = weekly(Backlog.MARK_MISSED);
    passUntil("2026-12-14T09:00");
    assertThat(dues(task)).containsExactly("2026-12-12");
    assertThat(missed()).isEqualTo(2);
    assertThat(fixture.task(task).closed().state()).isEqualTo(Occurrence.State.MISSED);
  }

  @Test
  void one_late_wake_up_does_what_three_in_time_had_done() {
    TaskId stacked = weekly(Backlog.STACK);
    TaskId marked = weekly(Backlog.MARK_MISSED);
    wakeAt("2026-12-14T09:00");
    assertThat(dues(stacked)).containsExactly("2026-11-28", "2026-12-05", "2026-12-12");
    assertThat(dues(marked)).containsExactly("2026-12-12");
    assertThat(missed()).isEqualTo(2);
  }

  @Test
  void the_oldest_of_a_stack_is_missed_when_there_are_too_many() {
    TaskId task = weekly(Backlog.STACK);
    wakeAt("2027-11-29T09:00");
    assertThat(fixture.task(task).occurrences()).hasSize(LapseRules.MAX_OPEN);
    assertThat(missed()).isPositive();
  }

  @Test
  void occurrences_of_a_stack_are_done_one_by_one_the_oldest_first() {
    TaskId task = weekly(Backlog.STACK);
    passUntil("2026-12-14T09:00");
    for (int i = 0; i < 3; i++) {
      fixture.execute(ANNA, new TaskCommand.Complete(ref(task), null, null, null, null));
    }
    assertThat(dues(task)).containsExactly("2026-12-19");
    assertThat(fixture.open(task).due()).isEqualTo(at("2026-12-19T11:00"));
  }

  @Test
  void a_turn_stays_with_the_member_who_missed_it_unless_it_always_advances() {
    TaskId kept = weekly(Backlog.MARK_MISSED);
    TaskId advancing =
        weekly(
            TaskPolicy.DEFAULT
                .withBacklog(Backlog.MARK_MISSED)
                .withTurnAdvance(TaskPolicy.TurnAdvance.ALWAYS),
            turns(BEN, CAS));
    passUntil("2026-12-06T09:00");
    assertThat(fixture.open(kept).assignees()).containsExactly(BEN);
    assertThat(fixture.open(advancing).assignees()).containsExactly(CAS);
    assertThat(fixture.journal)
        .filteredOn(recorded -> recorded.event() instanceof OccurrenceEvent.Missed)
        .allSatisfy(recorded ->
            assertThat(((OccurrenceEvent.Missed) recorded.event()).holders()).containsExactly(BEN));
  }

  @Test
  void a_miss_can_be_undone_and_stays_so() {
    TaskId task = weekly(Backlog.MARK_MISSED);
    passUntil("2026-12-06T09:00");
    fixture.execute(ANNA, new TaskCommand.Reopen(ref(task), 1));
    assertThat(dues(task)).containsExactly("2026-11-28", "2026-12-05");
    wakeAt("2026-12-07T09:00");
    assertThat(dues(task)).containsExactly("2026-11-28", "2026-12-05");
    fixture.execute(BEN, new TaskCommand.Complete(ref(task), 1, null, null, null));
    assertThat(fixture.task(task).closed().state()).isEqualTo(Occurrence.State.DONE);
    assertThat(dues(task)).containsExactly("2026-12-05");
  }

  @Test
  void a_submitted_occurrence_is_not_missed() {
    TaskId task =
        weekly(
            TaskPolicy.DEFAULT
                .withBacklog(Backlog.MARK_MISSED)
                .withRequirements(Set.of(TaskPolicy.Requirement.APPROVAL)),
            turns(BEN, CAS));
    fixture.execute(BEN, new TaskCommand.Complete(ref(task), null, null, null, null));
    passUntil("2026-12-06T09:00");
    assertThat(missed()).isZero();
    assertThat(fixture.task(task).occurrences())
        .extracting(Occurrence::state)
        .containsExactly(Occurrence.State.AWAITING_APPROVAL, Occurrence.State.OPEN);
  }

  private TaskId withDeadline(Deadline.Action action, Assignment assignment) {
    return weekly(
        TaskPolicy.DEFAULT.withDeadline(new Deadline(action, Duration.ofHours(6))), assignment);
  }

  private static Assignment fixed(MemberId member) {
    return GuildFixture.fixed(member);
  }

  @Test
  void deadlines_keep_reassign_open_to_all_miss_or_expire() {
    TaskId kept = withDeadline(Deadline.Action.KEEP, fixed(BEN));
    TaskId reassigned = withDeadline(Deadline.Action.REASSIGN, turns(BEN, CAS));
    TaskId opened = withDeadline(Deadline.Action.OPEN_TO_ALL, fixed(BEN));
    TaskId missed = withDeadline(Deadline.Action.MISSED, fixed(BEN));
    TaskId expired = withDeadline(Deadline.Action.EXPIRE, Assignment.OPEN);
    TaskId held = withDeadline(Deadline.Action.EXPIRE, fixed(BEN));
    passUntil("2026-11-28T16:59");
    assertThat(fixture.open(reassigned).assignees()).containsExactly(BEN);
    passUntil("2026-11-28T17:01");
    assertThat(fixture.open(kept).assignees()).containsExactly(BEN);
    assertThat(fixture.open(reassigned).assignees()).containsExactly(CAS);
    assertThat(fixture.open(opened).assignees()).isEmpty();
    assertThat(dues(missed)).containsExactly("2026-12-05");
    assertThat(fixture.task(missed).closed().state()).isEqualTo(Occurrence.State.MISSED);
    assertThat(dues(expired)).containsExactly("2026-12-05");
    assertThat(fixture.task(expired).closed().state()).isEqualTo(Occurrence.State.EXPIRED);
    assertThat(dues(held)).containsExactly("2026-11-28");
  }

  @Test
  void a_reassignment_happens_once() {
    TaskId task = withDeadline(Deadline.Action.REASSIGN, turns(BEN, CAS));
    passUntil("2026-12-04T09:00");
    assertThat(fixture.open(task).assignees()).containsExactly(CAS);
    assertThat(fixture.journal)
        .filteredOn(recorded -> recorded.event() instanceof OccurrenceEvent.DeadlineApplied)
        .hasSize(1);
  }

  @Test
  void a_backlog_that_is_edited_counts_for_the_open_occurrence() {
    TaskId task = weekly(Backlog.MERGE);
    TaskFields fields = fixture.task(task).fields();
    fixture.execute(
        ANNA,
        new TaskCommand.Edit(
            ref(task),
            null,
            TaskPatch.of(fields.withPolicy(TaskPolicy.DEFAULT.withBacklog(Backlog.STACK)))));
    passUntil("2026-12-14T09:00");
    assertThat(dues(task)).hasSize(3);
  }

  @Test
  void undo_of_a_completion_keeps_the_next_of_a_stack() {
    TaskId task = weekly(Backlog.STACK);
    fixture.execute(BEN, new TaskCommand.Complete(ref(task), null, null, null, null));
    passUntil("2026-12-06T09:00");
    fixture.execute(ANNA, new TaskCommand.Undo(ref(task)));
    passUntil("2026-12-07T09:00");
    assertThat(dues(task)).containsExactly("2026-11-28", "2026-12-05");
  }

  @Test
  void what_awaits_approval_is_never_missed() {
    TaskPolicy approved =
        TaskPolicy.DEFAULT
            .withBacklog(Backlog.STACK)
            .withRequirements(Set.of(TaskPolicy.Requirement.APPROVAL));
    TaskId task = weekly(approved, turns(BEN));
    for (int i = 0; i < LapseRules.MAX_OPEN + 5; i++) {
      passUntil(LocalDate.of(2026, 11, 29).plusWeeks(i) + "T09:00");
      fixture.decide(
          fixture.envelope(
              fixture.person(BEN), new TaskCommand.Complete(ref(task), null, null, null, null)));
    }
    assertThat(missed()).isZero();
    assertThat(fixture.task(task).occurrences()).hasSize(LapseRules.MAX_OPEN);
  }

  @Test
  void a_new_rhythm_counts_for_the_next_beside_what_awaits_approval() {
    TaskPolicy approved =
        TaskPolicy.DEFAULT
            .withBacklog(Backlog.STACK)
            .withRequirements(Set.of(TaskPolicy.Requirement.APPROVAL));
    TaskId task = weekly(approved, turns(BEN, CAS));
    fixture.execute(BEN, new TaskCommand.Complete(ref(task), null, null, null, null));
    fixture.execute(
        ANNA,
        new TaskCommand.Edit(
            ref(task),
            null,
            TaskPatch.of(
                fixture.task(task).fields().withPolicy(approved.withBacklog(Backlog.MERGE)))));
    passUntil("2026-12-20T09:00");
    assertThat(dues(task)).containsExactly("2026-11-28");
  }

  @Test
  void only_those_whose_part_is_missing_are_reminded() {
    TaskId task =
        weekly(
            TaskPolicy.DEFAULT,
            new Assignment(Assignment.Strategy.FIXED, List.of(BEN, CAS), Assignment.Criteria.EACH));
    fixture.execute(BEN, new TaskCommand.Complete(ref(task), null, null, null, null));
    passUntil("2026-11-28T12:00");
    assertThat(fixture.journal)
        .filteredOn(recorded -> recorded.event() instanceof NotificationEvent.Posted)
        .isNotEmpty()
        .allSatisfy(recorded ->
            assertThat(((NotificationEvent.Posted) recorded.event()).recipient()).isEqualTo(CAS));
  }

  @Test
  void a_moved_occurrence_is_reminded_of_again_under_another_id() {
    weekly(TaskPolicy.DEFAULT, turns(BEN, CAS));
    TaskId task = weekly(TaskPolicy.DEFAULT, turns(BEN, CAS));
    passUntil("2026-11-28T10:00");
    fixture.execute(
        ANNA,
        new TaskCommand.Reschedule(
            ref(task),
            null,
            new RequestedSchedule.OnceAtTime(LocalDateTime.parse("2026-11-30T11:00"), null, true)));
    passUntil("2026-11-30T12:00");
    assertThat(
            fixture.journal.stream()
                .map(RecordedEvent::event)
                .filter(NotificationEvent.Queued.class::isInstance)
                .map(event -> ((NotificationEvent.Queued) event).delivery().id().value())
                .filter(id -> id.startsWith("2.1")))
        .contains("2.1.before-PT24H.dm-2", "2.1m1.before-PT24H.dm-2")
        .doesNotHaveDuplicates();
  }
}
