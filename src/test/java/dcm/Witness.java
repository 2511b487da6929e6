package dcm;

import dcm.history.History;
import dcm.history.Operation;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * What the people of many guilds lived through. All times are {@link System#nanoTime}; any thread
 * may tell.
 */
final class Witness {
  private final History history;
  private final Queue<Served> served = new ConcurrentLinkedQueue<>();
  private final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();

  /** Somebody got what they wanted, with all that they had to repeat since they began. */
  record Served(String guild, long began, long answered) {
    Duration waited() {
      return Duration.ofNanos(answered - began);
    }
  }

  /** Somebody was not served, and asks again. */
  record Trouble(String guild, long at, String what) {}

  Witness() {
    this(new History());
  }

  private Witness(History history) {
    this.history = history;
  }

  /** Sees the same history; who waits and has trouble there is another matter. */
  Witness aside() {
    return new Witness(history);
  }

  void saw(Operation operation) {
    history.add(operation);
  }

  void served(String guild, long began) {
    served.add(new Served(guild, began, System.nanoTime()));
  }

  void trouble(String guild, String what) {
    troubles.add(new Trouble(guild, System.nanoTime(), what));
  }

  History history() {
    return history;
  }

  /** The guilds that served somebody who began to ask after that moment. */
  Set<String> servedSince(long moment) {
    return served.stream()
        .filter(one -> one.began - moment > 0)
        .map(Served::guild)
        .collect(Collectors.toSet());
  }

  /** Who waited longest of those that waited at some time between the two moments. */
  Duration longestWait(long from, long to) {
    return served.stream()
        .filter(one -> one.answered - from >= 0 && to - one.began >= 0)
        .map(Served::waited)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** How often each thing was said to somebody who was not served. */
  Map<String, Long> words(long from, long to) {
    return troubles(from, to).stream()
        .collect(Collectors.groupingBy(Trouble::what, TreeMap::new, Collectors.counting()));
  }

  List<Trouble> troubles(long from, long to) {
    return troubles.stream().filter(one -> one.at - from >= 0 && to - one.at >= 0).toList();
  }

  int troubles() {
    return troubles.size();
  }

  int asked() {
    return served.size();
  }
}
