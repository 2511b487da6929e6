package dcm.journal.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WriterEpochsTest {
  private static final String GUILD = "guild|1";

  private final WriterEpochs epochs = new WriterEpochs();

  @Test
  void a_guild_that_was_never_recovered_is_unknown() {
    assertThat(epochs.stateOf(GUILD)).isEqualTo(new EpochState.Unknown());
  }

  @Test
  void a_lost_epoch_stays_lost_until_the_next_is_taken() {
    epochs.acquired(GUILD, 3, 100);
    epochs.revoked(GUILD, 3);
    epochs.confirmed(GUILD, 3, 200);
    assertThat(epochs.stateOf(GUILD)).isEqualTo(new EpochState.Lost());

    epochs.acquired(GUILD, 5, 300);
    assertThat(epochs.stateOf(GUILD)).isEqualTo(new EpochState.Held(5, 300));
  }

  @Test
  void a_late_result_for_an_older_epoch_changes_nothing() {
    epochs.acquired(GUILD, 4, 100);

    epochs.revoked(GUILD, 3);
    epochs.confirmed(GUILD, 3, 900);
    epochs.acquired(GUILD, 3, 900);

    assertThat(epochs.stateOf(GUILD)).isEqualTo(new EpochState.Held(4, 100));
  }

  @Test
  void the_latest_confirmation_counts() {
    // the clock's origin is arbitrary: it may pass the largest number
    epochs.acquired(GUILD, 1, Long.MAX_VALUE - 5);
    epochs.confirmed(GUILD, 1, Long.MAX_VALUE - 9);
    assertThat(epochs.stateOf(GUILD)).isEqualTo(new EpochState.Held(1, Long.MAX_VALUE - 5));

    epochs.confirmed(GUILD, 1, Long.MIN_VALUE + 5);
    assertThat(epochs.stateOf(GUILD)).isEqualTo(new EpochState.Held(1, Long.MIN_VALUE + 5));
  }

  @Test
  void one_that_was_empty_is_lost_only_while_it_still_is() {
    var empty = new EpochState.Empty(7);
    epochs.foundEmpty(GUILD, 7);
    epochs.acquired(GUILD, 9, 100);
    epochs.lost(GUILD, empty);
    assertThat(epochs.stateOf(GUILD)).isEqualTo(new EpochState.Held(9, 100));

    epochs.foundEmpty(GUILD, 7);
    epochs.lost(GUILD, empty);
    assertThat(epochs.stateOf(GUILD)).isEqualTo(new EpochState.Lost());
  }
}
