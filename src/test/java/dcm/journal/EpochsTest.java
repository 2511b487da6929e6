package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EpochsTest {
  private static final String GUILD = "guild|1";

  private final Epochs epochs = new Epochs();

  @Test
  void a_guild_that_was_never_met_is_unknown() {
    assertThat(epochs.of(GUILD)).isEqualTo(new Standing.Unknown());
  }

  @Test
  void a_lost_epoch_stays_lost_until_the_next_is_taken() {
    epochs.taken(GUILD, 3, 100);
    epochs.fenced(GUILD, 3);
    epochs.confirmed(GUILD, 3, 200);
    assertThat(epochs.of(GUILD)).isEqualTo(new Standing.Lost());

    epochs.taken(GUILD, 5, 300);
    assertThat(epochs.of(GUILD)).isEqualTo(new Standing.Held(5, 300));
  }

  @Test
  void what_is_said_late_of_an_epoch_before_changes_nothing() {
    epochs.taken(GUILD, 4, 100);

    epochs.fenced(GUILD, 3);
    epochs.confirmed(GUILD, 3, 900);
    epochs.taken(GUILD, 3, 900);

    assertThat(epochs.of(GUILD)).isEqualTo(new Standing.Held(4, 100));
  }

  @Test
  void the_latest_confirmation_counts() {
    // the clock's origin is arbitrary: it may pass the largest number
    epochs.taken(GUILD, 1, Long.MAX_VALUE - 5);
    epochs.confirmed(GUILD, 1, Long.MAX_VALUE - 9);
    assertThat(epochs.of(GUILD)).isEqualTo(new Standing.Held(1, Long.MAX_VALUE - 5));

    epochs.confirmed(GUILD, 1, Long.MIN_VALUE + 5);
    assertThat(epochs.of(GUILD)).isEqualTo(new Standing.Held(1, Long.MIN_VALUE + 5));
  }

  @Test
  void one_that_was_empty_is_lost_only_while_it_still_is() {
    var empty = new Standing.Empty(7);
    epochs.empty(GUILD, 7);
    epochs.taken(GUILD, 9, 100);
    epochs.lost(GUILD, empty);
    assertThat(epochs.of(GUILD)).isEqualTo(new Standing.Held(9, 100));

    epochs.empty(GUILD, 7);
    epochs.lost(GUILD, empty);
    assertThat(epochs.of(GUILD)).isEqualTo(new Standing.Lost());
  }
}
