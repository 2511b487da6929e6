package dcm.journal;

import dcm.journal.jdbc.GuildCircuitBreakers;
import dcm.journal.write.WriteLanes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** How the journal's database stands, as long as it is open. */
final class JournalMetrics {
  private final List<Meter> meters = new ArrayList<>();

  JournalMetrics(
      WriteLanes lanes,
      GuildCircuitBreakers writeBreakers,
      GuildCircuitBreakers readBreakers,
      GuildCircuitBreakers recoveryBreakers) {
    gauge("dcm.journal.queue.size", lanes::waiting);
    gauge("dcm.journal.isolated.guilds", lanes::isolatedWriter);
    register("write", writeBreakers);
    register("read", readBreakers);
    register("recover", recoveryBreakers);
  }

  private void register(String operation, GuildCircuitBreakers breakers) {
    gauge("dcm.journal.breakers.open", breakers::openCount, "operation", operation);
    gauge(
        "dcm.database.up", () -> breakers.serverBreaker().isOpen() ? 0 : 1, "operation", operation);
  }

  private void gauge(String name, Supplier<Number> value, String... tags) {
    meters.add(Gauge.builder(name, value).tags(tags).register(Metrics.globalRegistry));
  }

  void close() {
    meters.forEach(Metrics.globalRegistry::remove);
  }
}
