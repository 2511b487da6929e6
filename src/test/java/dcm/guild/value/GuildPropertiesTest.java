package dcm.guild.value;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.entity.GuildSerializer;
import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.GuildLaws;
import dcm.guild.GuildSnapshot;
import dcm.guild.RandomCommands;
import dcm.guild.RandomCommands.Step;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.RecordedEvent;
import java.io.NotSerializableException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Invariants of a guild under any sequence of commands. */
class GuildPropertiesTest {
  private final GuildSerializer serializer = new GuildSerializer();

  @Provide
  Arbitrary<List<Step>> steps() {
    return RandomCommands.steps(60);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void invariants_hold_after_any_commands(@ForAll("steps") List<Step> steps) {
    GuildFixture fixture = RandomCommands.guild();
    GuildLaws laws = new GuildLaws();
    for (Step step : steps) {
      RandomCommands.perform(step, fixture);
      laws.check(fixture);
      if (step.choice() % 4 == 0) {
        laws.wakeUpWhileDue(fixture);
      }
    }
    laws.wakeUpWhileDue(fixture);
    fixture.advance(Duration.ofDays(40));
    laws.wakeUpWhileDue(fixture);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void a_replay_gives_the_state_that_the_commands_gave(
      @ForAll("steps") List<Step> steps, @ForAll Random random) throws NotSerializableException {
    GuildFixture fixture = RandomCommands.guild();
    for (Step step : steps) {
      CommandEnvelope repeated = RandomCommands.undoable(step, fixture);
      assertThat(fixture.guild.decide(repeated))
          .as("the same request gets the same decision")
          .isEqualTo(fixture.guild.decide(repeated));
      RandomCommands.perform(step, fixture);
    }
    int stored = random.nextInt(fixture.journal.size());
    Guild replayed = Guild.unknown(GuildFixture.GUILD, GuildFixture.AMSTERDAM);
    Guild viaSnapshots = replayed;
    Guild viaStored = replayed;
    for (int i = 0; i < fixture.journal.size(); i++) {
      RecordedEvent recorded = fixture.journal.get(i);
      replayed = replayed.apply(recorded);
      viaSnapshots = Guild.restored(viaSnapshots.apply(recorded).snapshot());
      viaStored =
          i == stored
              ? Guild.restored(serialized(replayed.snapshot()))
              : viaStored.apply(serialized(recorded));
    }
    GuildSnapshot now = fixture.guild.snapshot();
    assertThat(replayed.snapshot()).isEqualTo(now);
    assertThat(viaSnapshots.snapshot()).as("through a snapshot after each event").isEqualTo(now);
    assertThat(viaStored.snapshot()).as("through a stored snapshot and events").isEqualTo(now);
  }

  @SuppressWarnings("unchecked")
  private <T> T serialized(T object) throws NotSerializableException {
    return (T) serializer.fromBinary(serializer.toBinary(object), serializer.manifest(object));
  }

  @Property(tries = 100)
  void each_member_has_one_turn_per_round(
      @ForAll("steps") List<Step> noise, @ForAll Random random) {
    GuildFixture fixture = GuildFixture.withMembers();
    Recurrence daily =
        new Recurrence(
            "FREQ=DAILY",
            LocalDate.of(2026, 11, 23),
            LocalTime.of(19, 0),
            GuildFixture.AMSTERDAM,
            Recurrence.MonthEnd.CLAMP);
    TaskId task =
        fixture.create(
            ANNA,
            GuildFixture.taskFields(
                "turns",
                new Schedule.Recurring(daily, Schedule.Anchor.FROM_DUE),
                GuildFixture.turns(CAS, BEN, ANNA)));
    TaskRef ref = new TaskRef.ById(task);
    List<MemberId> had = new ArrayList<>();
    for (Step step : noise) {
      had.add(fixture.open(task).assignees().getFirst());
      fixture.advance(Duration.ofMinutes(step.minutes()));
      fixture.execute(
          ANNA,
          random.nextBoolean()
              ? new TaskCommand.Complete(ref, null, null, null, null)
              : new TaskCommand.Skip(ref, null, null, true));
    }
    for (int i = 0; i + 3 <= had.size(); i++) {
      assertThat(had.subList(i, i + 3)).doesNotHaveDuplicates();
    }
  }
}
