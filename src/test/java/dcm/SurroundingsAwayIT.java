package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journal.OwnPostgres;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL and Redis are ill-treated under two nodes while everybody is at work. */
@EnabledIfSystemProperty(named = "dcm.long", matches = "true")
class SurroundingsAwayIT {
  private static final Duration AT_WORK = Duration.ofSeconds(5);
  private static final Duration RECOVERED = Duration.ofSeconds(10);

  @TempDir Path directory;
  private OwnPostgres postgres;
  private Ground ground;
  private Fleet fleet;

  /** Something that is done to what nodes need; it is over when this returns. */
  private interface IllTreatment {
    void happens() throws Exception;
  }

  @BeforeEach
  void open() throws Exception {
    postgres = OwnPostgres.in(directory.resolve("database"));
    ground = Ground.on(directory, postgres.environment());
    fleet = Fleet.of(2, ground);
  }

  @AfterEach
  void close() throws Exception {
    if (fleet != null) {
      fleet.close();
    }
    if (ground != null) {
      ground.close();
    }
    postgres.close();
  }

  @Test
  void postgresql_is_started_again() throws Exception {
    during(
        "PostgreSQL killed, and started again after 5 s",
        () -> {
          postgres.stop();
          fleet.load.goesOnFor(AT_WORK);
          postgres.startAgain();
        });
  }

  @Test
  void all_connections_to_postgresql_are_cut() throws Exception {
    during("all connections to PostgreSQL cut", postgres::cutConnections);
  }

  @Test
  void redis_is_killed_and_started_again() throws Exception {
    during(
        "Redis killed, and started again after 5 s",
        () -> {
          ground.redis().kill();
          fleet.load.goesOnFor(AT_WORK);
          ground.redis().startAgain();
        });
  }

  @Test
  void redis_forgets_everything() throws Exception {
    during("Redis emptied", ground.redis()::flush);
  }

  /** Errors only while it happens and shortly after it; then all is as before. */
  private void during(String what, IllTreatment treatment) throws Exception {
    fleet.load.goesOnFor(AT_WORK);
    var before = System.nanoTime();
    treatment.happens();
    var over = System.nanoTime();
    fleet.load.untilAllAreServed();
    var served = System.nanoTime();
    fleet.load.goesOnFor(RECOVERED);
    fleet.load.goesOnFor(AT_WORK);
    var now = System.nanoTime();
    var witness = fleet.load.witness();
    var waited = fleet.waited(what, before);
    Fleet.note(
        "all served %s after it was over".formatted(Fleet.text(Duration.ofNanos(served - over))));
    fleet.judge();
    assertThat(witness.troubles(over + RECOVERED.toNanos(), now)).isEmpty();
    assertThat(waited).isLessThan(Duration.ofNanos(over - before).plus(RECOVERED));
    assertThat(fleet.nodes).allMatch(NodeProcess::isAlive);
  }
}
