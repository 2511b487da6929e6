package dcm.entity.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OwnershipConfirmationTest {
  private static final long VALIDITY_NANOS = 5_000_000_000L;

  // the monotonic clock may start anywhere and overflow
  private long now = Long.MAX_VALUE - 3;
  private final OwnershipConfirmation confirmation =
      new OwnershipConfirmation(Duration.ofNanos(VALIDITY_NANOS), () -> now);

  @Test
  void nothing_is_confirmed_at_first() {
    assertThat(confirmation.isFresh()).isFalse();
  }

  @Test
  void a_confirmation_expires() {
    confirmation.confirm(now);
    now += VALIDITY_NANOS - 1;
    assertThat(confirmation.isFresh()).isTrue();
    now += 1;
    assertThat(confirmation.isFresh()).isFalse();
  }

  @Test
  void a_confirmation_that_arrives_late_does_not_undo_a_newer_one() {
    long early = now;
    now += VALIDITY_NANOS;
    confirmation.confirm(now);
    confirmation.confirm(early);
    assertThat(confirmation.isFresh()).isTrue();
  }

  @Test
  void a_check_from_before_a_restart_is_ignored() {
    long before = confirmation.beginCheck();
    confirmation.invalidate();
    now++;
    long after = confirmation.beginCheck();
    assertThat(confirmation.endCheck(before)).isFalse();
    assertThat(confirmation.isBeingChecked()).isTrue();
    assertThat(confirmation.endCheck(after)).isTrue();
    assertThat(confirmation.isBeingChecked()).isFalse();
  }
}
