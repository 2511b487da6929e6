package dcm.http.pipeline;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of one kind that this node holds, limited in total and per key, so that one key cannot use
 * up the share of the others.
 *
 * @param <K> the holder: a guild or an address
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

  /** Whether so many more bytes are within both limits. */
  public boolean hasCapacity(K key, long bytes) {
    return totalBytes.get() + bytes <= maxTotal
        && heldBytes.getOrDefault(key, 0L) + bytes <= maxPerKey;
  }

  /**
   * Reserves bytes if they are within both limits; the caller must {@link #release} them exactly
   * once after true.
   */
  public boolean tryReserve(K key, long bytes) {
    add(key, bytes);
    if (totalBytes.get() <= maxTotal && heldBytes.getOrDefault(key, 0L) <= maxPerKey) {
      return true;
    }
    release(key, bytes);
    return false;
  }

  /** Adds bytes without checking the limits. */
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
