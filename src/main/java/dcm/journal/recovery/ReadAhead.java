package dcm.journal.recovery;

import dcm.journal.write.EventDao;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Events that a takeover read before Pekko requests them. Each entry is returned once and kept for
 * 10 s; the oldest are evicted beyond 1,000 entries or 32 MiB.
 *
 * <p>An entry cannot be stale: it was read after the epoch was acquired, so only this process can
 * have written since, and its writes {@link #remove} the entry first. If another process has
 * acquired the epoch in the meantime, the recovery equals one that ran a moment earlier.
 */
final class ReadAhead {
  private static final int MAX_ENTRIES = 1_000;
  private static final long MAX_BYTES = 32 << 20;
  private static final long MAX_AGE_NANOS = 10_000_000_000L;

  private final LongSupplier clock;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private long bytes;

  /**
   * @param clock monotonic, in nanoseconds
   */
  ReadAhead(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * @param highestRead whether the journal was asked for the highest sequence number already
   */
  private record Entry(
      PrefetchedEvents events, long bytes, long expiresAtNanos, boolean highestRead) {}

  synchronized void put(String persistenceId, PrefetchedEvents events) {
    put(persistenceId, events, false);
  }

  /** The same when the highest sequence number was returned already. */
  synchronized void putHighestRead(String persistenceId, PrefetchedEvents events) {
    put(persistenceId, events, true);
  }

  /** For the request of the highest sequence number; the entry stays for that of the events. */
  synchronized @Nullable PrefetchedEvents readHighest(String persistenceId) {
    var entry = getFresh(persistenceId);
    if (entry == null || entry.highestRead()) {
      return null;
    }
    entries.put(
        persistenceId, new Entry(entry.events(), entry.bytes(), entry.expiresAtNanos(), true));
    return entry.events();
  }

  /** For the request of the events. */
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

  /** Evicts the oldest entries: the map is in insertion order. */
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
   * The first page of events after a snapshot.
   *
   * @param highestSequenceNr the guild's last sequence number, 0 when it has none
   * @param firstSequenceNr start of the page; it is complete from here to its last row
   * @param rows in order
   * @param nextSequenceNr start of the next page; {@link Long#MAX_VALUE} when there is none
   */
  record PrefetchedEvents(
      long highestSequenceNr,
      long firstSequenceNr,
      List<EventDao.EventRow> rows,
      long nextSequenceNr) {
    /** Payload of the rows, plus some 200 bytes of overhead each. */
    long bytes() {
      return rows.stream().mapToLong(row -> 200 + row.event().bytes().length).sum();
    }

    PrefetchedEvents withoutRows() {
      return new PrefetchedEvents(
          highestSequenceNr, highestSequenceNr + 1, List.of(), Long.MAX_VALUE);
    }

    /** The rows from {@code first} to {@code last}, at most {@code max}. */
    List<EventDao.EventRow> between(long first, long last, long max) {
      return rows.stream()
          .filter(row -> row.sequenceNr() >= first && row.sequenceNr() <= last)
          .limit(max)
          .toList();
    }
  }
}
