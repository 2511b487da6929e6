package dcm.journal;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What recoveries have read before Pekko asks for it. It is given once, to the recovery that
 * follows, and kept for no longer than that takes: the oldest goes when there are too many, the
 * rows go when they are too large.
 *
 * <p>It cannot be stale: it was read after the epoch was taken, so that only we could have written
 * since, and whoever writes {@link #drop drops} it first. If yet another process has taken the
 * epoch in the meantime, a recovery from this is what one a moment earlier would have been.
 */
final class ReadAhead {
  private static final int MOST = 1_000;
  private static final long MOST_BYTES = 32 << 20;
  private static final long LONGEST_NANOS = 10_000_000_000L;

  private final LongSupplier clock;
  private final Map<String, Kept> kept = new LinkedHashMap<>();
  private long bytes;

  /** {@code clock} is monotonic, in nanoseconds. */
  ReadAhead(LongSupplier clock) {
    this.clock = clock;
  }

  /** {@code counted}: the journal was asked for the highest number already. */
  private record Kept(Tail tail, long bytes, long until, boolean counted) {}

  synchronized void keep(String persistenceId, Tail tail) {
    put(persistenceId, tail, false);
  }

  /** The same for a journal that has answered with the highest number already. */
  synchronized void keepCounted(String persistenceId, Tail tail) {
    put(persistenceId, tail, true);
  }

  /** For the journal's first question; its answer is in the tail, which stays for the second. */
  synchronized @Nullable Tail count(String persistenceId) {
    var found = fresh(persistenceId);
    if (found == null || found.counted()) {
      return null;
    }
    kept.put(persistenceId, new Kept(found.tail(), found.bytes(), found.until(), true));
    return found.tail();
  }

  /** For the journal's second question, the events. */
  synchronized @Nullable Tail take(String persistenceId) {
    var found = fresh(persistenceId);
    drop(persistenceId);
    return found == null ? null : found.tail();
  }

  synchronized void drop(String persistenceId) {
    var dropped = kept.remove(persistenceId);
    if (dropped != null) {
      bytes -= dropped.bytes();
    }
  }

  private void put(String persistenceId, Tail tail, boolean counted) {
    drop(persistenceId);
    var size = tail.bytes();
    var small = size > MOST_BYTES ? tail.withoutRows() : tail;
    kept.put(
        persistenceId, new Kept(small, small.bytes(), clock.getAsLong() + LONGEST_NANOS, counted));
    bytes += small.bytes();
    makeRoom();
  }

  /** The map has them in the order in which they came. */
  private void makeRoom() {
    Iterator<Kept> oldest = kept.values().iterator();
    while (oldest.hasNext()) {
      var next = oldest.next();
      if (kept.size() <= MOST && bytes <= MOST_BYTES && next.until() - clock.getAsLong() > 0) {
        return;
      }
      bytes -= next.bytes();
      oldest.remove();
    }
  }

  private @Nullable Kept fresh(String persistenceId) {
    var found = kept.get(persistenceId);
    return found == null || found.until() - clock.getAsLong() <= 0 ? null : found;
  }
}
