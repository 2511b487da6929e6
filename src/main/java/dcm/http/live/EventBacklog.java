package dcm.http.live;

import dcm.guild.event.RecordedEvent;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a socket still has to send, in order. What does not fit is left out and fetched from the
 * journal when it is its turn, so this never grows beyond its room and one page.
 */
final class EventBacklog {
  private final long maxBytes;
  private final TreeMap<Long, Entry> entries = new TreeMap<>();
  private long lastRevision = -1;
  private long newestRevision;
  private long bytes;

  /**
   * @param live what the router told; null: it is from the journal
   * @param bytes roughly what it takes in memory
   */
  record Entry(long revision, RecordedEvent recorded, @Nullable LiveEvent liveEvent, int bytes) {}

  EventBacklog(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** From here on; what came before was seen, or is not wanted. */
  void startAfter(long lastRevision) {
    this.lastRevision = lastRevision;
    discardSent();
    noteRevision(lastRevision);
  }

  /** What would come before this one does not exist. */
  void skipTo(long revision) {
    lastRevision = Math.max(lastRevision, revision - 1);
  }

  /** The guild is at least there. */
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
    // the next one stays, however large: without it nothing would ever go on
    while (bytes > maxBytes && entries.size() > 1) {
      bytes -= entries.pollLastEntry().getValue().bytes();
    }
  }

  /** The very next one; null when it is not here. */
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
