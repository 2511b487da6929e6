package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.wire.GatewayAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
  @Test
  void a_line_that_broke_once_is_taken_up_again_at_once() {
    assertThat(Patience.beforeResume(0, 0.5)).isZero();
  }

  @Test
  void a_session_is_taken_up_again_within_seconds_however_often_the_line_breaks() {
    var five = Duration.ZERO;
    for (int breaks = 0; breaks < 5; breaks++) {
      five = five.plus(Patience.beforeResume(breaks, 1));
    }
    assertThat(five).isLessThan(Duration.ofSeconds(6));
    assertThat(Patience.beforeResume(1000, 1)).isLessThan(Duration.ofSeconds(7));
  }

  @Test
  void a_new_login_waits_five_seconds_and_longer_each_time_up_to_minutes() {
    var before = Duration.ZERO;
    for (int failures = 0; failures < 40; failures++) {
      var wait = Patience.beforeLogin(failures, 0);
      assertThat(wait)
          .isGreaterThanOrEqualTo(Duration.ofSeconds(5))
          .isGreaterThanOrEqualTo(before)
          .isLessThanOrEqualTo(Duration.ofMinutes(5));
      before = wait;
    }
    assertThat(before).isEqualTo(Duration.ofMinutes(5));
  }

  /** Each wait is for one IDENTIFY: even failing all day uses less than half of the 1,000. */
  @Test
  void failing_for_a_day_does_not_use_up_the_logins_of_a_day() {
    var day = Duration.ZERO;
    int logins = 0;
    while (day.compareTo(Duration.ofDays(1)) < 0) {
      day = day.plus(Patience.beforeLogin(logins++, 0));
    }
    assertThat(logins).isLessThan(500);
  }

  @Test
  void when_few_logins_are_left_it_waits_for_more() {
    assertThat(Patience.until(left(500))).isZero();
    assertThat(Patience.until(left(100))).isGreaterThan(Duration.ofHours(4));
  }

  @Test
  void the_last_quarter_of_a_days_logins_is_spread_over_the_rest_of_the_day() {
    assertThat(Patience.between(left(900))).isEqualTo(Duration.ofSeconds(6));
    var pause = Patience.between(left(200));
    assertThat(pause.multipliedBy(200 - Patience.RESERVE)).isEqualTo(Duration.ofHours(4));
  }

  private static GatewayAddress left(int remaining) {
    return new GatewayAddress("wss://x", 1, 1000, remaining, Duration.ofHours(4), 1);
  }
}
