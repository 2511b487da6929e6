package dcm.journal.write;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the write path did since it began; for whoever shows figures, and by Micrometer for whoever
 * watches.
 */
public final class WriteMetrics {
  private static final Timer GROUP_COMMIT_TIMER = Metrics.timer("dcm.journal.group.commit");
  private static final DistributionSummary GROUP_SIZE = Metrics.summary("dcm.journal.group.size");
  private static final Counter GROUP_FAILURES = Metrics.counter("dcm.journal.group.failures");
  private static final Counter ISOLATED_WRITES = Metrics.counter("dcm.journal.isolated.writes");

  private final LongAdder groups = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final LongAdder totalNanos = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder isolated = new LongAdder();
  private final LongAccumulator largest = new LongAccumulator(Math::max, 0);

  /** Transactions of groups that were committed. */
  public long groups() {
    return groups.sum();
  }

  /** Writes of guilds in them. */
  public long writesInGroups() {
    return writes.sum();
  }

  /** How long they took in all, from having a connection to being on disk; nanoseconds. */
  public long groupNanos() {
    return totalNanos.sum();
  }

  /** The most writes that shared a transaction. */
  public long largestGroup() {
    return largest.get();
  }

  /** Groups that failed, whoever was to blame. */
  public long failedGroups() {
    return failures.sum();
  }

  /** Writes that were tried by themselves. */
  public long isolatedWrites() {
    return isolated.sum();
  }

  void recordGroup(int groupSize, long durationNanos) {
    groups.increment();
    writes.add(groupSize);
    totalNanos.add(durationNanos);
    largest.accumulate(groupSize);
    GROUP_COMMIT_TIMER.record(durationNanos, TimeUnit.NANOSECONDS);
    GROUP_SIZE.record(groupSize);
  }

  void recordGroupFailure() {
    failures.increment();
    GROUP_FAILURES.increment();
  }

  void recordIsolatedWrite() {
    isolated.increment();
    ISOLATED_WRITES.increment();
  }
}
