package dcm.guild.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.entity.GuildSerializer;
import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.GuildSnapshot;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.Assignment.Strategy;
import dcm.guild.value.Occurrence;
import java.io.NotSerializableException;
import org.junit.jupiter.api.Test;

class GuildYearTest {
  @Test
  void eight_weeks_of_a_small_guild_keep_every_law() throws NotSerializableException {
    GuildYear weeks = GuildYear.pass(8, 7, 20, 8);
    assertThat(weeks.occurrences()).isGreaterThan(400);
    for (Occurrence.State outcome :
        new Occurrence.State[] {
          Occurrence.State.DONE,
          Occurrence.State.SKIPPED,
          Occurrence.State.MISSED,
          Occurrence.State.EXPIRED
        }) {
      assertThat(weeks.count(outcome)).as("%s", outcome).isPositive();
    }
    Guild replayed = Guild.unknown(GuildFixture.GUILD, GuildFixture.AMSTERDAM);
    for (RecordedEvent recorded : weeks.journal()) {
      replayed = replayed.apply(recorded);
    }
    GuildSnapshot snapshot = replayed.snapshot();
    assertThat(snapshot.state().rescheduled().agenda()).isEqualTo(weeks.state().agenda());
    GuildSerializer serializer = new GuildSerializer();
    Object read =
        serializer.fromBinary(serializer.toBinary(snapshot), serializer.manifest(snapshot));
    assertThat(read).isEqualTo(snapshot);
  }

  @Test
  void balanced_work_is_within_the_largest_task_of_each_share_and_evener_than_round_robin() {
    Fairness balanced = Fairness.of(Strategy.BALANCED, 3, 8, 10, 60);
    Fairness roundRobin = Fairness.of(Strategy.ROUND_ROBIN, 3, 8, 10, 60);
    assertThat(balanced.deviation()).isLessThanOrEqualTo((double) balanced.largest());
    assertThat(balanced.deviation()).isLessThan(roundRobin.deviation());
  }
}
