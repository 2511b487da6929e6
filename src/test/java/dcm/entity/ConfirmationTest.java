package dcm.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConfirmationTest {
  private static final long LASTS = 5_000_000_000L;

  // the monotonic clock may begin anywhere, and pass over the end of a long
  private long now = Long.MAX_VALUE - 3;
  private final Confirmation confirmation = new Confirmation(Duration.ofNanos(LASTS), () -> now);

  @Test
  void nothing_is_confirmed_at_first() {
    assertThat(confirmation.isFresh()).isFalse();
  }

  @Test
  void a_confirmation_lasts_so_long_and_no_longer() {
    confirmation.at(now);
    now += LASTS - 1;
    assertThat(confirmation.isFresh()).isTrue();
    now += 1;
    assertThat(confirmation.isFresh()).isFalse();
  }

  @Test
  void a_confirmation_that_arrives_late_does_not_undo_a_newer_one() {
    long early = now;
    now += LASTS;
    confirmation.at(now);
    confirmation.at(early);
    assertThat(confirmation.isFresh()).isTrue();
  }

  @Test
  void a_check_from_before_a_restart_says_nothing() {
    long before = confirmation.beginCheck();
    confirmation.forget();
    now++;
    long after = confirmation.beginCheck();
    assertThat(confirmation.endCheck(before)).isFalse();
    assertThat(confirmation.isBeingChecked()).isTrue();
    assertThat(confirmation.endCheck(after)).isTrue();
    assertThat(confirmation.isBeingChecked()).isFalse();
  }
}
