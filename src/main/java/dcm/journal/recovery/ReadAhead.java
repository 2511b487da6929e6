package dcm.journal.recovery;

import dcm.journal.write.EventDao;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What recoveries have read before Pekko asks for it. It is given once, to the recovery that
 * follows, and kept for no longer than that takes: the oldest goes when there are too many, the
 * rows go when they are too large.
 *
 * <p>It cannot be stale: it was read after the epoch was taken, so that only we could have written
 * since, and whoever writes {@link #remove drops} it first. If yet another process has taken the
 * epoch in the meantime, a recovery from this is what one a moment earlier would have been.
 */
final class ReadAhead {
  private static final int MAX_ENTRIES = 1_000;
  private static final long MAX_BYTES = 32 << 20;
  private static final long MAX_AGE_NANOS = 10_000_000_000L;

  private final LongSupplier clock;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long bytes;

  /** {@code clock} is monotonic, in nanoseconds. */
  ReadAhead(LongSupplier clock) {
    this.clock = clock;
  }

  /** {@code counted}: the journal was asked for the highest number already. */
  private record Entry(
      PrefetchedEvents events, long bytes, long expiresAtNanos, boolean highestRead) {}

  synchronized void put(String persistenceId, PrefetchedEvents events) {
    put(persistenceId, events, false);
  }

  /** The same for a journal that has answered with the highest number already. */
  synchronized void putHighestRead(String persistenceId, PrefetchedEvents events) {
    put(persistenceId, events, true);
  }

  /** For the journal's first question; its answer is in the tail, which stays for the second. */
  synchronized @Nullable PrefetchedEvents readHighest(String persistenceId) {
    var entry = getFresh(persistenceId);
    if (entry == null || entry.highestRead()) {
      return null;
    }
    entries.put(
        persistenceId, new Entry(entry.events(), entry.bytes(), entry.expiresAtNanos(), true));
    return entry.events();
  }

  /** For the journal's second question, the events. */
  synchronized @Nullable PrefetchedEvents getAndRemove(String persistenceId) {
    var entry = getFresh(persistenceId);
    remove(persistenceId);
    return entry == null ? null : entry.events();
  }

  synchronized void remove(String persistenceId) {
    var removed = entries.remove(persistenceId);
    if (removed != null) {
      bytes -= removed.bytes();
    }
  }

  private void put(String persistenceId, PrefetchedEvents events, boolean highestRead) {
    remove(persistenceId);
    var size = events.bytes();
    var stored = size > MAX_BYTES ? events.withoutRows() : events;
    entries.put(
        persistenceId,
        new Entry(stored, stored.bytes(), clock.getAsLong() + MAX_AGE_NANOS, highestRead));
    bytes += stored.bytes();
    evict();
  }

  /** The map has them in the order in which they came. */
  private void evict() {
    Iterator<Entry> oldest = entries.values().iterator();
    while (oldest.hasNext()) {
      var entry = oldest.next();
      if (entries.size() <= MAX_ENTRIES
          && bytes <= MAX_BYTES
          && entry.expiresAtNanos() - clock.getAsLong() > 0) {
        return;
      }
      bytes -= entry.bytes();
      oldest.remove();
    }
  }

  private @Nullable Entry getFresh(String persistenceId) {
    var entry = entries.get(persistenceId);
    return entry == null || entry.expiresAtNanos() - clock.getAsLong() <= 0 ? null : entry;
  }

  /**
   * The first page of what follows a snapshot.
   *
   * @param highest the guild's last sequence number, 0 when it has none
   * @param from where the page begins; no event from here to its last row is left out
   * @param rows in order
   * @param next where the next page begins; {@link Long#MAX_VALUE} when nothing follows
   */
  record PrefetchedEvents(
      long highestSequenceNr,
      long firstSequenceNr,
      List<EventDao.EventRow> rows,
      long nextSequenceNr) {
    /** What the rows carry; what else they cost is some 200 bytes each. */
    long bytes() {
      return rows.stream().mapToLong(row -> 200 + row.event().bytes().length).sum();
    }

    PrefetchedEvents withoutRows() {
      return new PrefetchedEvents(
          highestSequenceNr, highestSequenceNr + 1, List.of(), Long.MAX_VALUE);
    }

    /** Those of the rows, at most {@code max}. */
    List<EventDao.EventRow> between(long first, long last, long max) {
      return rows.stream()
          .filter(row -> row.sequenceNr() >= first && row.sequenceNr() <= last)
          .limit(max)
          .toList();
    }
  }
}
