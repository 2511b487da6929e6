package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.embedded.DedicatedPostgres;
import dcm.journal.ConnectionCuttingProxy;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The connection to PostgreSQL is cut between COMMIT and its response. A retry finds exactly one
 * effect.
 */
class OutcomeUnknownIT {
  private static final int CUTS = LongRun.or(200, 15);
  private static final int GUILDS = 25;

  @TempDir Path data;

  @Test
  void a_commit_without_a_response_has_its_effect_exactly_once() throws Exception {
    try (var postgres = DedicatedPostgres.start(data);
        // every third, so that guilds can recover in between
        var proxy = new ConnectionCuttingProxy(postgres.port(), commit -> commit % 3 == 1);
        var guilds =
            new InProcessGuilds(
                postgres.config(proxy.port()),
                "dcm.entity { ask-timeout = 500ms, min-backoff = 10ms, max-backoff = 50ms }")) {
      IntStream.range(0, GUILDS).forEach(i -> createGuild(guilds, i));
      var requestCounts = new int[GUILDS];
      while (proxy.cutCount() < CUTS) {
        CompletableFuture.allOf(
                IntStream.range(0, GUILDS)
                    .mapToObj(i -> {
                      var request =
                          InProcessGuilds.CreateTaskRequest.create(
                              InProcessGuilds.guild(i), "task " + requestCounts[i]++);
                      return guilds.sendUntilDone(request, 1).toCompletableFuture();
                    })
                    .toArray(CompletableFuture<?>[]::new))
            .join();
      }
      for (var i = 0; i < GUILDS; i++) {
        var expected = IntStream.range(0, requestCounts[i]).mapToObj(n -> "task " + n).toList();
        var guild = InProcessGuilds.guild(i);
        assertThat(guilds.journaledTitles(guild)).containsExactlyElementsOf(expected);
        assertThat(retry(() -> guilds.titles(guild))).containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  private static void createGuild(InProcessGuilds guilds, int guild) {
    retry(() -> {
      guilds.createGuild(InProcessGuilds.guild(guild));
      return CompletableFuture.completedFuture(true);
    });
  }

  private static <T> T retry(java.util.function.Supplier<CompletionStage<T>> call) {
    while (true) {
      try {
        return InProcessGuilds.join(call.get());
      } catch (java.util.concurrent.CompletionException cutOff) {
        Thread.onSpinWait();
      }
    }
  }
}
