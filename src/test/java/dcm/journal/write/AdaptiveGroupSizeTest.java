package dcm.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AdaptiveGroupSizeTest {
  private final AdaptiveGroupSize size = new AdaptiveGroupSize(500);

  @Test
  void starts_small_and_doubles_while_commits_are_fast() {
    assertThat(size.current()).isEqualTo(16);

    size.recordCommit(16, Duration.ofMillis(3));

    assertThat(size.current()).isEqualTo(32);
  }

  @Test
  void never_exceeds_the_maximum() {
    grow();

    size.recordCommit(500, Duration.ofMillis(40));

    assertThat(size.current()).isEqualTo(500);
  }

  @Test
  void shrinks_to_what_would_have_met_the_target() {
    grow();

    size.recordCommit(400, Duration.ofMillis(200));

    assertThat(size.current()).isEqualTo(100);
  }

  @Test
  void never_falls_below_the_minimum() {
    size.recordCommit(1, Duration.ofSeconds(5));

    assertThat(size.current()).isEqualTo(16);
  }

  @Test
  void does_not_grow_when_the_group_was_not_full() {
    size.recordCommit(3, Duration.ofMillis(1));

    assertThat(size.current()).isEqualTo(16);
  }

  private void grow() {
    while (size.current() < 500) {
      size.recordCommit(size.current(), Duration.ofMillis(1));
    }
  }
}
