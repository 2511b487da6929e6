package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InOrderTest {
  private final InOrder inOrder = new InOrder();
  private final List<String> begun = new ArrayList<>();

  @Test
  void one_thing_begins_when_the_one_before_has_ended() {
    var first = new CompletableFuture<String>();
    inOrder.next("a", () -> begin("first", first));
    inOrder.next("a", () -> begin("second", CompletableFuture.completedFuture("")));
    assertThat(begun).containsExactly("first");

    first.complete("");
    assertThat(begun).containsExactly("first", "second");
  }

  @Test
  void a_failure_does_not_hold_up_what_follows() {
    var first = new CompletableFuture<String>();
    var failed = inOrder.next("a", () -> begin("first", first));
    var next = inOrder.next("a", () -> begin("second", CompletableFuture.completedFuture("done")));

    first.completeExceptionally(new IllegalStateException("no"));

    assertThat(failed.toCompletableFuture()).isCompletedExceptionally();
    assertThat(next.toCompletableFuture()).isCompletedWithValue("done");
  }

  @Test
  void work_that_cannot_even_begin_is_a_failure() {
    var refused =
        inOrder.next(
            "a",
            () -> {
              throw new IllegalStateException("no");
            });

    assertThat(refused.toCompletableFuture()).isCompletedExceptionally();
    assertThat(
            inOrder
                .next("a", () -> begin("next", CompletableFuture.completedFuture("")))
                .toCompletableFuture())
        .isCompleted();
  }

  @Test
  void others_do_not_wait() {
    inOrder.next("a", () -> begin("a", new CompletableFuture<>()));
    inOrder.next("b", () -> begin("b", new CompletableFuture<>()));

    assertThat(begun).containsExactly("a", "b");
  }

  private CompletableFuture<String> begin(String name, CompletableFuture<String> end) {
    begun.add(name);
    return end;
  }
}
