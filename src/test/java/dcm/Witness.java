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
    Duration waitedSince(long moment) {
      return Duration.ofNanos(answered - (began - moment > 0 ? began : moment));
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
    served(guild, began, System.nanoTime());
  }

  void served(String guild, long began, long answered) {
    served.add(new Served(guild, began, answered));
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

  /**
   * Who waited longest of those that waited at some time between the two moments. Who was waiting
   * already is counted from the first moment on: the rest is not the doing of what began there.
   */
  Duration longestWait(long from, long to) {
    return served.stream()
        .filter(one -> one.answered - from >= 0 && to - one.began >= 0)
        .map(one -> one.waitedSince(from))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /** The longest time between the two moments in which a guild served nobody who waited for it. */
  Duration longestSilence(long from, long to) {
    return served.stream()
        .filter(one -> one.answered - from >= 0 && to - one.began >= 0)
        .collect(Collectors.groupingBy(Served::guild))
        .values()
        .stream()
        .map(Witness::silence)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  /**
   * Of one guild: from its last answer, or from when somebody began to wait, to the next answer.
   */
  private static Duration silence(List<Served> ofOne) {
    var answers = ofOne.stream().sorted(Comparator.comparingLong(Served::answered)).toList();
    var longest = Duration.ZERO;
    for (int i = 0; i < answers.size(); i++) {
      var waiting = answers.subList(i, answers.size()).stream().mapToLong(Served::began);
      var since = waiting.min().getAsLong();
      if (i > 0 && answers.get(i - 1).answered - since > 0) {
        since = answers.get(i - 1).answered;
      }
      var silent = Duration.ofNanos(answers.get(i).answered - since);
      longest = silent.compareTo(longest) > 0 ? silent : longest;
    }
    return longest;
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
