package dcm.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ParallelStartTest {
  @Test
  void parts_start_side_by_side() throws Exception {
    var both = new CyclicBarrier(2);
    try (var parts = new ParallelStart()) {
      var first = parts.begin(() -> meet(both));
      var second = parts.begin(() -> meet(both));
      assertThat(ParallelStart.result(first)).isTrue();
      assertThat(ParallelStart.result(second)).isTrue();
    }
  }

  private static boolean meet(CyclicBarrier both) throws IOException {
    try {
      both.await(20, TimeUnit.SECONDS);
      return true;
    } catch (Exception alone) {
      throw new IOException("the other part did not start", alone);
    }
  }

  @Test
  void a_part_fails_with_what_it_threw() {
    try (var parts = new ParallelStart()) {
      var failure = new IOException("for the operator");
      var defect = new IllegalStateException("a defect");
      var failed =
          parts.begin(() -> {
            throw failure;
          });
      var broken =
          parts.begin(() -> {
            throw defect;
          });
      assertThatThrownBy(() -> ParallelStart.result(failed)).isSameAs(failure);
      assertThatThrownBy(() -> ParallelStart.result(broken)).isSameAs(defect);
    }
  }

  @Test
  void closing_waits_for_the_parts_that_still_start() throws Exception {
    var finish = new CountDownLatch(1);
    var finished = new AtomicBoolean();
    var parts = new ParallelStart();
    CompletableFuture<Boolean> part =
        parts.begin(() -> {
          try {
            finish.await();
          } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
          }
          finished.set(true);
          return true;
        });
    var finishedBeforeClosed = new AtomicBoolean();
    var closer =
        Thread.ofPlatform()
            .start(() -> {
              parts.close();
              finishedBeforeClosed.set(finished.get());
            });
    finish.countDown();
    closer.join();
    assertThat(finishedBeforeClosed).isTrue();
    assertThat(part).isCompletedWithValue(true);
  }
}
