package dcm.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

final class GroupCommitDelayTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration MAX_DELAY = Duration.ofMillis(2);

  private long now;
  private int polls;
  private final GroupCommitDelay commitDelay = new GroupCommitDelay(() -> now);

  @Test
  void there_is_no_delay_after_a_single_write() {
    commitDelay.recordCommit(1, LONG);

    assertThat(pollsUntil(poll -> poll)).isZero();
  }

  @Test
  void there_is_no_delay_when_no_writes_arrive() {
    commitDelay.recordCommit(100, LONG);

    assertThat(pollsUntil(_ -> 1)).isEqualTo(2);
  }

  @Test
  void there_is_no_delay_when_the_group_is_complete() {
    commitDelay.recordCommit(100, LONG);

    assertThat(pollsUntil(_ -> 100)).isEqualTo(1);
  }

  @Test
  void the_commit_is_delayed_while_writes_arrive() {
    commitDelay.recordCommit(100, LONG);

    assertThat(pollsUntil(poll -> 10 * poll)).isEqualTo(10);
  }

  @Test
  void the_delay_is_bounded_however_slowly_writes_arrive() {
    commitDelay.recordCommit(100, LONG);

    assertThat(
            pollsUntil(poll -> {
              now += MAX_DELAY.dividedBy(4).toNanos();
              return poll;
            }))
        .isEqualTo(4);
  }

  @Test
  void there_is_no_delay_after_a_fast_commit() {
    commitDelay.recordCommit(100, Duration.ZERO);

    assertThat(pollsUntil(poll -> poll)).isEqualTo(1);
  }

  /** Returns the number of polls; {@code arrivals} maps the n-th poll to the number of writes. */
  private int pollsUntil(IntUnaryOperator arrivals) {
    commitDelay.await(() -> arrivals.applyAsInt(++polls));
    return polls;
  }
}
