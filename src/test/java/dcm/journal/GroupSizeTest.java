package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class GroupSizeTest {
  private final GroupSize size = new GroupSize(500);

  @Test
  void begins_with_few_and_takes_twice_as_many_while_that_is_quick() {
    assertThat(size.most()).isEqualTo(16);

    size.wrote(16, Duration.ofMillis(3));

    assertThat(size.most()).isEqualTo(32);
  }

  @Test
  void takes_no_more_than_a_group_may_have() {
    grow();

    size.wrote(500, Duration.ofMillis(40));

    assertThat(size.most()).isEqualTo(500);
  }

  @Test
  void takes_as_many_as_would_have_been_quick() {
    grow();

    size.wrote(400, Duration.ofMillis(200));

    assertThat(size.most()).isEqualTo(100);
  }

  @Test
  void takes_some_however_slow_it_is() {
    size.wrote(1, Duration.ofSeconds(5));

    assertThat(size.most()).isEqualTo(16);
  }

  @Test
  void does_not_grow_by_what_was_quick_because_it_was_small() {
    size.wrote(3, Duration.ofMillis(1));

    assertThat(size.most()).isEqualTo(16);
  }

  private void grow() {
    while (size.most() < 500) {
      size.wrote(size.most(), Duration.ofMillis(1));
    }
  }
}
