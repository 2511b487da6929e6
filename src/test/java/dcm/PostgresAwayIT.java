package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.journal.OwnPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL dies while many guilds are written to, stays away, and comes back. */
class PostgresAwayIT {
  private static final int GUILDS = 25;
  private static final Duration AWAY = LongRun.or(Duration.ofSeconds(20), Duration.ofSeconds(6));

  /** As it is in production, but for the shorter absence. */
  private static final Duration PATIENCE = LongRun.or(Duration.ofSeconds(7), Duration.ofSeconds(4));

  /** A visitor's first request may take all of the guild's patience, for its outcome is unknown. */
  private static final Duration AWAY_FOR_VISITORS =
      LongRun.or(Duration.ofSeconds(20), Duration.ofSeconds(12));

  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path data;

  @Test
  void everybody_is_refused_in_time_and_served_again_and_nothing_is_lost_or_done_twice()
      throws Exception {
    try (var postgres = OwnPostgres.in(data);
        var neighbourhood =
            new Neighbourhood(
                postgres.config(), "dcm.entity.patience = " + PATIENCE.toSeconds() + "s")) {
      IntStream.range(0, GUILDS).forEach(i -> neighbourhood.found(Neighbourhood.guild(i)));
      var begun = System.nanoTime();
      var knocking = Knocking.at(neighbourhood, GUILDS);
      await()
          .atMost(SOON)
          .until(() -> knocking.guilds(begun, Knocking.Answer.DONE::equals) == GUILDS);

      var gone = System.nanoTime();
      postgres.stop();
      await().pollDelay(AWAY).atMost(AWAY.plus(SOON)).until(() -> true);
      assertThat(knocking.guilds(gone, Knocking.Answer::isClear503))
          .as("guilds that said that they do nothing now")
          .isPositive();
      postgres.startAgain();
      var back = System.nanoTime();
      await("everybody is served again")
          .atMost(SOON)
          .until(() -> knocking.guilds(back, Knocking.Answer.DONE::equals) == GUILDS);
      knocking.end(SOON.plus(PATIENCE));

      knocking.judge(PATIENCE.plusSeconds(2));
    }
  }

  @Test
  void visitors_are_told_when_to_come_back_until_it_is_there_again() throws Exception {
    try (var postgres = OwnPostgres.in(data.resolve("postgres"));
        var node =
            NodeProcess.start(Files.createDirectory(data.resolve("node")), environment(postgres))) {
      var sanne = Housemate.logIn(node, LocalDiscord.SANNE, LocalDiscord.HOUSE);
      assertThat(create(sanne, 0).status()).isEqualTo(201);
      var said = new ArrayList<Web.Said>();

      postgres.stop();
      var gone = System.nanoTime();
      while (System.nanoTime() - gone < AWAY_FOR_VISITORS.toNanos()) {
        said.add(create(sanne, 1));
      }
      assertThat(said)
          .allSatisfy(answer -> assertThat(answer.status()).isIn(503, 504))
          .anySatisfy(answer -> assertThat(answer.status()).isEqualTo(503));
      assertThat(said)
          .filteredOn(answer -> answer.status() == 503)
          .allSatisfy(answer -> {
            assertThat(Long.parseLong(answer.header("Retry-After"))).isBetween(1L, 10L);
            assertThat(answer.body().get("type").textValue()).startsWith("/problems/");
          });

      postgres.startAgain();
      await("served again").atMost(SOON).until(() -> create(sanne, 1).status() == 201);
      assertThat(sanne.tasks())
          .extracting(task -> task.get("title").textValue())
          .containsExactlyInAnyOrder("task-0", "task-1");
    }
  }

  private static Map<String, String> environment(OwnPostgres postgres) {
    var environment = new HashMap<>(postgres.environment());
    environment.put("DCM_SECRET", "0123456789abcdef0123456789abcdef0123456789abcdef");
    return environment;
  }

  private static Web.Said create(Housemate mate, int number) {
    return mate.post(
        "tasks", Web.object("title", "task-" + number), "Idempotency-Key", "key-" + number);
  }
}
