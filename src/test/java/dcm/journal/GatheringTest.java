package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

final class GatheringTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofMillis(2);

  private long now;
  private int looks;
  private final Gathering gathering = new Gathering(() -> now);

  @Test
  void nobody_waits_after_one_who_came_alone() {
    gathering.wrote(1, LONG);

    assertThat(looksUntil(look -> look)).isZero();
  }

  @Test
  void a_crowd_is_not_waited_for_when_nobody_comes() {
    gathering.wrote(100, LONG);

    assertThat(looksUntil(_ -> 1)).isEqualTo(2);
  }

  @Test
  void a_crowd_is_not_waited_for_when_it_is_there() {
    gathering.wrote(100, LONG);

    assertThat(looksUntil(_ -> 100)).isEqualTo(1);
  }

  @Test
  void a_crowd_is_waited_for_while_it_comes() {
    gathering.wrote(100, LONG);

    assertThat(looksUntil(look -> 10 * look)).isEqualTo(10);
  }

  @Test
  void it_is_not_waited_for_longer_than_the_longest_however_slowly_it_comes() {
    gathering.wrote(100, LONG);

    assertThat(
            looksUntil(look -> {
              now += LONGEST.dividedBy(4).toNanos();
              return look;
            }))
        .isEqualTo(4);
  }

  @Test
  void a_quick_commit_is_worth_no_waiting() {
    gathering.wrote(100, Duration.ZERO);

    assertThat(looksUntil(look -> look)).isEqualTo(1);
  }

  /** {@code there}: how many have come when it looks for the first time, the second, and so on. */
  private int looksUntil(IntUnaryOperator there) {
    gathering.await(() -> there.applyAsInt(++looks));
    return looks;
  }
}
