package dcm.discord.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;

class DiscordClockTest {
  private static final Instant NOW = Instant.parse("2028-01-01T10:00:00.300Z");

  private final DiscordClock clock = new DiscordClock();

  @Test
  void before_the_first_response_the_largest_tolerated_error_is_assumed() {
    assertThat(clock.ahead()).isEqualTo(DiscordClock.MAX_CLOCK_ERROR);
    clock.onResponse(null, NOW);
    clock.onResponse("yesterday", NOW);
    assertThat(clock.ahead()).isEqualTo(DiscordClock.MAX_CLOCK_ERROR);
  }

  @Test
  void several_responses_approach_the_true_difference_from_above() {
    // the node's clock is 5 s ahead; responses take 120 ms
    var error = Duration.ofSeconds(5);
    var discord = NOW.plusMillis(250);
    for (int i = 0; i < 50; i++) {
      clock.onResponse(date(discord), discord.plus(error).plusMillis(120));
      assertThat(clock.ahead()).isGreaterThanOrEqualTo(error);
      discord = discord.plusMillis(730);
    }
    assertThat(clock.ahead()).isBetween(error, error.plusMillis(200));
  }

  @Test
  void a_slow_response_does_not_raise_the_difference() {
    clock.onResponse(date(NOW), NOW.plusMillis(50));
    var before = clock.ahead();
    clock.onResponse(date(NOW), NOW.plusSeconds(1));
    assertThat(clock.ahead()).isEqualTo(before);
  }

  @Test
  void a_clock_that_was_set_forward_is_followed_at_once() {
    clock.onResponse(date(NOW), NOW);
    clock.onResponse(date(NOW.plusSeconds(1)), NOW.plusSeconds(8));
    assertThat(clock.ahead()).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void a_clock_that_drifts_is_followed() {
    clock.onResponse(date(NOW), NOW);
    var later = NOW;
    for (int i = 0; i < 30; i++) {
      later = later.plusSeconds(60);
      // 0.1 s per minute
      clock.onResponse(date(later), later.plusMillis(100L * (i + 1)));
    }
    assertThat(clock.ahead()).isGreaterThan(Duration.ofSeconds(2));
  }

  private static String date(Instant at) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atZone(ZoneOffset.UTC));
  }
}
