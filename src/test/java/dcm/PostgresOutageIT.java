package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.embedded.DedicatedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** PostgreSQL is killed while many guilds are written to, stays down, and restarts. */
@Execution(ExecutionMode.CONCURRENT)
class PostgresOutageIT {
  private static final int GUILDS = 25;
  private static final Duration OUTAGE = LongRun.or(Duration.ofSeconds(20), Duration.ofSeconds(6));

  /** The production settings, but with a shorter outage. */
  private static final Duration COMMAND_TIMEOUT =
      LongRun.or(Duration.ofSeconds(7), Duration.ofSeconds(4));

  /** The first request may take the guild's ask timeout, because its outcome is unknown. */
  private static final Duration HTTP_OUTAGE =
      LongRun.or(Duration.ofSeconds(20), Duration.ofSeconds(12));

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @TempDir Path data;

  @Test
  void requests_fail_in_time_and_succeed_again_and_nothing_is_lost_or_executed_twice()
      throws Exception {
    try (var postgres = DedicatedPostgres.start(data);
        var guilds =
            new InProcessGuilds(
                postgres.config(),
                "dcm.entity.ask-timeout = " + COMMAND_TIMEOUT.toSeconds() + "s")) {
      IntStream.range(0, GUILDS).forEach(i -> guilds.createGuild(InProcessGuilds.guild(i)));
      var startedAt = System.nanoTime();
      var commandClient = RetryingCommandClient.start(guilds, GUILDS);
      await()
          .atMost(TIMEOUT)
          .until(() ->
              commandClient.guildsWith(startedAt, RetryingCommandClient.Result.DONE::equals)
                  == GUILDS);

      var stoppedAt = System.nanoTime();
      postgres.crash();
      await().pollDelay(OUTAGE).atMost(OUTAGE.plus(TIMEOUT)).until(() -> true);
      assertThat(commandClient.guildsWith(stoppedAt, RetryingCommandClient.Result::isUnavailable))
          .as("guilds that reported unavailability")
          .isPositive();
      postgres.restart();
      var restartedAt = System.nanoTime();
      await("every guild is served again")
          .atMost(TIMEOUT)
          .until(() ->
              commandClient.guildsWith(restartedAt, RetryingCommandClient.Result.DONE::equals)
                  == GUILDS);
      commandClient.stop(TIMEOUT.plus(COMMAND_TIMEOUT));

      commandClient.verify(COMMAND_TIMEOUT.plusSeconds(2));
    }
  }

  @Test
  void clients_get_503_with_retry_after_until_postgresql_is_back() throws Exception {
    try (var postgres = DedicatedPostgres.start(data.resolve("postgres"));
        var node =
            NodeProcess.start(Files.createDirectory(data.resolve("node")), environment(postgres))) {
      var sanne = DashboardClient.logIn(node, SandboxClient.SANNE, SandboxClient.HOUSE);
      assertThat(create(sanne, 0).status()).isEqualTo(201);
      var responses = new ArrayList<TestHttpClient.Response>();

      postgres.crash();
      var stoppedAt = System.nanoTime();
      while (System.nanoTime() - stoppedAt < HTTP_OUTAGE.toNanos()) {
        responses.add(create(sanne, 1));
      }
      assertThat(responses)
          .allSatisfy(response -> assertThat(response.status()).isIn(503, 504))
          .anySatisfy(response -> assertThat(response.status()).isEqualTo(503));
      assertThat(responses)
          .filteredOn(response -> response.status() == 503)
          .allSatisfy(response -> {
            assertThat(Long.parseLong(response.header("Retry-After"))).isBetween(1L, 10L);
            assertThat(response.body().get("type").textValue()).startsWith("/problems/");
          });

      postgres.restart();
      await("served again").atMost(TIMEOUT).until(() -> create(sanne, 1).status() == 201);
      assertThat(sanne.tasks())
          .extracting(task -> task.get("title").textValue())
          .containsExactlyInAnyOrder("task-0", "task-1");
    }
  }

  private static Map<String, String> environment(DedicatedPostgres postgres) {
    var environment = new HashMap<>(postgres.environment());
    environment.put("DCM_SECRET", "0123456789abcdef0123456789abcdef0123456789abcdef");
    return environment;
  }

  private static TestHttpClient.Response create(DashboardClient client, int number) {
    return client.post(
        "tasks",
        TestHttpClient.object("title", "task-" + number),
        "Idempotency-Key",
        "key-" + number);
  }
}
