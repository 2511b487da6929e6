package dcm.journal;

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
public final class JournalCounts {
  private static final Timer BATCHES = Metrics.timer("dcm.journal.batch");
  private static final DistributionSummary WRITES = Metrics.summary("dcm.journal.batch.writes");
  private static final Counter FAILED = Metrics.counter("dcm.journal.batches.failed");
  private static final Counter APART = Metrics.counter("dcm.journal.writes.apart");

  private final LongAdder groups = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder broken = new LongAdder();
  private final LongAdder apart = new LongAdder();
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
  public long nanosOfGroups() {
    return nanos.sum();
  }

  /** The most writes that shared a transaction. */
  public long largestGroup() {
    return largest.get();
  }

  /** Groups that failed, whoever was to blame. */
  public long brokenGroups() {
    return broken.sum();
  }

  /** Writes that were tried by themselves. */
  public long writesApart() {
    return apart.sum();
  }

  void wrote(int inGroup, long took) {
    groups.increment();
    writes.add(inGroup);
    nanos.add(took);
    largest.accumulate(inGroup);
    BATCHES.record(took, TimeUnit.NANOSECONDS);
    WRITES.record(inGroup);
  }

  void broke() {
    broken.increment();
    FAILED.increment();
  }

  void triedApart() {
    apart.increment();
    APART.increment();
  }
}
