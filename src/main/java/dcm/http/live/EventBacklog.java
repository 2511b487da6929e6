package dcm.http.live;

import dcm.guild.event.RecordedEvent;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Events that a socket still has to send, in the order of revisions. Events beyond the byte limit
 * are dropped and read from the journal later, so the size never exceeds the limit and one page.
 */
final class EventBacklog {
  private final long maxBytes;
  private final TreeMap<Long, Entry> entries = new TreeMap<>();
  private long lastRevision = -1;
  private long newestRevision;
  private long bytes;

  /**
   * An event to send.
   *
   * @param liveEvent the event as the router published it; null: it is from the journal
   * @param bytes its estimated size in memory
   */
  record Entry(long revision, RecordedEvent recorded, @Nullable LiveEvent liveEvent, int bytes) {}

  EventBacklog(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Starts after this revision; earlier events are not sent. */
  void startAfter(long lastRevision) {
    this.lastRevision = lastRevision;
    discardSent();
    noteRevision(lastRevision);
  }

  /** Continues at this revision: the ones before it do not exist. */
  void skipTo(long revision) {
    lastRevision = Math.max(lastRevision, revision - 1);
  }

  /** Records that the guild has reached this revision. */
  void noteRevision(long revision) {
    newestRevision = Math.max(newestRevision, revision);
  }

  void add(Entry entry) {
    noteRevision(entry.revision());
    if (entry.revision() <= lastRevision) {
      return;
    }
    if (entries.putIfAbsent(entry.revision(), entry) == null) {
      bytes += entry.bytes();
    }
    // the next event is kept, whatever its size, so that the feed can always continue
    while (bytes > maxBytes && entries.size() > 1) {
      bytes -= entries.pollLastEntry().getValue().bytes();
    }
  }

  /** The event to send next; null when it has not arrived. */
  @Nullable Entry next() {
    return entries.get(lastRevision + 1);
  }

  void markSent(Entry entry) {
    lastRevision = entry.revision();
    discardSent();
  }

  private void discardSent() {
    var sentEntries = entries.headMap(lastRevision, true);
    sentEntries.values().forEach(entry -> bytes -= entry.bytes());
    sentEntries.clear();
  }

  boolean isBehind() {
    return newestRevision > lastRevision;
  }

  long lastRevision() {
    return lastRevision;
  }

  long newestRevision() {
    return newestRevision;
  }
}
