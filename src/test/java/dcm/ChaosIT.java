package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes are killed, stopped and woken while everybody is at work. */
@EnabledIfSystemProperty(named = "dcm.long", matches = "true")
class ChaosIT {
  private static final Duration AT_WORK = Duration.ofSeconds(5);

  private static final int KILLS = 20;

  @TempDir Path directory;
  private Ground ground;

  @BeforeEach
  void open() {
    ground = Ground.in(directory);
  }

  @AfterEach
  void close() throws Exception {
    ground.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void each_in_turn_is_killed_and_the_others_serve_everybody(int size) {
    var waits = new ArrayList<Duration>();
    try (var fleet = Fleet.of(size, ground)) {
      for (var number = 0; number < size; number++) {
        fleet.load.goesOnFor(AT_WORK);
        waits.add(fleet.kill(number));
        fleet.nodes.get(number).launch();
      }
      fleet.judge();
    }
    assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(Fleet.AFTER_A_KILL));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void each_in_turn_is_told_to_stop_and_hardly_anybody_notices(int size) {
    var waits = new ArrayList<Duration>();
    try (var fleet = Fleet.of(size, ground)) {
      for (var number = 0; number < size; number++) {
        fleet.load.goesOnFor(Fleet.UNTIL_WARM);
        waits.add(fleet.terminate(number));
        fleet.nodes.get(number).launch();
      }
      fleet.judge();
    }
    assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(Fleet.PLANNED));
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 40})
  void one_that_was_stopped_and_goes_on_answers_nothing_stale(int seconds) {
    try (var fleet = Fleet.of(3, ground)) {
      fleet.load.goesOnFor(AT_WORK);
      var sleeper = fleet.nodes.get(1);
      fleet.load.insistOn(sleeper);
      fleet.load.avoid(sleeper);
      var stopped = System.nanoTime();
      sleeper.signal("STOP");
      fleet.load.goesOnFor(Duration.ofSeconds(seconds));
      sleeper.signal("CONT");
      if (seconds > Fleet.AFTER_A_KILL.toSeconds()) {
        await("it leaves by itself").atMost(Fleet.UNTIL_IT_LEFT).until(() -> !sleeper.isAlive());
        assertThat(sleeper.exitCode()).isEqualTo(1);
      }
      fleet.load.untilAllAreServed();
      fleet.load.goesOnFor(AT_WORK.multipliedBy(3));
      var waited = fleet.load.witness().longestWait(stopped, System.nanoTime());
      Fleet.note(
          "SIGSTOP for %d s of 1 of 3: longest wait %s, ended with %s"
              .formatted(
                  seconds,
                  Fleet.text(waited),
                  sleeper.isAlive() ? "nothing, it stays" : sleeper.exitCode()));
      fleet.judge();
      assertThat(waited).isLessThan(Fleet.AFTER_A_KILL);
    }
  }

  @Test
  void twenty_kills_cost_few_logins_at_discord() {
    var waits = new ArrayList<Duration>();
    try (var fleet = Fleet.of(3, ground)) {
      var before = ground.identifiesLeft();
      for (var kill = 0; kill < KILLS; kill++) {
        waits.add(fleet.kill(kill % 3));
        fleet.nodes.get(kill % 3).launch();
      }
      var logins = before - ground.identifiesLeft();
      Fleet.note("%d kills of 3 nodes in turn: %d IDENTIFYs".formatted(KILLS, logins));
      fleet.judge();
      assertThat(logins).isLessThanOrEqualTo(KILLS);
    }
    assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(Fleet.AFTER_A_KILL));
  }
}
