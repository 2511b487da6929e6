package dcm.journal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ReplayThrottleTest {
  private static final Duration BUSY = Duration.ofMillis(3);

  private final ReplayThrottle throttle = new ReplayThrottle();

  @Test
  void replay_pauses_as_long_as_its_page_took() {
    throttle.time(ReplayThrottleTest::keepBusy);
    throttle.time(ReplayThrottleTest::keepBusy);

    var startedAt = System.nanoTime();
    throttle.pause().toCompletableFuture().join();

    assertThat(Duration.ofNanos(System.nanoTime() - startedAt))
        .isGreaterThanOrEqualTo(BUSY.multipliedBy(2));
  }

  private static void keepBusy() {
    var startedAt = System.nanoTime();
    while (System.nanoTime() - startedAt < BUSY.toNanos()) {
      Thread.onSpinWait();
    }
  }
}
