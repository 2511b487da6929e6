package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.DORA;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Assignment;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy;
import dcm.guild.value.TaskPolicy.Requirement;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequirementRulesTest {
  private final GuildFixture fixture = GuildFixture.withMembers();

  private TaskId task(TaskPolicy policy, Assignment assignment) {
    return fixture.create(
        ANNA, once("bathroom", "2026-11-28T11:00").withAssignment(assignment).withPolicy(policy));
  }

  private TaskId requiring(Requirement... requirements) {
    return task(TaskPolicy.DEFAULT.withRequirements(Set.of(requirements)), fixed(BEN));
  }

  private static TaskCommand.Complete done(TaskId task, @Nullable String note) {
    return new TaskCommand.Complete(ref(task), null, null, null, note);
  }

  @Test
  void a_required_note_is_demanded_whatever_the_origin() {
    TaskId task = requiring(Requirement.NOTE);
    assertThat(fixture.refused(BEN, done(task, null)))
        .isEqualTo(new Refusal.RequirementsMissing(Set.of(Requirement.NOTE)));
    fixture.execute(BEN, done(task, "sparkling"));
    assertThat(fixture.task(task).closed().state()).isEqualTo(Occurrence.State.DONE);
  }

  @Test
  void a_required_photo_is_demanded() {
    TaskId task = requiring(Requirement.PHOTO);
    assertThat(fixture.refused(BEN, done(task, null)))
        .isEqualTo(new Refusal.RequirementsMissing(Set.of(Requirement.PHOTO)));
  }

  @Test
  void a_checklist_has_to_be_ticked_and_begins_anew_with_each_occurrence() {
    TaskId task =
        task(
            TaskPolicy.DEFAULT
                .withChecklist(List.of("sink", "mirror"))
                .withRequirements(Set.of(Requirement.CHECKLIST)),
            fixed(BEN));
    fixture.execute(BEN, new TaskCommand.Tick(ref(task), null, 0, true));
    assertThat(fixture.refused(BEN, done(task, null)))
        .isInstanceOf(Refusal.RequirementsMissing.class);
    fixture.execute(BEN, new TaskCommand.Tick(ref(task), null, 1, true));
    assertThat(fixture.execute(BEN, new TaskCommand.Tick(ref(task), null, 1, true))).isEmpty();
    assertThat(fixture.invalid(BEN, new TaskCommand.Tick(ref(task), null, 2, true)))
        .extracting(Refusal.FieldError::code)
        .containsExactly("out-of-range");
    fixture.execute(BEN, done(task, null));
    assertThat(fixture.task(task).closed().currentProgress().ticks()).containsExactly(0, 1);
  }

  @Test
  void what_needs_approval_waits_for_it() {
    TaskId task = requiring(Requirement.APPROVAL);
    fixture.execute(BEN, done(task, null));
    Task submitted = fixture.task(task);
    assertThat(submitted.open().state()).isEqualTo(Occurrence.State.AWAITING_APPROVAL);
    assertThat(submitted.closed()).isNull();
    assertThat(fixture.refused(BEN, done(task, null)))
        .isEqualTo(new Refusal.WrongState(Occurrence.State.AWAITING_APPROVAL));
    fixture.execute(ANNA, new TaskCommand.Approve(ref(task), null));
    Occurrence closed = fixture.task(task).closed();
    assertThat(closed.state()).isEqualTo(Occurrence.State.DONE);
    assertThat(closed.completion().by()).isEqualTo(BEN);
    assertThat(closed.completion().approvedBy()).isEqualTo(ANNA);
  }

  @Test
  void nobody_approves_what_they_did_themselves_unless_the_guild_allows_it() {
    TaskId task =
        task(TaskPolicy.DEFAULT.withRequirements(Set.of(Requirement.APPROVAL)), fixed(ANNA));
    fixture.execute(ANNA, done(task, null));
    assertThat(fixture.refused(ANNA, new TaskCommand.Approve(ref(task), null)))
        .isEqualTo(new Refusal.SelfApproval());
    fixture.execute(
        ANNA,
        new SettingsCommand.Change(
            null,
            new SettingsPatch(
                null, null, null, null, null, false, null, null, true, null, null, null, false)));
    fixture.execute(ANNA, new TaskCommand.Approve(ref(task), null));
    assertThat(fixture.task(task).closed().state()).isEqualTo(Occurrence.State.DONE);
  }

  @Test
  void on_behalf_of_oneself_is_self_approval_too() {
    TaskId task = requiring(Requirement.APPROVAL);
    fixture.everybodyMay(
        Permission.TASK_VIEW_ALL,
        Permission.TASK_COMPLETE,
        Permission.TASK_COMPLETE_ANY,
        Permission.TASK_APPROVE);
    fixture.execute(CAS, new TaskCommand.Complete(ref(task), null, BEN, null, null));
    Occurrence closed = fixture.task(task).closed();
    assertThat(closed).as("logged by one who may approve it").isNotNull();
    assertThat(closed.completion().approvedBy()).isEqualTo(CAS);
    TaskId other = requiring(Requirement.APPROVAL);
    fixture.execute(BEN, done(other, null));
    assertThat(fixture.refused(BEN, new TaskCommand.Approve(ref(other), null)))
        .isEqualTo(new Refusal.SelfApproval());
  }

  @Test
  void a_rejection_needs_a_reason_and_keeps_the_due() {
    TaskId task = requiring(Requirement.APPROVAL);
    Occurrence before = fixture.open(task);
    fixture.execute(BEN, new TaskCommand.Claim(ref(task), null));
    fixture.execute(BEN, done(task, null));
    assertThat(fixture.invalid(ANNA, new TaskCommand.Reject(ref(task), null, " ")))
        .extracting(Refusal.FieldError::field)
        .containsExactly("reason");
    fixture.execute(ANNA, new TaskCommand.Reject(ref(task), null, "the corners"));
    Occurrence rejected = fixture.open(task);
    assertThat(rejected.due()).isEqualTo(before.due());
    assertThat(rejected.state()).isEqualTo(Occurrence.State.CLAIMED);
    assertThat(rejected.claimedBy()).isEqualTo(BEN);
    assertThat(rejected.completion()).isNull();
  }

  @Test
  void a_skip_is_no_way_round_approval_or_proof() {
    for (Requirement requirement : List.of(Requirement.APPROVAL, Requirement.PHOTO)) {
      TaskId task = requiring(requirement);
      assertThat(fixture.refused(BEN, new TaskCommand.Skip(ref(task), null, null, true)))
          .isEqualTo(new Refusal.Forbidden(Permission.TASK_APPROVE));
      fixture.execute(ANNA, new TaskCommand.Skip(ref(task), null, null, true));
      assertThat(fixture.task(task).closed().state()).isEqualTo(Occurrence.State.SKIPPED);
      assertThat(fixture.task(task).closed().completion()).as("not counted as done").isNull();
    }
  }

  @Test
  void each_assignee_does_their_own_part() {
    TaskId task = task(TaskPolicy.DEFAULT, fixed(BEN, CAS).withCriteria(Assignment.Criteria.EACH));
    fixture.execute(BEN, done(task, null));
    assertThat(fixture.open(task).missingParts()).containsExactly(CAS);
    assertThat(fixture.execute(BEN, done(task, null))).as("already done").isEmpty();
    fixture.join(DORA, "Dora", false);
    assertThat(fixture.refused(DORA, done(task, null))).isInstanceOf(Refusal.HeldByOthers.class);
    assertThat(fixture.execute(CAS, done(task, null)))
        .hasAtLeastOneElementOfType(OccurrenceEvent.Completed.class);
    assertThat(fixture.task(task).closed().currentProgress().parts())
        .extracting(Occurrence.Completion::by)
        .containsExactly(BEN, CAS);
  }

  @Test
  void each_without_names_is_everyone() {
    TaskId task = task(TaskPolicy.DEFAULT, Assignment.OPEN.withCriteria(Assignment.Criteria.EACH));
    assertThat(fixture.open(task).assignees()).containsExactly(ANNA, BEN, CAS);
    for (MemberId member : List.of(CAS, ANNA, BEN)) {
      fixture.execute(member, done(task, null));
    }
    assertThat(fixture.task(task).closed().state()).isEqualTo(Occurrence.State.DONE);
  }

  @Test
  void all_together_is_done_with_one_report() {
    TaskId task =
        task(TaskPolicy.DEFAULT, fixed(BEN, CAS).withCriteria(Assignment.Criteria.ALL_TOGETHER));
    fixture.execute(CAS, done(task, null));
    assertThat(fixture.task(task).closed().assignees()).containsExactly(BEN, CAS);
  }

  @Test
  void a_task_waits_for_those_it_depends_on() {
    TaskId first = fixture.create(ANNA, once("sweep", "2026-11-28T10:00"));
    TaskId second = task(TaskPolicy.DEFAULT.withDependsOn(Set.of(first)), Assignment.OPEN);
    assertThat(fixture.refused(BEN, done(second, null)))
        .isEqualTo(new Refusal.WaitingFor(List.of(fixture.task(first).number())));
    fixture.execute(BEN, done(first, null));
    fixture.execute(BEN, done(second, null));
    assertThat(fixture.task(second).closed()).isNotNull();
  }

  @Test
  void a_cycle_of_dependencies_is_refused() {
    TaskId first = fixture.create(ANNA, once("sweep"));
    TaskId second = task(TaskPolicy.DEFAULT.withDependsOn(Set.of(first)), Assignment.OPEN);
    TaskPolicy cycle = TaskPolicy.DEFAULT.withDependsOn(Set.of(second));
    assertThat(
            fixture.invalid(
                ANNA,
                new TaskCommand.Edit(
                    ref(first),
                    null,
                    TaskPatch.of(fixture.task(first).fields().withPolicy(cycle)))))
        .extracting(Refusal.FieldError::code)
        .containsExactly("cycle");
  }
}
