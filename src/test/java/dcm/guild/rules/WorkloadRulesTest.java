package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.WorkloadEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.value.MemberId;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

public class WorkloadRulesTest {
  private final GuildFixture fixture = GuildFixture.withMembers();

  public static SettingsPatch halfLife(@Nullable Integer weeks) {
    return new SettingsPatch(
        null, null, null, null, null, false, null, null, null, null, null, weeks, weeks == null);
  }

  private void settings(@Nullable Integer weeks) {
    fixture.execute(ANNA, new SettingsCommand.Change(null, halfLife(weeks)));
  }

  private void work(MemberId member, int minutes) {
    TaskId task =
        fixture.create(
            ANNA,
            once("once", "2026-11-28T11:00")
                .withAssignment(fixed(member))
                .withEffort(new Task.Effort(minutes, 1)));
    fixture.execute(ANNA, new TaskCommand.Complete(ref(task), null, member, null, null));
  }

  private List<Long> balances() {
    return List.of(ANNA, BEN, CAS).stream()
        .map(member -> fixture.guild.snapshot().state().workload().balance(member))
        .toList();
  }

  private void wakeUps(int weeks) {
    for (int week = 0; week < weeks; week++) {
      fixture.now = fixture.planned();
      fixture.asSystem(new NotificationCommand.WakeUp());
    }
  }

  @Test
  void half_of_each_balance_is_forgotten_within_the_half_life() {
    work(ANNA, 90);
    work(BEN, 31);
    List<Long> before = balances();
    settings(4);
    wakeUps(4);
    for (int i = 0; i < before.size(); i++) {
      assertThat(balances().get(i)).isCloseTo(before.get(i) / 2, within(4L));
    }
    assertThat(balances().stream().mapToLong(Long::longValue).sum()).isZero();
    Guild replayed = Guild.unknown(GuildFixture.GUILD, GuildFixture.AMSTERDAM);
    for (var recorded : fixture.journal) {
      replayed = replayed.apply(recorded);
    }
    assertThat(replayed.snapshot()).isEqualTo(fixture.guild.snapshot());
    assertThat(Guild.restored(replayed.snapshot()).snapshot()).isEqualTo(replayed.snapshot());
  }

  @Test
  void a_late_wake_up_forgets_as_much_as_those_in_time_would_have() {
    work(ANNA, 90);
    settings(8);
    fixture.advance(Duration.ofDays(7 * 8 + 3));
    assertThat(fixture.asSystem(new NotificationCommand.WakeUp()))
        .containsExactly(new WorkloadEvent.Decayed(fixture.now.minus(Duration.ofDays(3)), 500_000));
    assertThat(balances()).containsExactly(30_000L, -15_000L, -15_000L);
    assertThat(fixture.planned()).isEqualTo(fixture.now.plus(Duration.ofDays(4)));
  }

  @Test
  void without_a_half_life_or_any_work_nothing_is_planned() {
    settings(1);
    assertThat(fixture.planned()).isNull();
    work(ANNA, 10);
    assertThat(fixture.planned()).isNotNull();
    wakeUps(20);
    assertThat(balances()).containsOnly(0L);
    settings(null);
    assertThat(fixture.planned()).isNull();
  }

  @Test
  void the_half_life_has_limits() {
    for (int wrong : List.of(0, 261)) {
      assertThat(fixture.invalid(ANNA, new SettingsCommand.Change(null, halfLife(wrong))))
          .extracting(Refusal.FieldError::code)
          .containsExactly("out-of-range");
    }
  }
}
