package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private static final Duration BUSY = Duration.ofMillis(3);

  private final Pace pace = new Pace();

  @Test
  void a_guild_rests_as_long_as_its_page_took() {
    pace.during(PaceTest::keepBusy);
    pace.during(PaceTest::keepBusy);

    var began = System.nanoTime();
    pace.rest().toCompletableFuture().join();

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(BUSY.multipliedBy(2));
  }

  private static void keepBusy() {
    var began = System.nanoTime();
    while (System.nanoTime() - began < BUSY.toNanos()) {
      Thread.onSpinWait();
    }
  }
}
