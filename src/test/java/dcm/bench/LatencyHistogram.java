package dcm.bench;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations in buckets that are a 64th of their value wide, so that a percentile is right to
 * 2 %. Any number of threads may count.
 */
public final class LatencyHistogram {
  private static final int STEPS = 64;
  private static final int STEP_BITS = 6;

  private final AtomicLongArray counts = new AtomicLongArray(STEPS * Long.SIZE);

  public void record(long nanos) {
    counts.incrementAndGet(bucket(Math.max(nanos, STEPS)));
  }

  /** In nanoseconds; 0 when nothing was counted. */
  public long percentile(double percent) {
    long all = 0;
    for (var i = 0; i < counts.length(); i++) {
      all += counts.get(i);
    }
    var wanted = (long) Math.ceil(all * percent / 100);
    long seen = 0;
    for (var i = 0; i < counts.length() && wanted > 0; i++) {
      seen += counts.get(i);
      if (seen >= wanted) {
        return upperEnd(i);
      }
    }
    return 0;
  }

  private static int bucket(long value) {
    var shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - STEP_BITS;
    return (shift << STEP_BITS) + (int) (value >>> shift);
  }

  private static long upperEnd(int bucket) {
    var shift = Math.max(0, (bucket >>> STEP_BITS) - 1);
    return (bucket - ((long) shift << STEP_BITS) + 1) << shift;
  }
}
