package dcm.journal.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WriterEpochTest {
  private final WriterEpoch epoch = new WriterEpoch();

  @Test
  void a_guild_that_was_never_recovered_is_unknown() {
    assertThat(epoch.state()).isEqualTo(new EpochState.Unknown());
  }

  @Test
  void a_lost_epoch_stays_lost_until_the_next_is_taken() {
    epoch.acquired(3, 100);
    epoch.revoked(3);
    epoch.confirmed(3, 200);
    assertThat(epoch.state()).isEqualTo(new EpochState.Lost());

    epoch.acquired(5, 300);
    assertThat(epoch.state()).isEqualTo(new EpochState.Held(5, 300));
  }

  @Test
  void a_late_result_for_an_older_epoch_changes_nothing() {
    epoch.acquired(4, 100);

    epoch.revoked(3);
    epoch.confirmed(3, 900);
    epoch.acquired(3, 900);

    assertThat(epoch.state()).isEqualTo(new EpochState.Held(4, 100));
  }

  @Test
  void the_latest_confirmation_counts() {
    // the clock's origin is arbitrary: it may overflow
    epoch.acquired(1, Long.MAX_VALUE - 5);
    epoch.confirmed(1, Long.MAX_VALUE - 9);
    assertThat(epoch.state()).isEqualTo(new EpochState.Held(1, Long.MAX_VALUE - 5));

    epoch.confirmed(1, Long.MIN_VALUE + 5);
    assertThat(epoch.state()).isEqualTo(new EpochState.Held(1, Long.MIN_VALUE + 5));
  }

  @Test
  void an_empty_guild_is_lost_only_while_it_is_still_empty() {
    var empty = new EpochState.Empty(7);
    epoch.foundEmpty(7);
    epoch.acquired(9, 100);
    epoch.lost(empty);
    assertThat(epoch.state()).isEqualTo(new EpochState.Held(9, 100));

    epoch.foundEmpty(7);
    epoch.lost(empty);
    assertThat(epoch.state()).isEqualTo(new EpochState.Lost());
  }
}
