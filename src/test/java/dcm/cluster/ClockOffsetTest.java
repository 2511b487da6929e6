package dcm.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockOffsetTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static ClockOffset offset(Duration ahead, Duration roundTrip) {
    return new ClockOffset(ahead, roundTrip, "db:5432");
  }

  @Test
  void an_offset_reaches_the_limit_in_either_direction() {
    assertThat(offset(LIMIT, Duration.ZERO).isAtLeast(LIMIT)).isTrue();
    assertThat(offset(LIMIT.negated(), Duration.ZERO).isAtLeast(LIMIT)).isTrue();
    assertThat(offset(LIMIT.minusMillis(1), Duration.ZERO).isAtLeast(LIMIT)).isFalse();
  }

  @Test
  void a_slow_response_proves_no_offset() {
    assertThat(offset(Duration.ofSeconds(12), Duration.ofSeconds(5)).isAtLeast(LIMIT)).isFalse();
    assertThat(offset(Duration.ofSeconds(1), Duration.ofSeconds(5)).minimum())
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void the_description_names_the_database_and_the_direction() {
    assertThat(offset(Duration.ofMillis(12_345), Duration.ofMillis(7)).describe())
        .isEqualTo(
            "This machine's clock is 12.345 s behind the clock of the database at db:5432 (within"
                + " 4 ms)");
    assertThat(offset(Duration.ofMillis(-1_500), Duration.ZERO).describe())
        .contains("1.500 s ahead of the clock");
  }
}
