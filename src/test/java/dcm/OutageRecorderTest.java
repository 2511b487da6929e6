package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutageRecorderTest {
  private final OutageRecorder recorder = new OutageRecorder();

  /** A client of a guild that waited from one millisecond to another. */
  private void waited(String guild, long from, long to) {
    recorder.served(guild, at(from), at(to));
  }

  private static long at(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  private Duration silence() {
    return recorder.longestSilence(at(0), at(100_000));
  }

  @Test
  void a_guild_without_requests_is_not_silent() {
    waited("a", 1_000, 1_100);
    waited("a", 50_000, 50_100);
    assertThat(silence()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void a_guild_that_serves_another_client_meanwhile_is_slow_not_silent() {
    waited("a", 1_000, 6_000);
    waited("a", 2_000, 2_500);
    waited("a", 4_000, 4_500);
    assertThat(silence()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void the_silence_is_the_longest_wait_for_the_first_response() {
    waited("a", 500, 1_000);
    waited("a", 2_000, 7_000);
    waited("a", 3_000, 7_500);
    waited("b", 4_000, 4_100);
    assertThat(silence()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void waits_outside_the_interval_do_not_count() {
    waited("a", 1_000, 9_000);
    waited("a", 20_000, 21_000);
    assertThat(recorder.longestSilence(at(10_000), at(19_000))).isZero();
  }

  @Test
  void an_earlier_wait_counts_from_the_start_of_the_interval() {
    waited("a", 1_000, 22_000);
    waited("b", 20_500, 21_800);
    assertThat(recorder.longestWait(at(20_000), at(30_000))).isEqualTo(Duration.ofSeconds(2));
    assertThat(recorder.longestWait(at(21_000), at(30_000))).isEqualTo(Duration.ofSeconds(1));
    assertThat(recorder.longestWait(at(0), at(30_000))).isEqualTo(Duration.ofSeconds(21));
  }

  @Test
  void clients_served_before_or_started_after_did_not_wait() {
    waited("a", 1_000, 9_000);
    waited("a", 20_000, 21_000);
    assertThat(recorder.longestWait(at(10_000), at(19_000))).isZero();
  }
}
