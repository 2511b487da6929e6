package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static dcm.guild.GuildFixture.taskFields;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.TaskCommand;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OccurrenceRulesTest {
  private final GuildFixture fixture = GuildFixture.withMembers();
  private final TaskId free = fixture.create(ANNA, once("dishes"));
  private final TaskId annas =
      fixture.create(ANNA, taskFields("taxes", new Schedule.Once(new Due.Never()), fixed(ANNA)));

  private static TaskCommand.Claim claim(TaskId task) {
    return new TaskCommand.Claim(ref(task), null);
  }

  private static TaskCommand.Assign assign(TaskId task, MemberId... to) {
    return new TaskCommand.Assign(ref(task), null, List.of(to));
  }

  @Test
  void the_first_claim_wins() {
    fixture.execute(BEN, claim(free));
    assertThat(fixture.open(free).holders()).containsExactly(BEN);
    assertThat(fixture.open(free).state()).isEqualTo(Occurrence.State.CLAIMED);
    assertThat(fixture.refused(CAS, claim(free))).isEqualTo(new Refusal.AlreadyClaimed(BEN));
    assertThat(fixture.execute(BEN, claim(free))).as("twice is once").isEmpty();
  }

  @Test
  void claiming_an_assigned_occurrence_needs_the_permission_to_assign() {
    fixture.everybodyMay(Permission.TASK_CLAIM, Permission.TASK_VIEW_ALL);
    assertThat(fixture.refused(BEN, claim(annas)))
        .isEqualTo(new Refusal.HeldByOthers(List.of(ANNA), false, Permission.TASK_ASSIGN));
    fixture.execute(ANNA, claim(annas));
    assertThat(fixture.open(annas).state()).isEqualTo(Occurrence.State.CLAIMED);
    assertThat(fixture.refused(BEN, assign(free, BEN)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_ASSIGN));
  }

  @Test
  void a_claim_is_released_by_the_claimant_or_with_the_permission_to_assign() {
    fixture.everybodyMay(Permission.TASK_CLAIM, Permission.TASK_VIEW_ALL);
    TaskCommand.Release release = new TaskCommand.Release(ref(free), 1);
    assertThat(fixture.refused(BEN, release))
        .isEqualTo(new Refusal.WrongState(Occurrence.State.OPEN));
    fixture.execute(BEN, claim(free));
    assertThat(fixture.refused(CAS, release))
        .isEqualTo(new Refusal.HeldByOthers(List.of(BEN), false, Permission.TASK_ASSIGN));
    fixture.execute(BEN, release);
    assertThat(fixture.open(free).state()).isEqualTo(Occurrence.State.OPEN);
    fixture.execute(BEN, claim(free));
    fixture.execute(ANNA, release);
    assertThat(fixture.open(free).holders()).isEmpty();
  }

  @Test
  void assigning_others_ends_a_claim_and_assigning_the_claimant_does_not() {
    fixture.execute(BEN, claim(free));
    fixture.execute(ANNA, assign(free, BEN, CAS));
    assertThat(fixture.open(free).claimedBy()).isEqualTo(BEN);
    fixture.execute(ANNA, assign(free, CAS));
    assertThat(fixture.open(free).claimedBy()).isNull();
    assertThat(fixture.open(free).assignees()).containsExactly(CAS);
    assertThat(fixture.execute(ANNA, assign(free, CAS))).as("nothing changes").isEmpty();
    fixture.execute(ANNA, assign(free));
    assertThat(fixture.open(free).holders()).as("everybody's again").isEmpty();
  }

  @Test
  void only_active_members_can_be_assigned() {
    MemberId nobody = new MemberId(99);
    assertThat(fixture.refused(ANNA, assign(free, nobody)))
        .isEqualTo(new Refusal.UnknownMember(nobody));
    MemberId[] crowd =
        LongStream.range(1000, 1101).mapToObj(MemberId::new).toArray(MemberId[]::new);
    assertThat(fixture.refused(ANNA, assign(free, crowd)))
        .isEqualTo(new Refusal.TooMany("assignees", 100));
  }

  @Test
  void a_snooze_ends_within_the_next_year() {
    TaskCommand.Snooze past = new TaskCommand.Snooze(ref(free), null, fixture.now);
    assertThat(fixture.invalid(BEN, past))
        .extracting(Refusal.FieldError::field)
        .containsExactly("until");
    TaskCommand.Snooze far =
        new TaskCommand.Snooze(ref(free), null, fixture.now.plus(Duration.ofDays(366)));
    assertThat(fixture.invalid(BEN, far)).hasSize(1);
    TaskCommand.Snooze good =
        new TaskCommand.Snooze(ref(free), null, fixture.now.plus(Duration.ofHours(1)));
    fixture.execute(BEN, good);
    assertThat(fixture.open(free).snoozedUntil()).isEqualTo(good.until());
    assertThat(fixture.execute(BEN, good)).isEmpty();
    assertThat(fixture.refused(BEN, new TaskCommand.Snooze(ref(annas), null, good.until())))
        .isEqualTo(new Refusal.HeldByOthers(List.of(ANNA), false, Permission.TASK_COMPLETE_ANY));
  }

  @Test
  void each_action_needs_its_permission() {
    fixture.everybodyMay(Permission.TASK_VIEW_ALL);
    assertThat(fixture.refused(BEN, claim(free)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_CLAIM));
    assertThat(fixture.refused(BEN, new TaskCommand.Complete(ref(free), null, null, null, null)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_COMPLETE));
    assertThat(
            fixture.refused(
                BEN, new TaskCommand.Snooze(ref(free), null, fixture.now.plusSeconds(60))))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_COMPLETE));
    assertThat(fixture.refused(BEN, new TaskCommand.Delete(ref(free), null)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_DELETE));
    assertThat(fixture.refused(BEN, new TaskCommand.Create(new TaskId(free.value()), once("x"))))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_CREATE));
  }
}
