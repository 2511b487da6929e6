package dcm.guild;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.draft;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OccurrenceRulesTest {
  private final GuildFixture house = GuildFixture.house();
  private final TaskId free = house.create(ANNA, once("dishes"));
  private final TaskId annas =
      house.create(ANNA, draft("taxes", new Schedule.Once(new Due.Never()), fixed(ANNA)));

  private static TaskCommand.Claim claim(TaskId task) {
    return new TaskCommand.Claim(ref(task), null);
  }

  private static TaskCommand.Assign assign(TaskId task, MemberId... to) {
    return new TaskCommand.Assign(ref(task), null, List.of(to));
  }

  @Test
  void the_first_to_claim_has_it() {
    house.does(BEN, claim(free));
    assertThat(house.open(free).holders()).containsExactly(BEN);
    assertThat(house.open(free).state()).isEqualTo(Occurrence.State.CLAIMED);
    assertThat(house.refused(CAS, claim(free))).isEqualTo(new Refusal.AlreadyClaimed(BEN));
    assertThat(house.does(BEN, claim(free))).as("twice is once").isEmpty();
  }

  @Test
  void what_was_given_to_others_needs_the_right_to_assign() {
    house.everybodyMay(Permission.TASK_CLAIM, Permission.TASK_VIEW_ALL);
    assertThat(house.refused(BEN, claim(annas)))
        .isEqualTo(new Refusal.HeldByOthers(List.of(ANNA), false, Permission.TASK_ASSIGN));
    house.does(ANNA, claim(annas));
    assertThat(house.open(annas).state()).isEqualTo(Occurrence.State.CLAIMED);
    assertThat(house.refused(BEN, assign(free, BEN)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_ASSIGN));
  }

  @Test
  void a_claim_is_given_back_by_who_has_it_or_who_may_assign() {
    house.everybodyMay(Permission.TASK_CLAIM, Permission.TASK_VIEW_ALL);
    TaskCommand.Release release = new TaskCommand.Release(ref(free), 1);
    assertThat(house.refused(BEN, release))
        .isEqualTo(new Refusal.WrongState(Occurrence.State.OPEN));
    house.does(BEN, claim(free));
    assertThat(house.refused(CAS, release))
        .isEqualTo(new Refusal.HeldByOthers(List.of(BEN), false, Permission.TASK_ASSIGN));
    house.does(BEN, release);
    assertThat(house.open(free).state()).isEqualTo(Occurrence.State.OPEN);
    house.does(BEN, claim(free));
    house.does(ANNA, release);
    assertThat(house.open(free).holders()).isEmpty();
  }

  @Test
  void giving_it_to_others_ends_a_claim_and_giving_it_to_the_claimer_does_not() {
    house.does(BEN, claim(free));
    house.does(ANNA, assign(free, BEN, CAS));
    assertThat(house.open(free).claimedBy()).isEqualTo(BEN);
    house.does(ANNA, assign(free, CAS));
    assertThat(house.open(free).claimedBy()).isNull();
    assertThat(house.open(free).assignees()).containsExactly(CAS);
    assertThat(house.does(ANNA, assign(free, CAS))).as("nothing changes").isEmpty();
    house.does(ANNA, assign(free));
    assertThat(house.open(free).holders()).as("everybody's again").isEmpty();
  }

  @Test
  void only_people_of_the_guild_are_given_anything() {
    MemberId nobody = new MemberId(99);
    assertThat(house.refused(ANNA, assign(free, nobody)))
        .isEqualTo(new Refusal.UnknownMember(nobody));
    MemberId[] crowd =
        LongStream.range(1000, 1101).mapToObj(MemberId::new).toArray(MemberId[]::new);
    assertThat(house.refused(ANNA, assign(free, crowd)))
        .isEqualTo(new Refusal.TooMany("assignees", 100));
  }

  @Test
  void a_snooze_lies_ahead_within_a_year() {
    TaskCommand.Snooze past = new TaskCommand.Snooze(ref(free), null, house.now);
    assertThat(house.invalid(BEN, past)).extracting(FieldError::field).containsExactly("until");
    TaskCommand.Snooze far =
        new TaskCommand.Snooze(ref(free), null, house.now.plus(Duration.ofDays(366)));
    assertThat(house.invalid(BEN, far)).hasSize(1);
    TaskCommand.Snooze good =
        new TaskCommand.Snooze(ref(free), null, house.now.plus(Duration.ofHours(1)));
    house.does(BEN, good);
    assertThat(house.open(free).snoozedUntil()).isEqualTo(good.until());
    assertThat(house.does(BEN, good)).isEmpty();
    assertThat(house.refused(BEN, new TaskCommand.Snooze(ref(annas), null, good.until())))
        .isEqualTo(new Refusal.HeldByOthers(List.of(ANNA), false, Permission.TASK_COMPLETE_ANY));
  }

  @Test
  void each_deed_needs_its_permission() {
    house.everybodyMay(Permission.TASK_VIEW_ALL);
    assertThat(house.refused(BEN, claim(free)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_CLAIM));
    assertThat(house.refused(BEN, new TaskCommand.Complete(ref(free), null, null, null, null)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_COMPLETE));
    assertThat(
            house.refused(BEN, new TaskCommand.Snooze(ref(free), null, house.now.plusSeconds(60))))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_COMPLETE));
    assertThat(house.refused(BEN, new TaskCommand.Delete(ref(free), null)))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_DELETE));
    assertThat(house.refused(BEN, new TaskCommand.Create(new TaskId(free.value()), once("x"))))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_CREATE));
  }
}
