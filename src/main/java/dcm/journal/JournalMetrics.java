package dcm.journal;

import dcm.journal.jdbc.GuildCircuitBreakers;
import dcm.journal.write.WriteLanes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Meters of one journal: group commits, isolated writes, queues and circuit breakers. The sums of
 * this journal alone can be read here; Micrometer's meters count all journals of the process.
 */
public final class JournalMetrics {
  private static final Timer GROUP_COMMIT_TIMER = Metrics.timer("dcm.journal.group.commit");
  private static final DistributionSummary GROUP_SIZE = Metrics.summary("dcm.journal.group.size");
  private static final Counter GROUP_FAILURES = Metrics.counter("dcm.journal.group.failures");
  private static final Counter ISOLATED_WRITES = Metrics.counter("dcm.journal.isolated.writes");

  private static final Timer SNAPSHOT_SAVED =
      Metrics.timer("dcm.journal.snapshot", "outcome", "saved");
  private static final Timer SNAPSHOT_FAILED =
      Metrics.timer("dcm.journal.snapshot", "outcome", "failed");

  private final LongAdder failures = new LongAdder();
  private final LongAdder isolated = new LongAdder();
  private final LongAccumulator largest = new LongAccumulator(Math::max, 0);
  private final List<Meter> gauges = new ArrayList<>();

  /** Registers the gauges; {@link #close} removes them. */
  void registerGauges(
      WriteLanes lanes,
      GuildCircuitBreakers writeBreakers,
      GuildCircuitBreakers readBreakers,
      GuildCircuitBreakers recoveryBreakers) {
    gauge("dcm.journal.queue.size", lanes::waiting);
    gauge("dcm.journal.isolated.guilds", lanes::isolatedGuilds);
    registerBreakers("write", writeBreakers);
    registerBreakers("read", readBreakers);
    registerBreakers("recover", recoveryBreakers);
  }

  private void registerBreakers(String operation, GuildCircuitBreakers breakers) {
    gauge("dcm.journal.breakers.open", breakers::openCount, "operation", operation);
    gauge(
        "dcm.database.up", () -> breakers.serverBreaker().isOpen() ? 0 : 1, "operation", operation);
  }

  private void gauge(String name, Supplier<Number> value, String... tags) {
    gauges.add(Gauge.builder(name, value).tags(tags).register(Metrics.globalRegistry));
  }

  void close() {
    gauges.forEach(Metrics.globalRegistry::remove);
  }

  /** The largest number of writes in one committed group. */
  public long largestGroup() {
    return largest.get();
  }

  /** Groups that failed, for whatever reason. */
  public long failedGroups() {
    return failures.sum();
  }

  /** Writes attempted in a transaction of their own. */
  public long isolatedWrites() {
    return isolated.sum();
  }

  public void recordGroup(int groupSize, long durationNanos) {
    largest.accumulate(groupSize);
    GROUP_COMMIT_TIMER.record(durationNanos, TimeUnit.NANOSECONDS);
    GROUP_SIZE.record(groupSize);
  }

  void recordSnapshot(boolean saved, long durationNanos) {
    (saved ? SNAPSHOT_SAVED : SNAPSHOT_FAILED).record(durationNanos, TimeUnit.NANOSECONDS);
  }

  public void recordGroupFailure() {
    failures.increment();
    GROUP_FAILURES.increment();
  }

  public void recordIsolatedWrite() {
    isolated.increment();
    ISOLATED_WRITES.increment();
  }
}
