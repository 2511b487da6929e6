package dcm.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedLimiterTest {
  private static final String BUSY = "busy";
  private static final String QUIET = "quiet";

  private final KeyedLimiter<String> limiter = new KeyedLimiter<>(2, 3, 2);
  private final List<String> started = new ArrayList<>();
  private final List<CompletableFuture<String>> running = new ArrayList<>();

  private CompletionStage<String> run(String key, String name) {
    return limiter.run(
        key,
        () -> {
          started.add(name);
          var work = new CompletableFuture<String>();
          running.add(work);
          return work;
        });
  }

  @Test
  void a_key_runs_as_much_at_one_time_as_it_may() {
    run(BUSY, "1");
    run(BUSY, "2");
    var third = run(BUSY, "3").toCompletableFuture();
    assertThat(started).containsExactly("1", "2");
    running.getFirst().complete("done");
    assertThat(started).containsExactly("1", "2", "3");
    assertThat(third).isNotDone();
    running.getLast().complete("third");
    assertThat(third).isCompletedWithValue("third");
  }

  @Test
  void a_key_with_much_work_does_not_delay_another() {
    run(BUSY, "1");
    run(BUSY, "2");
    run(BUSY, "3");
    run(BUSY, "4");
    run(QUIET, "quiet 1");
    run(QUIET, "quiet 2");
    assertThat(started).containsExactly("1", "2", "quiet 1");
    running.getFirst().complete("done");
    assertThat(started).containsExactly("1", "2", "quiet 1", "3");
    running.get(1).complete("done");
    assertThat(started).containsExactly("1", "2", "quiet 1", "3", "quiet 2");
  }

  @Test
  void work_that_has_to_wait_is_rejected_when_enough_waits() {
    IntStream.rangeClosed(1, 4).forEach(i -> run(BUSY, Integer.toString(i)));
    var rejected = run(BUSY, "5").toCompletableFuture();
    assertThat(rejected).isCompletedExceptionally();
    assertThat(rejected.exceptionNow()).isInstanceOf(RejectedExecutionException.class);
    run(QUIET, "quiet");
    running.getFirst().complete("done");
    running.get(1).complete("done");
    assertThat(started).containsExactly("1", "2", "quiet", "3", "4");
  }

  @Test
  void work_that_fails_or_throws_frees_its_slot() {
    var failing = run(BUSY, "1").toCompletableFuture();
    var throwing =
        limiter
            .<String>run(
                BUSY,
                () -> {
                  throw new IllegalStateException("closed");
                })
            .toCompletableFuture();
    assertThat(throwing).isCompletedExceptionally();
    running.getFirst().completeExceptionally(new IllegalStateException("away"));
    assertThat(failing).isCompletedExceptionally();
    run(BUSY, "2");
    run(BUSY, "3");
    assertThat(started).containsExactly("1", "2", "3");
  }
}
