package dcm.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class NotifySettingsTest {
  @Test
  void the_defaults_are_valid() {
    var problems = new ArrayList<String>();
    var settings = NotifySettings.from(ConfigFactory.load("reference"), problems);
    assertThat(problems).isEmpty();
    assertThat(settings.maxInFlight()).isEqualTo(2000);
  }

  @Test
  void all_problems_are_reported_together() {
    var problems = new ArrayList<String>();
    NotifySettings.from(
        ConfigFactory.parseString(
            """
            dcm.notify { max-in-flight = 1, parallelism = 2, send-timeout = 0s, max-attempts = 0
              min-backoff = 1s, max-backoff = 0s, max-report-attempts = 0, shutdown-timeout = 0s }
            """),
        problems);
    assertThat(problems).hasSize(5).allMatch(problem -> problem.startsWith("dcm.notify."));
  }

  @Test
  void the_backoff_doubles_up_to_the_maximum() {
    var settings = new NotifySettings(9, 1, second(9), 9, second(1), second(5), 9, second(1));
    assertThat(settings.backoffAfter(1)).isEqualTo(second(1));
    assertThat(settings.backoffAfter(3)).isEqualTo(second(4));
    assertThat(settings.backoffAfter(4)).isEqualTo(second(5));
    assertThat(settings.backoffAfter(999)).isEqualTo(second(5));
  }

  private static Duration second(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
