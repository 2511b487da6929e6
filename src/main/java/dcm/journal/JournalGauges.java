package dcm.journal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** How the journal's database stands, as long as it is open. */
final class JournalGauges {
  private final List<Meter> meters = new ArrayList<>();

  JournalGauges(WriteLanes lanes, Breakers writing, Breakers reading, Breakers recovering) {
    gauge("dcm.journal.writes.waiting", lanes::waiting);
    gauge("dcm.journal.guilds.apart", lanes::apart);
    of("writing", writing);
    of("reading", reading);
    of("recovering", recovering);
  }

  private void of(String doing, Breakers breakers) {
    gauge("dcm.journal.breakers.open", breakers::ailing, "doing", doing);
    gauge("dcm.database.up", () -> breakers.outage().lasts() ? 0 : 1, "doing", doing);
  }

  private void gauge(String name, Supplier<Number> value, String... tags) {
    meters.add(Gauge.builder(name, value).tags(tags).register(Metrics.globalRegistry));
  }

  void close() {
    meters.forEach(Metrics.globalRegistry::remove);
  }
}
