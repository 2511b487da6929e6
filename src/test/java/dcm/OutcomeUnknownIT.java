package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journal.CutWire;
import dcm.journal.OwnPostgres;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wire is cut between COMMIT and its answer. Whoever knocks again finds one effect. */
class OutcomeUnknownIT {
  private static final int CUTS = LongRun.or(200, 40);
  private static final int GUILDS = 25;

  @TempDir Path data;

  @Test
  void a_commit_whose_answer_never_came_has_its_effect_exactly_once() throws Exception {
    try (var postgres = OwnPostgres.in(data);
        // every third, so that guilds get to recover in between
        var wire = new CutWire(postgres.port(), commit -> commit % 3 == 1);
        var neighbourhood =
            new Neighbourhood(
                postgres.config(wire.port()),
                "dcm.entity { patience = 500ms, backoff-least = 10ms, backoff-most = 50ms }")) {
      IntStream.range(0, GUILDS).forEach(i -> insistOn(neighbourhood, i));
      var wishes = new int[GUILDS];
      while (wire.cut() < CUTS) {
        CompletableFuture.allOf(
                IntStream.range(0, GUILDS)
                    .mapToObj(i -> {
                      var wish =
                          Neighbourhood.Wish.fresh(Neighbourhood.guild(i), "task " + wishes[i]++);
                      return neighbourhood.insist(wish, 1).toCompletableFuture();
                    })
                    .toArray(CompletableFuture<?>[]::new))
            .join();
      }
      for (var i = 0; i < GUILDS; i++) {
        var all = IntStream.range(0, wishes[i]).mapToObj(n -> "task " + n).toList();
        var guild = Neighbourhood.guild(i);
        assertThat(neighbourhood.journalled(guild)).containsExactlyElementsOf(all);
        assertThat(insist(() -> neighbourhood.titles(guild)))
            .containsExactlyInAnyOrderElementsOf(all);
      }
    }
  }

  private static void insistOn(Neighbourhood neighbourhood, int guild) {
    insist(() -> {
      neighbourhood.found(Neighbourhood.guild(guild));
      return CompletableFuture.completedFuture(true);
    });
  }

  private static <T> T insist(java.util.function.Supplier<CompletionStage<T>> asked) {
    while (true) {
      try {
        return Neighbourhood.now(asked.get());
      } catch (java.util.concurrent.CompletionException cutOff) {
        Thread.onSpinWait();
      }
    }
  }
}
