package dcm.http.live;

import dcm.guild.Recorded;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a socket still has to send, in order. What does not fit is left out and fetched from the
 * journal when it is its turn, so this never grows beyond its room and one page.
 */
final class Backlog {
  private final long room;
  private final TreeMap<Long, Entry> entries = new TreeMap<>();
  private long last = -1;
  private long newest;
  private long bytes;

  /**
   * @param live what the router told; null: it is from the journal
   * @param bytes roughly what it takes in memory
   */
  record Entry(long revision, Recorded recorded, @Nullable LiveEvent live, int bytes) {}

  Backlog(long room) {
    this.room = room;
  }

  /** From here on; what came before was seen, or is not wanted. */
  void begin(long last) {
    this.last = last;
    passed();
    expect(last);
  }

  /** What would come before this one does not exist. */
  void skipTo(long revision) {
    last = Math.max(last, revision - 1);
  }

  /** The guild is at least there. */
  void expect(long revision) {
    newest = Math.max(newest, revision);
  }

  void add(Entry entry) {
    expect(entry.revision());
    if (entry.revision() <= last) {
      return;
    }
    if (entries.putIfAbsent(entry.revision(), entry) == null) {
      bytes += entry.bytes();
    }
    // the next one stays, however large: without it nothing would ever go on
    while (bytes > room && entries.size() > 1) {
      bytes -= entries.pollLastEntry().getValue().bytes();
    }
  }

  /** The very next one; null when it is not here. */
  @Nullable Entry next() {
    return entries.get(last + 1);
  }

  void sent(Entry entry) {
    last = entry.revision();
    passed();
  }

  private void passed() {
    var before = entries.headMap(last, true);
    before.values().forEach(entry -> bytes -= entry.bytes());
    before.clear();
  }

  boolean isBehind() {
    return newest > last;
  }

  long last() {
    return last;
  }

  long newest() {
    return newest;
  }
}
