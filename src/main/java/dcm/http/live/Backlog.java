package dcm.http.live;

import dcm.guild.Recorded;
import dcm.guild.Task;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a socket still has to send, in order. What does not fit is left out and fetched from the
 * journal when it is its turn, so this never grows beyond its room.
 */
final class Backlog {
  private final int room;
  private final TreeMap<Long, Entry> entries = new TreeMap<>();
  private long last = -1;
  private long newest;

  /**
   * @param task as it was just after the event; only where {@code live}
   * @param live from the router; false: from the journal
   */
  record Entry(long revision, Recorded recorded, @Nullable Task task, boolean live) {}

  Backlog(int room) {
    this.room = room;
  }

  /** From here on; what came before was seen, or is not wanted. */
  void begin(long last) {
    this.last = last;
    entries.headMap(last, true).clear();
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
    entries.putIfAbsent(entry.revision(), entry);
    if (entries.size() > room) {
      entries.pollLastEntry();
    }
  }

  /** The very next one; null when it is not here. */
  @Nullable Entry next() {
    return entries.get(last + 1);
  }

  void sent(Entry entry) {
    last = entry.revision();
    entries.headMap(last, true).clear();
  }

  boolean isBehind() {
    return newest > last;
  }

  boolean isFull() {
    return entries.size() >= room;
  }

  long last() {
    return last;
  }

  long newest() {
    return newest;
  }
}
