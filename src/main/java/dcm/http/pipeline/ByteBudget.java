package dcm.http.pipeline;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes a node holds of one kind, in all and for each of those who share them, so that one
 * cannot use what the others need.
 *
 * @param <K> who shares them: a guild, an address
 */
public final class ByteBudget<K> {
  private final long maxTotal;
  private final long maxPerKey;
  private final AtomicLong totalBytes = new AtomicLong();
  private final ConcurrentHashMap<K, Long> heldBytes = new ConcurrentHashMap<>();

  public ByteBudget(long maxTotal, long maxPerKey) {
    this.maxTotal = maxTotal;
    this.maxPerKey = maxPerKey;
  }

  /** Whether so many more fit. */
  public boolean hasCapacity(K key, long bytes) {
    return totalBytes.get() + bytes <= maxTotal
        && heldBytes.getOrDefault(key, 0L) + bytes <= maxPerKey;
  }

  /** Counts them if they fit; whoever got true gives them back with {@link #release}. */
  public boolean tryReserve(K key, long bytes) {
    add(key, bytes);
    if (totalBytes.get() <= maxTotal && heldBytes.getOrDefault(key, 0L) <= maxPerKey) {
      return true;
    }
    release(key, bytes);
    return false;
  }

  /** Counts them, whether or not there is room. */
  public void add(K key, long bytes) {
    totalBytes.addAndGet(bytes);
    heldBytes.merge(key, bytes, Long::sum);
  }

  public void release(K key, long bytes) {
    totalBytes.addAndGet(-bytes);
    heldBytes.computeIfPresent(key, (_, current) -> current <= bytes ? null : current - bytes);
  }

  public long heldBytes() {
    return totalBytes.get();
  }
}
