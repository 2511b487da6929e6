package dcm.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dcm.journal.jdbc.TestDatabase;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("its gauge is one a process, and a node of another test has the same")
class DatabaseClockIT {
  private final TestDatabase database = TestDatabase.fresh();
  private final ClusterSettings settings =
      ClusterSettings.from(database.config(), new ArrayList<>());

  @Test
  void the_time_is_that_of_the_database_when_the_local_clock_is_wrong() throws Exception {
    var registry = new SimpleMeterRegistry();
    Metrics.addRegistry(registry);
    var slow = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(-5));
    try (var pool = ClusterDatabase.open(database.config());
        var clock = DatabaseClock.open(pool, settings, slow)) {
      // PostgreSQL runs on this machine, whose clock is right
      assertThat(clock.instant()).isCloseTo(Instant.now(), within(1, ChronoUnit.SECONDS));
      assertThat(registry.get("dcm.clock.offset").gauge().value()).isBetween(4.0, 6.0);

      assertThat(clock.compare()).as("too far off").isFalse();
      assertThat(clock.instant()).isCloseTo(Instant.now(), within(1, ChronoUnit.SECONDS));
      assertThat(clock.describeOffset()).contains("s behind the clock of the database");
    } finally {
      Metrics.removeRegistry(registry);
    }
  }
}
