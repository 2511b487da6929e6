package dcm.entity.wakeup;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class WakeUpSettingsTest {
  @Test
  void the_default_configuration_is_valid() {
    var problems = new ArrayList<String>();
    var settings = WakeUpSettings.from(ConfigFactory.load("reference"), problems);
    assertThat(problems).isEmpty();
    assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void all_invalid_keys_are_reported_together() {
    var problems = new ArrayList<String>();
    WakeUpSettings.from(
        ConfigFactory.parseString(
            "dcm.entity.wake-ups { interval = 1ms, batch-size = 0, parallelism = 1, max-backoff = 0s"
                + " }"),
        problems);
    assertThat(problems).hasSize(3).allMatch(problem -> problem.startsWith("dcm.entity.wake-ups."));
  }
}
