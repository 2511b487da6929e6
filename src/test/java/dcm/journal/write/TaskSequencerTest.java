package dcm.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TaskSequencerTest {
  private final TaskSequencer sequencer = new TaskSequencer();
  private final List<String> started = new ArrayList<>();

  @Test
  void work_starts_when_the_previous_work_has_ended() {
    var first = new CompletableFuture<String>();
    sequencer.enqueue(() -> start("first", first));
    sequencer.enqueue(() -> start("second", CompletableFuture.completedFuture("")));
    assertThat(started).containsExactly("first");

    first.complete("");
    assertThat(started).containsExactly("first", "second");
  }

  @Test
  void a_failure_does_not_stop_the_next_task() {
    var first = new CompletableFuture<String>();
    var failed = sequencer.enqueue(() -> start("first", first));
    var next = sequencer.enqueue(() -> start("second", CompletableFuture.completedFuture("done")));

    first.completeExceptionally(new IllegalStateException("no"));

    assertThat(failed.toCompletableFuture()).isCompletedExceptionally();
    assertThat(next.toCompletableFuture()).isCompletedWithValue("done");
  }

  @Test
  void work_that_throws_at_its_start_is_a_failure() {
    var refused =
        sequencer.enqueue(() -> {
          throw new IllegalStateException("no");
        });

    assertThat(refused.toCompletableFuture()).isCompletedExceptionally();
    assertThat(
            sequencer
                .enqueue(() -> start("next", CompletableFuture.completedFuture("")))
                .toCompletableFuture())
        .isCompleted();
  }

  @Test
  void sequencers_are_independent() {
    sequencer.enqueue(() -> start("a", new CompletableFuture<>()));
    new TaskSequencer().enqueue(() -> start("b", new CompletableFuture<>()));

    assertThat(started).containsExactly("a", "b");
  }

  private CompletableFuture<String> start(String name, CompletableFuture<String> end) {
    started.add(name);
    return end;
  }
}
