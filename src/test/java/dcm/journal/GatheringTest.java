package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class GatheringTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final Gathering gathering = new Gathering();
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void nobody_waits_after_one_who_came_alone() {
    gathering.wrote(1, LONG);

    gathering.await(looks::incrementAndGet);

    assertThat(looks).hasValue(0);
  }

  @Test
  void a_crowd_is_not_waited_for_when_nobody_comes() {
    gathering.wrote(100, LONG);

    gathering.await(() -> {
      looks.incrementAndGet();
      return 1;
    });

    assertThat(looks).hasValue(2);
  }

  @Test
  void a_crowd_is_not_waited_for_when_it_is_there() {
    gathering.wrote(100, LONG);

    gathering.await(() -> {
      looks.incrementAndGet();
      return 100;
    });

    assertThat(looks).hasValue(1);
  }

  @Test
  void a_quick_commit_is_worth_no_waiting() {
    gathering.wrote(100, Duration.ZERO);

    gathering.await(looks::incrementAndGet);

    assertThat(looks).hasValue(1);
  }
}
