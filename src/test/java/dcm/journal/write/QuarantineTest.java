package dcm.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuarantineTest {
  @Test
  void a_guild_that_failed_alone_is_released_by_a_success() {
    var failed = Quarantine.afterFailure(null);

    assertThat(failed.isActive()).isTrue();
    assertThat(Quarantine.afterSuccess(failed)).isNull();
  }

  @Test
  void a_guild_that_broke_one_group_returns_at_once() {
    var released = Quarantine.afterSuccess(Quarantine.afterBrokenGroup(null));

    assertThat(released.isActive()).isFalse();
    assertThat(released.brokenGroups()).isEqualTo(1);
  }

  @Test
  void a_guild_that_broke_more_groups_returns_later_each_time() {
    var quarantine = Quarantine.afterBrokenGroup(Quarantine.afterBrokenGroup(null));
    assertThat(remaining(Quarantine.afterSuccess(quarantine)))
        .isLessThanOrEqualTo(Duration.ofSeconds(1));
    for (var group = 3; group <= 20; group++) {
      quarantine = Quarantine.afterBrokenGroup(quarantine);
    }

    var released = Quarantine.afterSuccess(quarantine);

    assertThat(released.isActive()).isTrue();
    assertThat(remaining(released)).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
  }

  private static Duration remaining(Quarantine quarantine) {
    return Duration.ofNanos(quarantine.endsAtNanos() - System.nanoTime());
  }
}
