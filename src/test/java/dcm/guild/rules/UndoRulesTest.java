package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.GroupingCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Refusal;
import dcm.guild.state.TaskBin;
import dcm.guild.value.Assignment;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UndoRulesTest {
  private final GuildFixture fixture = GuildFixture.withMembers();
  private final TaskId task =
      fixture.create(ANNA, once("bathroom", "2026-11-28T11:00").withAssignment(fixed(BEN)));

  private void undo() {
    fixture.execute(ANNA, new TaskCommand.Undo(ref(task)));
  }

  @Test
  void undo_of_a_completion_opens_it_again() {
    Occurrence before = fixture.open(task);
    fixture.execute(BEN, new TaskCommand.Complete(ref(task), null, null, null, null));
    undo();
    assertThat(fixture.open(task).due()).isEqualTo(before.due());
    assertThat(fixture.open(task).assignees()).isEqualTo(before.assignees());
    assertThat(fixture.task(task).closed()).isNull();
    assertThat(fixture.refused(ANNA, new TaskCommand.Undo(ref(task))))
        .as("once")
        .isEqualTo(new Refusal.NothingToUndo());
  }

  @Test
  void undo_of_an_edit_restores_every_field() {
    TaskFields before = fixture.task(task).fields();
    fixture.execute(
        ANNA,
        new TaskCommand.Edit(
            ref(task),
            null,
            TaskPatch.of(once("kitchen", "2026-12-24T20:00").withDescription("with the oven"))));
    assertThat(fixture.task(task).fields()).isNotEqualTo(before);
    undo();
    assertThat(fixture.task(task).fields()).isEqualTo(before);
    assertThat(fixture.open(task).assignees()).containsExactly(BEN);
    assertThat(fixture.open(task).due()).isEqualTo(GuildFixture.at("2026-11-28T11:00"));
  }

  @Test
  void undo_of_an_assignment_returns_the_claim() {
    fixture.execute(BEN, new TaskCommand.Claim(ref(task), null));
    fixture.execute(ANNA, new TaskCommand.Assign(ref(task), null, List.of(CAS)));
    assertThat(fixture.open(task).claimedBy()).isNull();
    undo();
    assertThat(fixture.open(task).assignees()).containsExactly(BEN);
    assertThat(fixture.open(task).claimedBy()).isEqualTo(BEN);
  }

  @Test
  void a_moved_occurrence_returns_to_the_rule() {
    Occurrence before = fixture.open(task);
    RequestedSchedule sunday =
        new RequestedSchedule.OnceAtTime(LocalDateTime.parse("2026-11-29T15:00"), null, true);
    fixture.execute(ANNA, new TaskCommand.Reschedule(ref(task), null, sunday));
    assertThat(fixture.open(task).due()).isEqualTo(GuildFixture.at("2026-11-29T15:00"));
    assertThat(fixture.open(task).ordinal()).isEqualTo(before.ordinal());
    undo();
    assertThat(fixture.open(task).due()).isEqualTo(before.due());
    fixture.execute(ANNA, new TaskCommand.Reschedule(ref(task), null, sunday));
    fixture.execute(ANNA, new TaskCommand.Reschedule(ref(task), null, null));
    assertThat(fixture.open(task).due()).isEqualTo(before.due());
  }

  @Test
  void undo_of_an_approval_awaits_it_again() {
    fixture.everybodyMay(Permission.values());
    TaskId approved =
        fixture.create(
            ANNA,
            once("stove")
                .withPolicy(
                    TaskPolicy.DEFAULT.withRequirements(Set.of(TaskPolicy.Requirement.APPROVAL))));
    fixture.execute(BEN, new TaskCommand.Complete(ref(approved), null, null, null, null));
    fixture.execute(ANNA, new TaskCommand.Approve(ref(approved), null));
    fixture.execute(ANNA, new TaskCommand.Undo(ref(approved)));
    assertThat(fixture.open(approved).state()).isEqualTo(Occurrence.State.AWAITING_APPROVAL);
    assertThat(fixture.open(approved).completion().by()).isEqualTo(BEN);
  }

  @Test
  void a_deleted_task_returns_as_it_was() {
    fixture.execute(BEN, new TaskCommand.Claim(ref(task), null));
    Task before = fixture.task(task);
    fixture.execute(ANNA, new TaskCommand.Delete(ref(task), null));
    assertThat(fixture.refused(ANNA, new TaskCommand.Claim(ref(task), null)))
        .isInstanceOf(Refusal.UnknownTask.class);
    fixture.execute(ANNA, new TaskCommand.Restore(new TaskRef.ByNumber(before.number())));
    assertThat(fixture.task(task).withRevision(0)).isEqualTo(before.withRevision(0));
  }

  @Test
  void a_deleted_task_leaves_the_bin_after_thirty_days_and_its_number_is_not_reused() {
    fixture.execute(ANNA, new TaskCommand.Delete(ref(task), null));
    fixture.advance(TaskBin.RETENTION.minus(Duration.ofSeconds(1)));
    fixture.asSystem(new NotificationCommand.WakeUp());
    assertThat(fixture.guild.snapshot().bin()).hasSize(1);
    fixture.advance(Duration.ofSeconds(1));
    assertThat(fixture.planned()).isEqualTo(fixture.now);
    fixture.asSystem(new NotificationCommand.WakeUp());
    assertThat(fixture.guild.snapshot().bin()).isNull();
    assertThat(fixture.planned()).isNull();
    assertThat(fixture.refused(ANNA, new TaskCommand.Restore(ref(task))))
        .isInstanceOf(Refusal.UnknownTask.class);
    assertThat(fixture.task(fixture.create(ANNA, once("next"))).number()).isEqualTo(2);
  }

  @Test
  void the_last_own_action_is_found_also_on_a_deleted_task() {
    assertThat(lastActionOf(BEN)).isNull();
    TaskId other = fixture.create(ANNA, once("windows"));
    fixture.execute(BEN, new TaskCommand.Complete(ref(task), null, null, null, null));
    fixture.advance(Duration.ofSeconds(1));
    fixture.execute(ANNA, new TaskCommand.Delete(ref(other), null));
    assertThat(lastActionOf(BEN).id()).isEqualTo(task);
    assertThat(lastActionOf(ANNA).id()).isEqualTo(other);
    assertThat(lastActionOf(CAS)).isNull();
    fixture.execute(ANNA, new TaskCommand.Undo(ref(other)));
    assertThat(lastActionOf(ANNA)).isNull();
  }

  private Task lastActionOf(MemberId member) {
    return ((QueryResult.OwnLastAction) fixture.queryResult(member, new GuildQuery.OwnLastAction()))
        .task();
  }

  @Test
  void members_undo_their_own_within_the_window_and_others_need_the_permission() {
    fixture.execute(BEN, new TaskCommand.Complete(ref(task), null, null, null, null));
    assertThat(fixture.refused(CAS, new TaskCommand.Undo(ref(task))))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_COMPLETE_ANY));
    fixture.advance(Duration.ofMinutes(11));
    assertThat(fixture.refused(BEN, new TaskCommand.Undo(ref(task))))
        .isEqualTo(new Refusal.TooLateToUndo());
    undo();
  }

  private TaskId approvedByOthers() {
    return fixture.create(
        ANNA,
        once("stove")
            .withAssignment(
                new Assignment(
                    Assignment.Strategy.FIXED, List.of(BEN, CAS), Assignment.Criteria.EACH))
            .withPolicy(
                TaskPolicy.DEFAULT.withRequirements(Set.of(TaskPolicy.Requirement.APPROVAL))));
  }

  private void complete(MemberId by, TaskId id) {
    fixture.execute(by, new TaskCommand.Complete(ref(id), null, null, null, null));
    fixture.advance(Duration.ofMinutes(1));
  }

  @Test
  void undo_of_an_own_part_takes_back_that_part_alone() {
    TaskId each = approvedByOthers();
    complete(BEN, each);
    fixture.execute(BEN, new TaskCommand.Undo(ref(each)));
    assertThat(fixture.open(each).missingParts()).containsExactly(BEN, CAS);
    complete(BEN, each);
    complete(CAS, each);
    assertThat(fixture.open(each).state()).isEqualTo(Occurrence.State.AWAITING_APPROVAL);
    fixture.execute(CAS, new TaskCommand.Undo(ref(each)));
    assertThat(fixture.open(each).state()).isEqualTo(Occurrence.State.OPEN);
    assertThat(fixture.open(each).missingParts()).containsExactly(CAS);
  }

  @Test
  void after_a_rejection_each_reports_their_part_again() {
    TaskId each = approvedByOthers();
    complete(BEN, each);
    complete(CAS, each);
    fixture.execute(ANNA, new TaskCommand.Reject(ref(each), null, "not clean"));
    assertThat(fixture.open(each).missingParts()).containsExactly(BEN, CAS);
    complete(BEN, each);
    complete(CAS, each);
    assertThat(fixture.open(each).state()).isEqualTo(Occurrence.State.AWAITING_APPROVAL);
  }

  @Test
  void undo_of_an_edit_reopens_what_was_overdue() {
    Occurrence before = fixture.open(task);
    fixture.now = GuildFixture.instant("2026-12-02T11:00");
    fixture.execute(
        ANNA,
        new TaskCommand.Edit(ref(task), null, TaskPatch.of(once("kitchen", "2026-12-24T20:00"))));
    undo();
    assertThat(fixture.open(task).due()).isEqualTo(before.due());
    assertThat(fixture.open(task).assignees()).isEqualTo(before.assignees());
  }

  @Test
  void undo_of_an_edit_that_opened_an_occurrence_withdraws_it() {
    complete(BEN, task);
    fixture.execute(
        ANNA,
        new TaskCommand.Edit(ref(task), null, TaskPatch.of(once("again", "2026-12-24T20:00"))));
    assertThat(fixture.task(task).open()).isNotNull();
    undo();
    assertThat(fixture.task(task).open()).isNull();
  }

  @Test
  void a_task_can_be_edited_after_one_it_waited_for_was_deleted() {
    TaskId waiting =
        fixture.create(
            ANNA, once("mop").withPolicy(TaskPolicy.DEFAULT.withDependsOn(Set.of(task))));
    fixture.execute(ANNA, new TaskCommand.Delete(ref(task), null));
    fixture.execute(
        ANNA,
        new TaskCommand.Edit(
            ref(waiting),
            null,
            new TaskPatch("mop twice", null, null, false, null, null, null, null, null)));
    assertThat(fixture.task(waiting).title()).isEqualTo("mop twice");
  }

  @Test
  void a_restored_task_does_not_name_a_category_that_was_deleted_meanwhile() {
    GroupingId category = new GroupingId(new UUID(8, 1));
    fixture.execute(
        ANNA, new GroupingCommand.Create(category, Grouping.Kind.CATEGORY, "Kitchen", "#000000"));
    TaskId tidy = fixture.create(ANNA, once("tidy").withCategory(category));
    fixture.execute(ANNA, new TaskCommand.Delete(ref(tidy), null));
    fixture.execute(ANNA, new GroupingCommand.Delete(category, Grouping.Kind.CATEGORY, null));
    fixture.execute(ANNA, new TaskCommand.Restore(ref(tidy)));
    assertThat(fixture.task(tidy).category()).isNull();
  }

  @Test
  void those_deleted_first_leave_a_bin_whose_texts_are_too_long() {
    TaskFields longest = once("x").withDescription("x".repeat(3_999));
    List<TaskId> deleted = new ArrayList<>();
    for (int i = 0; i <= TaskBin.MAX_CHARACTERS / 4_000; i++) {
      deleted.add(fixture.create(ANNA, longest));
      fixture.execute(ANNA, new TaskCommand.Delete(ref(deleted.getLast()), null));
      fixture.advance(Duration.ofSeconds(1));
    }
    assertThat(fixture.refused(ANNA, new TaskCommand.Restore(ref(deleted.getFirst()))))
        .isEqualTo(new Refusal.UnknownTask(ref(deleted.getFirst())));
    fixture.execute(ANNA, new TaskCommand.Restore(ref(deleted.get(1))));
    TaskBin bin = fixture.guild.snapshot().state().catalog().bin();
    assertThat(bin.tasks()).hasSize(deleted.size() - 2);
    assertThat(bin.characters()).isEqualTo(TaskBin.MAX_CHARACTERS - 4_000);
  }
}
