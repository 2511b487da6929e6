package dcm.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes a node holds of one kind, in all and for each of those who share them, so that one
 * cannot use what the others need.
 *
 * @param <K> who shares them: a guild, an address
 */
public final class ByteBudget<K> {
  private final long inAll;
  private final long each;
  private final AtomicLong all = new AtomicLong();
  private final ConcurrentHashMap<K, Long> held = new ConcurrentHashMap<>();

  public ByteBudget(long inAll, long each) {
    this.inAll = inAll;
    this.each = each;
  }

  /** Whether so many more fit. */
  public boolean hasRoom(K who, long bytes) {
    return all.get() + bytes <= inAll && held.getOrDefault(who, 0L) + bytes <= each;
  }

  /** Counts them if they fit; whoever got true gives them back with {@link #remove}. */
  public boolean reserve(K who, long bytes) {
    add(who, bytes);
    if (all.get() <= inAll && held.getOrDefault(who, 0L) <= each) {
      return true;
    }
    remove(who, bytes);
    return false;
  }

  /** Counts them, whether or not there is room. */
  public void add(K who, long bytes) {
    all.addAndGet(bytes);
    held.merge(who, bytes, Long::sum);
  }

  public void remove(K who, long bytes) {
    all.addAndGet(-bytes);
    held.computeIfPresent(who, (_, before) -> before <= bytes ? null : before - bytes);
  }

  public long held() {
    return all.get();
  }
}
