package dcm.bench;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Histogram of durations with buckets of 1/64 of their value, so that percentiles are accurate to 2
 * %. Thread-safe.
 */
public final class LatencyHistogram {
  private static final int STEPS = 64;
  private static final int STEP_BITS = 6;

  private final AtomicLongArray counts = new AtomicLongArray(STEPS * Long.SIZE);

  public void record(long nanos) {
    counts.incrementAndGet(bucket(Math.max(nanos, STEPS)));
  }

  /** A percentile in nanoseconds; 0 when nothing was recorded. */
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
