package dcm.discord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.client.GatewayInfo;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReconnectBackoffTest {
  @Test
  void a_connection_that_broke_once_is_resumed_immediately() {
    assertThat(ReconnectBackoff.beforeResume(0, 0.5)).isZero();
  }

  @Test
  void a_session_is_resumed_within_seconds_however_often_the_connection_breaks() {
    var five = Duration.ZERO;
    for (int disconnects = 0; disconnects < 5; disconnects++) {
      five = five.plus(ReconnectBackoff.beforeResume(disconnects, 1));
    }
    assertThat(five).isLessThan(Duration.ofSeconds(6));
    assertThat(ReconnectBackoff.beforeResume(1000, 1)).isLessThan(Duration.ofSeconds(7));
  }

  @Test
  void a_new_login_waits_five_seconds_and_longer_each_time_up_to_minutes() {
    var before = Duration.ZERO;
    for (int failures = 0; failures < 40; failures++) {
      var delay = ReconnectBackoff.beforeIdentify(failures, 0);
      assertThat(delay)
          .isGreaterThanOrEqualTo(Duration.ofSeconds(5))
          .isGreaterThanOrEqualTo(before)
          .isLessThanOrEqualTo(Duration.ofMinutes(5));
      before = delay;
    }
    assertThat(before).isEqualTo(Duration.ofMinutes(5));
  }

  /** Each delay precedes one IDENTIFY: a day of failures uses less than half of the 1,000. */
  @Test
  void failing_for_a_day_does_not_use_up_the_logins_of_a_day() {
    var day = Duration.ZERO;
    int logins = 0;
    while (day.compareTo(Duration.ofDays(1)) < 0) {
      day = day.plus(ReconnectBackoff.beforeIdentify(logins++, 0));
    }
    assertThat(logins).isLessThan(500);
  }

  @Test
  void when_few_logins_are_left_it_waits_for_more() {
    assertThat(ReconnectBackoff.untilReset(infoWith(500))).isZero();
    assertThat(ReconnectBackoff.untilReset(infoWith(100))).isGreaterThan(Duration.ofHours(4));
  }

  @Test
  void the_last_quarter_of_a_days_logins_is_spread_over_the_rest_of_the_day() {
    assertThat(ReconnectBackoff.betweenIdentifies(infoWith(900))).isEqualTo(Duration.ofSeconds(6));
    var interval = ReconnectBackoff.betweenIdentifies(infoWith(200));
    assertThat(interval.multipliedBy(200 - ReconnectBackoff.RESERVED_IDENTIFIES))
        .isEqualTo(Duration.ofHours(4));
  }

  private static GatewayInfo infoWith(int remaining) {
    return new GatewayInfo("wss://x", 1, 1000, remaining, Duration.ofHours(4), 1);
  }
}
