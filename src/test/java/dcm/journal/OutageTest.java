package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutageTest {
  private final Outage outage = new Outage();
  private final Exception gone = new Exception("gone");

  @Test
  void one_connection_that_breaks_is_no_outage() {
    outage.met(gone);
    outage.met(gone);

    assertThat(outage.refusal()).isNull();
  }

  @Test
  void failures_with_a_success_in_between_are_none() {
    outage.met(gone);
    outage.met(gone);
    outage.isOver();
    outage.met(gone);

    assertThat(outage.refusal()).isNull();
  }

  @Test
  void after_three_in_a_row_all_are_refused_and_told_why() {
    begin();

    assertThat(outage.refusal()).isSameAs(gone);
    assertThat(outage.lasts()).isTrue();
  }

  @Test
  void then_one_looks_and_the_others_wait_for_what_it_sees() {
    begin();

    await().atMost(20, TimeUnit.SECONDS).until(() -> outage.refusal() == null);
    assertThat(outage.refusal()).isSameAs(gone);

    outage.isOver();
    assertThat(outage.refusal()).isNull();
    assertThat(outage.lasts()).isFalse();
  }

  private void begin() {
    for (var i = 0; i < 3; i++) {
      outage.met(gone);
    }
  }
}
