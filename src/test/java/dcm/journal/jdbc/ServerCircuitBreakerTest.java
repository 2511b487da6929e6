package dcm.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerCircuitBreakerTest {
  private final ServerCircuitBreaker breaker = new ServerCircuitBreaker();
  private final Exception failure = new Exception("gone");

  @Test
  void two_failures_do_not_open_it() {
    breaker.recordFailure(failure);
    breaker.recordFailure(failure);

    assertThat(breaker.openReason()).isNull();
  }

  @Test
  void a_success_in_between_resets_it() {
    breaker.recordFailure(failure);
    breaker.recordFailure(failure);
    breaker.recordSuccess();
    breaker.recordFailure(failure);

    assertThat(breaker.openReason()).isNull();
  }

  @Test
  void three_failures_in_a_row_open_it_with_the_last_reason() {
    open();

    assertThat(breaker.openReason()).isSameAs(failure);
    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void when_half_open_one_probes_and_the_others_are_rejected() {
    open();

    await().atMost(20, TimeUnit.SECONDS).until(() -> breaker.openReason() == null);
    assertThat(breaker.openReason()).isSameAs(failure);

    breaker.recordSuccess();
    assertThat(breaker.openReason()).isNull();
    assertThat(breaker.isOpen()).isFalse();
  }

  private void open() {
    for (var i = 0; i < 3; i++) {
      breaker.recordFailure(failure);
    }
  }
}
